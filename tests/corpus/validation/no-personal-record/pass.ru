# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <id/organisation/name/groupe> a foaf:Agent ; rdfs:label "Groupe"@fr }
