# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <id/organisation/name/personne> a foaf:Person ; skos:note "Une personne."@fr }
