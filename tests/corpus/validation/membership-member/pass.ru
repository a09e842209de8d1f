# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX org: <http://www.w3.org/ns/org#>

DELETE WHERE { <id/membership/epci-999000003/2024-03-15/reseau> org:member ?old } ;
INSERT DATA { <id/membership/epci-999000003/2024-03-15/reseau> org:member <id/organisation/siren/999000003> }
