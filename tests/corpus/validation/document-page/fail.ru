# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>

INSERT DATA { <id/document/exemple/val-fictif/2024-03-15> foaf:page "exemple.fr" }
