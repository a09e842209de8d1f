# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX qb: <http://purl.org/linked-data/cube#>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> qb:dataSet ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> qb:dataSet <dataset/indicators> }
