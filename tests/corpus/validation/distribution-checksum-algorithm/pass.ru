# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

DELETE WHERE { <dumps/example/profiles.ttl.gz#sha256> spdx:algorithm ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz#sha256> spdx:algorithm spdx:checksumAlgorithm_sha256 }
