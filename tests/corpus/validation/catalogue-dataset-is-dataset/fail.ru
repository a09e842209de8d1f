# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

INSERT DATA { <catalog> dcat:dataset <dataset/inconnu> }
