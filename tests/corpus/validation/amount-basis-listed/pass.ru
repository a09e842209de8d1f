# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> ess:amountBasis ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> ess:amountBasis <code/amount-basis/per-year> }
