# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <catalog#record> dct:modified ?old } ;
INSERT DATA { <catalog#record> dct:modified "2024"^^xsd:gYear }
