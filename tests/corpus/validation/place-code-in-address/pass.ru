# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX geo: <http://rdf.insee.fr/def/geo#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <id/territory/region/98> geo:codeINSEE ?old } ;
INSERT DATA { <id/territory/region/98> geo:codeINSEE "98"^^xsd:token }
