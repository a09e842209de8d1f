# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

DELETE WHERE { <dumps/example/profiles.ttl.gz> dcat:mediaType ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz> dcat:mediaType <https://www.iana.org/assignments/media-types/application/n-quads> }
