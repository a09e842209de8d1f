# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

DELETE WHERE { <id/gap/epci-999000003/2024-03-15/ess-share-period> ess:gapReason ?old } ;
INSERT DATA { <id/gap/epci-999000003/2024-03-15/ess-share-period> ess:gapReason <code/gap-reason/being-drafted> }
