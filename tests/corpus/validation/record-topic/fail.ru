# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>

DELETE WHERE { <catalog#record> foaf:primaryTopic ?old } ;
INSERT DATA { <catalog#record> foaf:primaryTopic <catalog> }
