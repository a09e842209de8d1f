# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

DELETE WHERE { <id/period/from-2015> dcat:startDate ?old }
