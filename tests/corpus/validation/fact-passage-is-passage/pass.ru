# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX prov: <http://www.w3.org/ns/prov#>

INSERT DATA { <id/action/epci-999000003/2024-03-15/third-places> prov:wasDerivedFrom <id/document/exemple/val-fictif/2024-03-15#panorama> }
