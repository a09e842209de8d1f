# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX geo: <http://rdf.insee.fr/def/geo#>

INSERT DATA { <id/territory/ept/999010002> geo:subdivisionDirecteDe <id/territory/epci/999000003> }
