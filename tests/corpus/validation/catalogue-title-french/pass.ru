# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <dataset/profiles> dct:title ?old } ;
INSERT DATA { <dataset/profiles> dct:title "Profils"@fr , "Profiles"@en , "Profili"@it }
