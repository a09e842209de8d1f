# base: vocabulary
BASE <https://w3id.org/esslod/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { <def#termeFictif> rdfs:domain ?old }
