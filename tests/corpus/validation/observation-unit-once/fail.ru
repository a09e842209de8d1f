# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX unit: <http://qudt.org/vocab/unit/>

INSERT DATA { <code/indicator/staff-persons> sdmx-attribute:unitMeasure unit:EACH . <id/observation/epci-999000003/2024-03-15/staff> sdmx-attribute:unitMeasure unit:EACH }
