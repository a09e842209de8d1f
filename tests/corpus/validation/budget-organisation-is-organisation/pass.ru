# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX obeu-dimension: <http://data.openbudgets.eu/ontology/dsd/dimension/>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> obeu-dimension:organization ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> obeu-dimension:organization <id/organisation/siren/999000003> }
