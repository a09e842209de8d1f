# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

INSERT DATA { <id/organisation/name/partenaire-fictif> dct:identifier "999010002" }
