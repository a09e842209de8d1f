# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/organisation/siren/999000003> dct:spatial ?old } ;
INSERT DATA { <id/organisation/siren/999000003> dct:spatial <id/territory/epci/999000003> }
