# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> ess:basisStatus ?old } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/total> ?p ?old } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> ess:inferredFrom ?old }
