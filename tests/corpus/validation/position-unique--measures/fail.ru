# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { <id/plan/999000003/ess-2023-2025/priority/1/measure/2> schema:position ?old } ;
INSERT DATA { <id/plan/999000003/ess-2023-2025/priority/1/measure/2> schema:position 1 }
