# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <id/action/epci-999000003/2024-03-15/third-places> skos:altLabel "Lieux partagés"@fr }
