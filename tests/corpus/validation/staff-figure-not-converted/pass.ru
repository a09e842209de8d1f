# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>

INSERT { <id/observation/epci-999000003/2024-03-15/staff-fte> ?p ?o } WHERE { <id/observation/epci-999000003/2024-03-15/staff> ?p ?o } ;
DELETE WHERE { <id/observation/epci-999000003/2024-03-15/staff-fte> ess:indicator ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/staff-fte> ess:indicator <code/indicator/staff-fte> } ;
DELETE WHERE { <id/observation/epci-999000003/2024-03-15/staff-fte> sdmx-measure:obsValue ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/staff-fte> sdmx-measure:obsValue 1.5 }
