# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX unit: <http://qudt.org/vocab/unit/>

DELETE WHERE { <id/observation/epci-999000003/2024-03-15/ess-share> sdmx-attribute:unitMeasure ?old } ;
INSERT DATA { <id/observation/epci-999000003/2024-03-15/ess-share> sdmx-attribute:unitMeasure unit:PERCENT }
