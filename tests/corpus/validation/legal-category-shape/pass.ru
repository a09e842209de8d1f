# base: vocabulary
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <code/theme/exemple> skos:notation "7344"^^ess:LegalCategory }
