# base: minimal
BASE <https://w3id.org/esslod/>
PREFIX ess: <https://w3id.org/esslod/def#>

INSERT DATA { <id/profile/epci-999000003> ess:territory <id/territory/country/FR> }
