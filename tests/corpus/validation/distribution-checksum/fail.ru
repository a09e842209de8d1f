# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

DELETE WHERE { <dumps/example/profiles.ttl.gz> spdx:checksum ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz> spdx:checksum <dumps/inconnu#sha256> }
