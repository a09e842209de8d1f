# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <id/organisation/name/old-name> a prov:Entity ; rdfs:label "Ancien nom"@fr , "Old name"@en ; prov:invalidatedAtTime "2025-06-01T00:00:00Z"^^xsd:dateTime ; prov:wasInvalidatedBy <dataset/withdrawn#merger> ; dct:isReplacedBy <id/organisation/siren/999000003> .
  <dataset/withdrawn#merger> a prov:Activity ; rdfs:label "Fusion"@fr , "Merger"@en ; prov:wasAssociatedWith <id/organisation/siren/999000003> .
  <id/organisation/siren/999000003> rdfs:seeAlso <id/organisation/name/old-name> .
}
