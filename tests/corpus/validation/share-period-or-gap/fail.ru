# base: minimal
BASE <https://w3id.org/esslod/>

DELETE WHERE { <id/gap/epci-999000003/2024-03-15/ess-share-period> ?p ?old }
