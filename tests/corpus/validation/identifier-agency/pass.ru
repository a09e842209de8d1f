# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX adms: <http://www.w3.org/ns/adms#>

DELETE WHERE { <id/organisation/siren/999000003#siren> adms:schemaAgency ?old } ;
INSERT DATA { <id/organisation/siren/999000003#siren> adms:schemaAgency "INSEE" }
