# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { <id/observation/epci-999000003/2024-03-15/staff> sdmx-dimension:refPeriod <id/period/9023> . <id/period/9023> a dct:PeriodOfTime ; rdfs:label "9023"@fr ; dcat:startDate "9023"^^xsd:gYear ; dcat:endDate "9023"^^xsd:gYear }
