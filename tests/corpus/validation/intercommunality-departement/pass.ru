# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/territory/epci/999000003> dct:spatial ?old } ;
INSERT DATA { <id/territory/epci/999000003> dct:spatial <id/territory/departement/99> }
