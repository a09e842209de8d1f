# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <id/action/epci-999000003/2024-03-15/third-places> rdfs:comment "Programme de 3 M€ ; M. désigne ici la métropole."@fr }
