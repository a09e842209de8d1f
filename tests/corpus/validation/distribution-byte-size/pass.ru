# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <dumps/example/profiles.ttl.gz> dcat:byteSize ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz> dcat:byteSize "1234"^^xsd:nonNegativeInteger }
