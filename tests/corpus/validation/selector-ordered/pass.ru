# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE WHERE { <id/document/exemple/val-fictif/2024-03-15#panorama-position> oa:end ?old } ;
INSERT DATA { <id/document/exemple/val-fictif/2024-03-15#panorama-position> oa:end 11 }
