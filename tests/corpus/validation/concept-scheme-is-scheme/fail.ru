# base: vocabulary
BASE <https://w3id.org/esslod/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <code/inconnu/exemple> a skos:Concept ; skos:inScheme <code/inconnu> ; skos:notation "exemple" ; skos:prefLabel "exemple"@fr , "example"@en ; skos:definition "Un exemple."@fr , "An example."@en }
