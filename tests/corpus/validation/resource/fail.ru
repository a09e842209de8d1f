# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <id/organisation/name/partenaire-fictif> adms:identifier [ a adms:Identifier ; skos:notation "1" ; adms:schemaAgency "INSEE" ] }
