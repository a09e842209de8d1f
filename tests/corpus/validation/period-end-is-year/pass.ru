# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { <https://example.org/period/1> a dct:PeriodOfTime ; rdfs:label "Période"@fr ; dcat:startDate "2022"^^xsd:gYear ; dcat:endDate "2022"^^xsd:gYear }
