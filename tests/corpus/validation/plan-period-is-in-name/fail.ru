# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { <id/plan/999000003/ess-2023-2025> rdfs:label ?old } ;
INSERT DATA { <id/plan/999000003/ess-2023-2025> rdfs:label "Plan ESS 2022/2025"@fr , "Social economy plan"@en }
