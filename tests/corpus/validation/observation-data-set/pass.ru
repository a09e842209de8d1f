# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE WHERE { <id/observation/epci-999000003/2024-03-15/staff> qb:dataSet ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/staff> qb:dataSet <dataset/indicators> }
