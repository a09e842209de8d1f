# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/profile/epci-999000003/2024-03-15> ess:territory ?old } ;
INSERT DATA { <id/profile/epci-999000003/2024-03-15> ess:territory <id/territory/departement/99> } ;
DELETE WHERE { <id/organisation/siren/999000003> dct:spatial ?old } ;
INSERT DATA { <id/organisation/siren/999000003> dct:spatial <id/territory/departement/99> }
