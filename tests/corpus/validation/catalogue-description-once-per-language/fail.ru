# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

INSERT DATA { <dataset/profiles> dct:description "autre"@fr }
