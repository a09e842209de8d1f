# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { <id/period/2020> a dct:PeriodOfTime ; rdfs:label "2020"@fr ; dcat:startDate "2020"^^xsd:gYear ; dcat:endDate "2020"^^xsd:gYear }
