# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/territory/country/FR> ess:level ?old } ;
INSERT DATA { <id/territory/country/FR> ess:level <code/level/pays> }
