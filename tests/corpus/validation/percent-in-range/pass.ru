# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>

DELETE WHERE { <id/observation/epci-999000003/2024-03-15/ess-share> sdmx-measure:obsValue ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/ess-share> sdmx-measure:obsValue 100 }
