# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/profile/epci-999000003/2024-03-15> ess:plan ?old } ;
INSERT DATA { <id/profile/epci-999000003/2024-03-15> ess:plan <id/plan/999000003/ess-2023-2025> }
