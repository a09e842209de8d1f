# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX geo: <http://rdf.insee.fr/def/geo#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { <id/territory/commune/2A004> a dct:Location , geo:Commune ; rdfs:label "Autre"@fr ; geo:nom "Autre"@fr ; ess:level <code/level/commune> ; dct:spatial <id/territory/departement/99> ; geo:codeINSEE "2A004"^^xsd:token }
