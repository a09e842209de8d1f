# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX obeu-dimension: <http://data.openbudgets.eu/ontology/dsd/dimension/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/operating> ?p ?old } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/total> ?p ?old } ;
DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> obeu-dimension:fiscalPeriod ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> obeu-dimension:fiscalPeriod <id/period/2024> } ;
INSERT DATA { <id/period/2024> a dct:PeriodOfTime ; rdfs:label "2024"@fr ; dcat:startDate "2024"^^xsd:gYear ; dcat:endDate "2024"^^xsd:gYear }
