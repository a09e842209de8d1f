# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <dataset/profiles> dct:accessRights ?old } ;
INSERT DATA { <dataset/profiles> dct:accessRights <catalog#open> }
