# base: vocabulary
BASE <https://w3id.org/esslod/>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX unit: <http://qudt.org/vocab/unit/>

DELETE WHERE { <code/indicator/share-of-establishments> sdmx-attribute:unitMeasure ?old } ;
INSERT DATA { <code/indicator/share-of-establishments> sdmx-attribute:unitMeasure unit:PERCENT }
