# base: catalogue
BASE <https://w3id.org/esslod/>
PREFIX dcatap: <http://data.europa.eu/r5r/>

DELETE WHERE { <dumps/example/profiles.ttl.gz> dcatap:availability ?old } ;
INSERT DATA { <dumps/example/profiles.ttl.gz> dcatap:availability <http://publications.europa.eu/resource/authority/planned-availability/AVAILABLE> }
