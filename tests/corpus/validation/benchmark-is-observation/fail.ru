# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

INSERT DATA { <id/observation/epci-999000003/2024-03-15/ess-share> ess:benchmark <id/observation/inconnue> }
