# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { <id/profile/epci-999000003/2024-03-15> dct:modified ?old } ;
INSERT DATA { <id/gap/epci-999000003/2024-03-15/date> a ess:InformationGap ; rdfs:label "Date de mise à jour non indiquée"@fr , "Update date not stated"@en ; dct:isPartOf <id/profile/epci-999000003/2024-03-15> ; ess:gapReason <code/gap-reason/not-stated> ; ess:about <id/profile/epci-999000003/2024-03-15> ; ess:missing dct:modified }
