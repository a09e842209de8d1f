# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/profile/epci-999000003/2024-03-15> ess:territory ?old } ;
INSERT DATA { <id/profile/epci-999000003/2024-03-15> ess:territory <id/territory/epci/999000003> }
