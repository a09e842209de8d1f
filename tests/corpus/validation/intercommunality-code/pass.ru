# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX geo: <http://rdf.insee.fr/def/geo#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <id/territory/ept/999010002> geo:codeINSEE ?old } ;
INSERT DATA { <id/territory/epci/999020001> a dct:Location , geo:Intercommunalite ; rdfs:label "Autre"@fr ; geo:nom "Autre"@fr ; ess:level <code/level/epci> ; dct:spatial <id/territory/departement/99> ; geo:codeINSEE "999020001"^^xsd:token . <id/territory/ept/999010002> geo:codeINSEE "999010002"^^xsd:token }
