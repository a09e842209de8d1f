# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>

INSERT DATA { <id/gap/epci-999000003/2024-03-15/ess-share-period> ess:missing dct:temporal }
