# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>

INSERT DATA { <dataset/profiles> dcat:distribution <dumps/example/profiles.ttl.gz> }
