# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <dumps/example/profiles.ttl.gz> dct:license ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz> dct:license "Licence Ouverte 2.0" }
