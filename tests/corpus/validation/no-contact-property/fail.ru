# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX schema: <https://schema.org/>

INSERT DATA { <id/organisation/name/partenaire-fictif> schema:telephone "standard" }
