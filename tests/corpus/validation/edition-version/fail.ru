# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

DELETE WHERE { <id/profile/epci-999000003/2024-03-15> dcat:version ?old }
