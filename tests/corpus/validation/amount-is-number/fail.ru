# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX obeu-measure: <http://data.openbudgets.eu/ontology/dsd/measure/>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> ?p ?old } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/operating> ?p ?old } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/total> obeu-measure:amount ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/total> obeu-measure:amount "300 000 €" }
