# base: vocabulary
BASE <https://w3id.org/esslod/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE WHERE { <code/theme/exemple> skos:definition ?old } ;
INSERT DATA { <code/theme/exemple> skos:definition "example"@en }
