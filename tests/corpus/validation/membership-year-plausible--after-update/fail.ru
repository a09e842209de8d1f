# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { <id/period/from-2025> a dct:PeriodOfTime ; rdfs:label "depuis 2025"@fr ; dcat:startDate "2025"^^xsd:gYear } ;
DELETE WHERE { <id/membership/epci-999000003/2024-03-15/reseau> org:memberDuring ?old } ;
INSERT DATA { <id/membership/epci-999000003/2024-03-15/reseau> org:memberDuring <id/period/from-2025> }
