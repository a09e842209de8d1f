# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <dataset/profiles> dct:modified ?old } ;
INSERT DATA { <dataset/profiles> dct:modified "2024"^^xsd:gYear }
