# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

DELETE WHERE { <id/observation/epci-999000003/2024-03-15/ess-share-france> sdmx-dimension:refArea ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/ess-share-france> sdmx-dimension:refArea <id/territory/epci/999000003> }
