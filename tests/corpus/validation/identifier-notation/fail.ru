# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE WHERE { <id/organisation/siren/999000003#siren> skos:notation ?old }
