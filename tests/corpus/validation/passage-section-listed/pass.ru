# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/document/exemple/val-fictif/2024-03-15#panorama> ess:section ?old } ;
INSERT DATA { <id/document/exemple/val-fictif/2024-03-15#panorama> ess:section <code/section/budget> }
