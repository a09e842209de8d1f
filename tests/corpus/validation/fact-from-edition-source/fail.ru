# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <id/document/exemple/val-fictif/2021-01-01> a foaf:Document ; rdfs:label "Fiche de 2021"@fr ; dct:publisher <id/organisation/name/reseau-exemple> ; dct:modified "2021-01-01"^^xsd:date ;
    spdx:checksum <id/document/exemple/val-fictif/2024-03-15#sha256> .
  <id/document/exemple/val-fictif/2021-01-01#panorama> a oa:SpecificResource ; oa:hasSource <id/document/exemple/val-fictif/2021-01-01> ;
    ess:section <code/section/panorama> ; oa:hasSelector <id/document/exemple/val-fictif/2024-03-15#panorama-position> .
  <id/action/epci-999000003/2024-03-15/third-places> prov:wasDerivedFrom <id/document/exemple/val-fictif/2021-01-01#panorama> .
}
