# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <id/organisation/siren/999010002> a cv:PublicOrganisation , org:Organization ; rdfs:label "Autre"@fr ; dct:identifier "999010002" ; dct:spatial <id/territory/ept/999010002> }
