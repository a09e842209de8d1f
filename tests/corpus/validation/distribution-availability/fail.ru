# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcatap: <http://data.europa.eu/r5r/>

DELETE WHERE { <dumps/example/profiles.ttl.gz> dcatap:availability ?old }
