# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

INSERT DATA { <id/action/epci-999000003/2024-03-15/third-places> ess:suportMode <code/support-mode/coaching> }
