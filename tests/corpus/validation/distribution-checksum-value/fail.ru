# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <dumps/example/profiles.ttl.gz#sha256> spdx:checksumValue ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz#sha256> spdx:checksumValue "ABC"^^xsd:hexBinary }
