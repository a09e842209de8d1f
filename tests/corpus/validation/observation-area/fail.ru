# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>

INSERT DATA { <id/observation/epci-999000003/2024-03-15/staff> sdmx-dimension:refArea <id/territory/country/FR> }
