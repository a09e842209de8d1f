# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/territory/commune/99001> ess:level ?old } ;
INSERT DATA { <id/territory/commune/99001> ess:level <code/level/departement> }
