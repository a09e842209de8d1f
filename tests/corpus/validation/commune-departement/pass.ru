# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/territory/commune/99001> dct:spatial ?old } ;
INSERT DATA { <id/territory/commune/99001> dct:spatial <id/territory/departement/99> }
