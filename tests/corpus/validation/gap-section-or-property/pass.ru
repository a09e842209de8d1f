# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { <id/membership/epci-999000003/2024-03-15/reseau> ?p ?old } ;
INSERT DATA { <id/gap/epci-999000003/2024-03-15/membership> a ess:InformationGap ; rdfs:label "Adhésion non indiquée"@fr , "Membership not stated"@en ; dct:isPartOf <id/profile/epci-999000003/2024-03-15> ; ess:section <code/section/membership> ; ess:gapReason <code/gap-reason/not-stated> . }
