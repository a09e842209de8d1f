# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ess: <https://w3id.org/esslod/def#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE WHERE { <id/membership/epci-999000003/2024-03-15/reseau> ?p ?old } ;
INSERT DATA { <id/gap/epci-999000003/2024-03-15/membership> a ess:InformationGap ; rdfs:label "Adhésion non indiquée"@fr , "Membership not stated"@en ; dct:isPartOf <id/profile/epci-999000003/2024-03-15> ; ess:section <code/section/membership> ; ess:gapReason <code/gap-reason/not-stated> . } ;
DELETE WHERE { <id/gap/epci-999000003/2024-03-15/membership> ess:section ?old } ;
INSERT DATA { <id/membership/epci-999000003/2024-03-15/reseau> a org:Membership ; rdfs:label "Adhésion"@fr ; dct:isPartOf <id/profile/epci-999000003/2024-03-15> ; org:member <id/organisation/siren/999000003> ; org:organization <id/organisation/name/reseau-exemple> ; org:memberDuring <id/period/from-2015> ; prov:wasDerivedFrom <id/document/exemple/val-fictif/2024-03-15#panorama> }
