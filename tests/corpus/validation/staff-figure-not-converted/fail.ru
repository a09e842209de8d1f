# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

INSERT { <id/observation/epci-999000003/2024-03-15/staff-fte> ?p ?o } WHERE { <id/observation/epci-999000003/2024-03-15/staff> ?p ?o } ;
DELETE WHERE { <id/observation/epci-999000003/2024-03-15/staff-fte> ess:indicator ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/staff-fte> ess:indicator <code/indicator/staff-fte> }
