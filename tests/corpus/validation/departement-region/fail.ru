# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX geo: <http://rdf.insee.fr/def/geo#>

DELETE WHERE { <id/territory/departement/99> geo:subdivisionDirecteDe ?old }
