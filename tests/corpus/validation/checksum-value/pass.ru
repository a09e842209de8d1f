# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <id/document/exemple/val-fictif/2024-03-15#sha256> spdx:checksumValue ?old } ;
INSERT DATA { <id/document/exemple/val-fictif/2024-03-15#sha256> spdx:checksumValue "abababababababababababababababababababababababababababababababab"^^xsd:hexBinary }
