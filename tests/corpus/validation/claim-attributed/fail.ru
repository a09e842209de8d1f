# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE WHERE { <id/claim/epci-999000003/2024-03-15/birthplace> prov:wasAttributedTo ?old }
