"""What general vocabularies are in schema.org: two tables, and no term of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from esslod.namespaces import (
    ADMS,
    CV,
    DCAT,
    DCT,
    FOAF,
    GEO_INSEE,
    OA,
    OBEU_ATTRIBUTE,
    OBEU_DIMENSION,
    OBEU_MEASURE,
    ORG,
    OWL,
    PROV,
    QB,
    RDFS,
    SCHEMA,
    SDMX_ATTRIBUTE,
    SDMX_DIMENSION,
    SDMX_MEASURE,
    SKOS,
)

#: Class → type, the most telling first; anything else is a Thing.
TYPES: Final[tuple[tuple[NamedNode, str], ...]] = (
    (DCAT.Catalog, "DataCatalog"),
    (DCAT.Dataset, "Dataset"),
    (QB.DataSet, "Dataset"),
    (DCAT.DataService, "WebAPI"),
    (DCAT.Distribution, "DataDownload"),
    (CV.PublicOrganisation, "GovernmentOrganization"),
    (ORG.Organization, "Organization"),
    (GEO_INSEE.Commune, "AdministrativeArea"),
    (GEO_INSEE.Intercommunalite, "AdministrativeArea"),
    (GEO_INSEE.Departement, "AdministrativeArea"),
    (GEO_INSEE.Region, "AdministrativeArea"),
    (DCT.Location, "AdministrativeArea"),
    (QB.Observation, "Observation"),
    (SKOS.ConceptScheme, "DefinedTermSet"),
    (OWL.Ontology, "DefinedTermSet"),
    (SKOS.Concept, "DefinedTerm"),
    (OWL.Class, "DefinedTerm"),
    (OWL.ObjectProperty, "DefinedTerm"),
    (OWL.DatatypeProperty, "DefinedTerm"),
    (FOAF.Document, "CreativeWork"),
    (PROV.Plan, "CreativeWork"),
    (OA.SpecificResource, "CreativeWork"),
    (ADMS.Identifier, "PropertyValue"),
)
ANYTHING: Final = "Thing"
#: Types of works: those that may have a licence, a date, parts.
_WORKS: Final = frozenset({"Dataset", "DataCatalog", "CreativeWork", "DefinedTermSet", "WebAPI"})
SUMMARIES: Final = (SKOS.definition, RDFS.comment, DCT.description)

#: Property → name, and the types it is for (empty: all).
PROPERTIES: Final[Mapping[NamedNode, tuple[str, frozenset[str]]]] = {
    SKOS.altLabel: ("alternateName", frozenset()),
    DCT.identifier: ("identifier", frozenset()),
    OWL.sameAs: ("sameAs", frozenset()),
    SKOS.exactMatch: ("sameAs", frozenset()),
    FOAF.homepage: ("url", frozenset({"Organization", "GovernmentOrganization"})),
    DCT.created: ("dateCreated", _WORKS),
    DCT.issued: ("datePublished", _WORKS),
    DCT.modified: ("dateModified", _WORKS),
    DCT.license: ("license", _WORKS),
    DCT.isPartOf: ("isPartOf", _WORKS),
    DCT.source: ("isBasedOn", _WORKS),
    DCT.spatial: ("spatialCoverage", _WORKS),
    DCAT.version: ("version", _WORKS),
    OWL.versionInfo: ("version", _WORKS),
    DCAT.keyword: ("keywords", _WORKS),
    SKOS.notation: ("termCode", frozenset({"DefinedTerm"})),
    SKOS.inScheme: ("inDefinedTermSet", frozenset({"DefinedTerm"})),
    RDFS.isDefinedBy: ("inDefinedTermSet", frozenset({"DefinedTerm"})),
    SDMX_DIMENSION.refArea: ("observationAbout", frozenset({"Observation"})),
    OBEU_DIMENSION.organization: ("observationAbout", frozenset({"Observation"})),
    SDMX_MEASURE.obsValue: ("value", frozenset({"Observation"})),
    OBEU_MEASURE.amount: ("value", frozenset({"Observation"})),
    SDMX_ATTRIBUTE.unitMeasure: ("unitCode", frozenset({"Observation"})),
    OBEU_ATTRIBUTE.currency: ("unitCode", frozenset({"Observation"})),
    GEO_INSEE.codeINSEE: ("identifier", frozenset({"AdministrativeArea"})),
    SCHEMA.foundingDate: ("foundingDate", frozenset({"Organization", "GovernmentOrganization"})),
    SCHEMA.translator: ("translator", _WORKS),
}
#: Their values are addresses: strings that are IRIs.
LINKS: Final = ("url", "sameAs", "license", "contentUrl", "isBasedOn", "propertyID", "unitCode")
_DATES: Final = ("dateCreated", "datePublished", "dateModified", "foundingDate")
VALUES: Final = dict.fromkeys(LINKS, "@id") | dict.fromkeys(_DATES, "Date")
