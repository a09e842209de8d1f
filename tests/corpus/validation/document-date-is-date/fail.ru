# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/document/exemple/val-fictif/2024-03-15> dct:modified ?old } ;
INSERT DATA { <id/document/exemple/val-fictif/2024-03-15> dct:modified "15/03/2024" }
