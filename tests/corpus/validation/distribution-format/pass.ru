# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <dumps/example/profiles.ttl.gz> dct:format ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz> dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> }
