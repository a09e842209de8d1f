# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX obeu-measure: <http://data.openbudgets.eu/ontology/dsd/measure/>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> ess:inferredFrom ?old } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> ess:basisStatus ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> ess:basisStatus <code/basis-status/stated> } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/total> ess:precision ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/total> ess:precision <code/precision/about> } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/operating> obeu-measure:amount ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/operating> obeu-measure:amount 59999 }
