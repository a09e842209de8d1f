# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX obeu-measure: <http://data.openbudgets.eu/ontology/dsd/measure/>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/operating> obeu-measure:amount ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/operating> obeu-measure:amount 59999 }
