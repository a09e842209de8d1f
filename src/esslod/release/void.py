"""VoID: what the dataset holds, in numbers, and how to get at it (VoID, W3C note of 2011)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import (
    CATALOGUE,
    DUMPS,
    EVERYTHING,
    LATEST,
    SPARQL,
    THING,
    VOID_DOCUMENT,
    dump_path,
)
from esslod.config import Site
from esslod.namespaces import DCT, FOAF, FORMATS, RDF, VOID, XSD
from esslod.rdf.formats import RDF_SYNTAXES
from esslod.release.entry import Told
from esslod.release.freeze import Frozen
from esslod.release.linksets import linksets
from esslod.release.manifest import FileEntry
from esslod.release.partitions import counted, number
from esslod.release.parts import Part

_EXAMPLES: Final = 3


def void(frozen: Frozen, told: Told, today: date) -> set[Triple]:
    """The description of the release's dataset: its parts, classes, properties, links to other datasets."""
    site = told.site
    dataset = NamedNode(site.addresses.iri(EVERYTHING))
    said = {*_document(dataset, site, today), *_access(frozen, dataset, site)}
    union = frozen.union
    said.update(counted(dataset, union, site.addresses.iri(VOID_DOCUMENT), site))
    said.update(linksets(dataset, union, site))
    for part in told.parts:
        said.update(_subset(dataset, part, told.files[part.iri][0], site))
    return said


def _document(dataset: NamedNode, site: Site, today: date) -> Iterator[Triple]:
    document = NamedNode(site.addresses.iri(VOID_DOCUMENT))
    yield Triple(document, RDF.type, VOID.DatasetDescription)
    yield Triple(document, FOAF.primaryTopic, dataset)
    yield Triple(document, DCT.modified, Literal(today.isoformat(), datatype=XSD.date))
    yield Triple(document, DCT.title, Literal(f"VoID : {site.title_fr}", language="fr"))
    yield Triple(document, DCT.title, Literal(f"VoID: {site.title_en}", language="en"))
    yield Triple(dataset, RDF.type, VOID.Dataset)


def _access(frozen: Frozen, dataset: NamedNode, site: Site) -> Iterator[Triple]:
    addresses = site.addresses
    yield Triple(dataset, VOID.sparqlEndpoint, NamedNode(addresses.iri(SPARQL)))
    yield Triple(dataset, VOID.uriSpace, Literal(site.base_iri))
    yield Triple(dataset, VOID.rootResource, NamedNode(addresses.iri(CATALOGUE)))
    for dump in frozen.dumps:
        yield Triple(dataset, VOID.dataDump, _address(dump, site))
    for syntax in RDF_SYNTAXES:
        yield Triple(dataset, VOID.feature, FORMATS[syntax.w3c])
    things = (graph for graph in frozen.lines if graph.startswith(addresses.iri(THING)))
    for example in islice(things, _EXAMPLES):
        yield Triple(dataset, VOID.exampleResource, NamedNode(example))


def _subset(dataset: NamedNode, part: Part, file: FileEntry, site: Site) -> Iterator[Triple]:
    subset = NamedNode(part.iri)
    yield Triple(dataset, VOID.subset, subset)
    yield Triple(subset, RDF.type, VOID.Dataset)
    yield Triple(subset, VOID.triples, number(len(part.lines)))
    yield Triple(subset, VOID.dataDump, _address(file, site))


def _address(file: FileEntry, site: Site) -> NamedNode:
    return NamedNode(site.addresses.iri(dump_path(LATEST, file.path.removeprefix(DUMPS))))
