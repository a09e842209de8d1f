# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX geo: <http://rdf.insee.fr/def/geo#>

DELETE WHERE { <id/territory/commune/99001> geo:nom ?old }
