# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE DATA { <id/organisation/name/partenaire-fictif> a org:Organization } ;
INSERT DATA { <id/organisation/name/partenaire-fictif> a cv:PublicOrganisation ; dct:identifier "999010002" ; dct:spatial <id/territory/epci/999000003> }
