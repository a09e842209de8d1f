# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/observation/epci-999000003/2024-03-15/staff> ess:precision ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/staff> ess:precision <code/precision/about> }
