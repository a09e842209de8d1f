# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

DELETE WHERE { <sparql#service> dcat:endpointDescription ?old } ;
INSERT DATA { <sparql#service> dcat:endpointDescription <openapi.json> }
