# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <id/organisation/name/partenaire-fictif> skos:altLabel "Exemple"@fr }
