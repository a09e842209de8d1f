# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { <id/organisation/name/partenaire-fictif> owl:sameAs <https://example.org/partenaire> }
