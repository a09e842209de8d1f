# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/claim/epci-999000003/2024-03-15/birthplace> dct:isPartOf ?old } ;
INSERT DATA { <id/claim/epci-999000003/2024-03-15/birthplace> dct:isPartOf <id/profile/epci-999000003/2024-03-15> }
