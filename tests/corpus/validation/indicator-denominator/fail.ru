# base: vocabulary
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <code/indicator/share-of-establishments> ess:denominator ?old }
