# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT { <id/budget/epci-999000003/2024-03-15/total-bis> ?p ?o } WHERE { <id/budget/epci-999000003/2024-03-15/total> ?p ?o } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/total-bis> skos:scopeNote "Ensemble des subventions"@fr }
