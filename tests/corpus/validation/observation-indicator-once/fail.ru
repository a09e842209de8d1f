# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

INSERT DATA { <id/observation/epci-999000003/2024-03-15/ess-share> ess:indicator <code/indicator/share-of-employment> } ;
DELETE WHERE { <id/observation/epci-999000003/2024-03-15/ess-share> ess:benchmark ?old }
