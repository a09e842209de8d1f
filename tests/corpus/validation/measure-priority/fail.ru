# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE { <id/plan/999000003/ess-2023-2025/priority/1/measure/2> dct:isPartOf ?old }
