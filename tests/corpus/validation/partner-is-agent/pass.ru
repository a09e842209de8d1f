# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/action/epci-999000003/2024-03-15/third-places> ess:partner ?old } ;
INSERT DATA { <id/action/epci-999000003/2024-03-15/third-places> ess:partner <id/organisation/name/reseau-exemple> }
