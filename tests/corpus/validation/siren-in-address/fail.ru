# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <id/organisation/siren/999000003> a org:Organization } ;
INSERT DATA { <id/organisation/siren/999999998> a org:Organization ; rdfs:label "Autre"@fr ; dct:identifier "999010002" }
