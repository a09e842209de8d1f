# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/observation/epci-999000003/2024-03-15/ess-share> ess:benchmark ?old } ;
DELETE WHERE { <id/observation/epci-999000003/2024-03-15/ess-share-france> ess:indicator ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/ess-share-france> ess:indicator <code/indicator/inconnu> }
