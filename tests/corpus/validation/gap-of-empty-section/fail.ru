# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <id/gap/epci-999000003/2024-03-15/budget> a ess:InformationGap ; rdfs:label "Budget non indiqué"@fr , "Budget not stated"@en ; dct:isPartOf <id/profile/epci-999000003/2024-03-15> ; ess:section <code/section/budget> ; ess:gapReason <code/gap-reason/not-stated> }
