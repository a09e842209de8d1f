# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ?s ?p <id/profile/epci-999000003/2024-03-15> } INSERT { ?s ?p <id/profile/epci-999000003/9024-03-15> } WHERE { ?s ?p <id/profile/epci-999000003/2024-03-15> } ;
DELETE { <id/profile/epci-999000003/2024-03-15> ?p ?o } INSERT { <id/profile/epci-999000003/9024-03-15> ?p ?o } WHERE { <id/profile/epci-999000003/2024-03-15> ?p ?o } ;
DELETE WHERE { <id/profile/epci-999000003/9024-03-15> dcat:version ?old } ;
INSERT DATA { <id/profile/epci-999000003/9024-03-15> dcat:version "9024-03-15" } ;
DELETE WHERE { <id/profile/epci-999000003/9024-03-15> dct:modified ?old } ;
INSERT DATA { <id/profile/epci-999000003/9024-03-15> dct:modified "9024-03-15"^^xsd:date }
