# base: minimal
BASE <https://w3id.org/esslod/>

INSERT { <id/budget/epci-999000003/2024-03-15/total-bis> ?p ?o } WHERE { <id/budget/epci-999000003/2024-03-15/total> ?p ?o }
