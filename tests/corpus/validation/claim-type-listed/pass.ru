# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/claim/epci-999000003/2024-03-15/birthplace> ess:claimType ?old } ;
INSERT DATA { <id/claim/epci-999000003/2024-03-15/birthplace> ess:claimType <code/claim-type/origin> }
