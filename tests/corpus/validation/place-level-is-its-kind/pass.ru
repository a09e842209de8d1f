# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/territory/epci/999000003> ess:level ?old } ;
INSERT DATA { <id/territory/epci/999000003> ess:level <code/level/epci> }
