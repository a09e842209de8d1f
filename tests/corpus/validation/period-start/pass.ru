# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { <id/period/from-2015> dcat:startDate ?old } ;
INSERT DATA { <id/period/from-2015> dcat:startDate "2015"^^xsd:gYear }
