# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX obeu-dimension: <http://data.openbudgets.eu/ontology/dsd/dimension/>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> obeu-dimension:fiscalPeriod ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> obeu-dimension:fiscalPeriod <id/period/inconnue> } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/total> ?p ?old }
