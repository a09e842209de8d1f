# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/plan/999000003/ess-2023-2025/priority/1/measure/1> ess:elementKind ?old }
