# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA {
  <id/document/exemple/val-fictif/2024-03-15#chiffre> a <http://www.w3.org/ns/oa#SpecificResource> ; <http://www.w3.org/ns/oa#hasSource> <id/document/exemple/val-fictif/2024-03-15> ;
    <def#section> <code/section/panorama> ; <http://www.w3.org/ns/oa#hasSelector> <id/document/exemple/val-fictif/2024-03-15#panorama-position> ;
    <http://www.w3.org/2000/01/rdf-schema#label> "Le chiffre"@fr , "The figure"@en ; rdf:value 30000 .
  <id/budget/epci-999000003/2024-03-15/total> prov:wasDerivedFrom <id/document/exemple/val-fictif/2024-03-15#chiffre> .
}
