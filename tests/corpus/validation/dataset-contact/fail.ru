# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

DELETE WHERE { <dataset/profiles> dcat:contactPoint ?old } ;
INSERT DATA { <dataset/profiles> dcat:contactPoint "nous" }
