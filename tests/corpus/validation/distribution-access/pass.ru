# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

DELETE WHERE { <dumps/example/profiles.ttl.gz> dcat:accessURL ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz> dcat:accessURL <dumps/latest/profiles.ttl.gz> }
