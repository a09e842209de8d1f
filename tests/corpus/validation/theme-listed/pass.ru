# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/action/epci-999000003/2024-03-15/third-places> dct:subject ?old } ;
INSERT DATA { <id/action/epci-999000003/2024-03-15/third-places> dct:subject <code/theme/exemple> }
