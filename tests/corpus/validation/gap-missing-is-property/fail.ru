# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

DELETE WHERE { <id/gap/epci-999000003/2024-03-15/ess-share-period> ess:missing ?old } ;
INSERT DATA { <id/gap/epci-999000003/2024-03-15/ess-share-period> ess:missing "refPeriod" } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/ess-share> sdmx-dimension:refPeriod <id/period/2023-2025> }
