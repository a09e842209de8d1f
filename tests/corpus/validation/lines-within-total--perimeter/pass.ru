# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX obeu-measure: <http://data.openbudgets.eu/ontology/dsd/measure/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/operating> obeu-measure:amount ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/operating> obeu-measure:amount 70000 } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> obeu-measure:amount ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> obeu-measure:amount 100000 } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/total> skos:scopeNote "Hors masse salariale"@fr . <id/budget/epci-999000003/2024-03-15/operating> skos:scopeNote "Ensemble des subventions"@fr }
