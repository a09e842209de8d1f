# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX geo: <http://rdf.insee.fr/def/geo#>

DELETE WHERE { <id/territory/ept/999010002> geo:codeINSEE ?old }
