# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/budget/epci-999000003/2024-03-15/investment> ess:budgetItem ?old } ;
INSERT DATA { <id/budget/epci-999000003/2024-03-15/investment> ess:budgetItem <code/budget-item/all> }
