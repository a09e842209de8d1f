# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <dataset/profiles> dct:identifier ?old } ;
INSERT DATA { <dataset/profiles> dct:identifier "autre" }
