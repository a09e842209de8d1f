"""Catalogue records: since when the catalogue lists a dataset, and since when as it is (DCAT 3 §6.9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Triple

from esslod.addresses import CATALOGUE
from esslod.namespaces import ADMS, DCAT, DCT, FOAF, PROV, RDF
from esslod.release.entry import Told, both, build_iri, day, entry_iri, said
from esslod.release.parts import Part

#: The profile that the records follow, as EU portals name it.
PROFILE: Final = NamedNode("http://data.europa.eu/r5r/")
_STATUS: Final = NamedNode("http://purl.org/adms/status/Completed")


def record(part: Part, told: Told) -> Iterator[Triple]:
    """The record of the dataset *part*."""
    site, since = told.site, told.days[part.iri]
    name = entry_iri(site, f"{site.addresses.path(part.iri)}-record")
    yield Triple(NamedNode(site.addresses.iri(CATALOGUE)), DCAT.record, name)
    yield from said(
        name,
        [
            (RDF.type, DCAT.CatalogRecord),
            (FOAF.primaryTopic, NamedNode(part.iri)),
            (DCT.issued, day(since.issued)),
            (DCT.modified, day(since.modified)),
            (DCT.conformsTo, PROFILE),
            (ADMS.status, _STATUS),
        ],
    )


def builds(told: Told) -> Iterator[Triple]:
    """The builds that made the datasets as they are, by day; what they say never changes again."""
    software, publisher = entry_iri(told.site, "software"), NamedNode(told.site.publisher_iri)
    for iso in sorted({since.modified for since in told.days.values()} | {told.today.isoformat()}):
        yield from said(
            build_iri(told, iso),
            [
                (RDF.type, PROV.Activity),
                *both(DCT.title, f"Fabrication du {iso}", f"Build of {iso}"),
                (DCT.date, day(iso)),
                (PROV.wasAssociatedWith, software),
                (PROV.wasAssociatedWith, publisher),
            ],
        )
    yield from said(software, [(RDF.type, PROV.SoftwareAgent), *both(DCT.title, "esslod", "esslod")])
