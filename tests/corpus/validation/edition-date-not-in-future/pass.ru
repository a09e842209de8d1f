# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <id/profile/epci-999000003/2024-03-15> dct:modified ?old } ;
INSERT DATA { <id/profile/epci-999000003/2024-03-15> dct:modified "2024-03-15"^^xsd:date }
