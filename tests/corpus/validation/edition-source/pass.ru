# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/profile/epci-999000003/2024-03-15> dct:source ?old } ;
INSERT DATA { <id/profile/epci-999000003/2024-03-15> dct:source <id/document/exemple/val-fictif/2024-03-15> }
