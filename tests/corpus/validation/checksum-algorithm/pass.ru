# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX spdx: <http://spdx.org/rdf/terms#>

DELETE WHERE { <id/document/exemple/val-fictif/2024-03-15#sha256> spdx:algorithm ?old } ;
INSERT DATA { <id/document/exemple/val-fictif/2024-03-15#sha256> spdx:algorithm spdx:checksumAlgorithm_sha256 }
