# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/initiative/fabrique-fictive> ess:initiativeKind ?old }
