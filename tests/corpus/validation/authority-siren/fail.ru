# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/organisation/siren/999000003> dct:identifier ?old }
