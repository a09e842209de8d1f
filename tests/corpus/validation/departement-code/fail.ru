# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX geo: <http://rdf.insee.fr/def/geo#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { <id/territory/departement/9> a dct:Location , geo:Departement ; rdfs:label "Autre"@fr ; geo:nom "Autre"@fr ; ess:level <code/level/departement> ; geo:subdivisionDirecteDe <id/territory/region/98> ; geo:codeINSEE "9"^^xsd:token }
