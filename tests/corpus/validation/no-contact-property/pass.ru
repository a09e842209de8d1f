# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>

INSERT DATA { <id/organisation/name/partenaire-fictif> foaf:page <https://example.org/contact> }
