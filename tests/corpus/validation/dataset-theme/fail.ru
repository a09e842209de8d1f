# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

DELETE WHERE { <dataset/profiles> dcat:theme ?old } ;
INSERT DATA { <dataset/profiles> dcat:theme <code/theme/cooperation> }
