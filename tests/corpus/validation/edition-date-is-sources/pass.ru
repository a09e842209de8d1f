# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <id/document/exemple/val-fictif/2024-03-15> dct:modified ?old } ;
INSERT DATA { <id/document/exemple/val-fictif/2024-03-15> dct:created "2024-04-02"^^xsd:date }
