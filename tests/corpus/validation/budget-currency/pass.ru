# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX obeu-attribute: <http://data.openbudgets.eu/ontology/dsd/attribute/>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> obeu-attribute:currency ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> obeu-attribute:currency <http://publications.europa.eu/resource/authority/currency/CHF> }
