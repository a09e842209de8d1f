# base: minimal
BASE <https://w3id.org/esslod/>

DELETE WHERE { <id/membership/epci-999000003/2024-03-15/reseau> ?p ?old }
