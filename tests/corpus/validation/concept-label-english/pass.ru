# base: vocabulary
BASE <https://w3id.org/esslod/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE WHERE { <code/theme/exemple> skos:prefLabel ?old } ;
INSERT DATA { <code/theme/exemple> skos:prefLabel "exemple"@fr , "example"@en , "esempio"@it }
