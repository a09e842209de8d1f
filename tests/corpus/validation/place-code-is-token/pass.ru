# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX geo: <http://rdf.insee.fr/def/geo#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <id/territory/commune/99001> geo:codeINSEE ?old } ;
INSERT DATA { <id/territory/commune/99001> geo:codeINSEE "99001"^^xsd:token }
