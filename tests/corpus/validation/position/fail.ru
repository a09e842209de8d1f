# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX schema: <https://schema.org/>

DELETE WHERE { <id/action/epci-999000003/2024-03-15/cooperatives> schema:position ?old }
