# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <id/initiative/sans-type> rdfs:label "Sans type"@fr }
