"""VoID: what the dataset holds, in numbers, and how to get at it (VoID, W3C note of 2011)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
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
from esslod.namespaces import DCT, FOAF, RDF, VOID, XSD, prefixes
from esslod.rdf.canonical import union_lines
from esslod.rdf.formats import RDF_SYNTAXES
from esslod.release.freeze import Frozen
from esslod.release.manifest import FileEntry
from esslod.release.parts import Part
from esslod.release.statistics import Statistics, statistics

_FEATURES: Final = "http://www.w3.org/ns/formats/"
_FEATURE: Final = {"turtle": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF_XML",
                   "nq": "N-Quads", "trig": "TriG"}  # fmt: skip
_EXAMPLES: Final = 3
_LOCAL_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")


def void(
    frozen: Frozen, part_files: Sequence[tuple[Part, FileEntry]], site: Site, today: date
) -> set[Triple]:
    """The description of the release's dataset, of its parts, classes and properties."""
    counts = statistics(union_lines(frozen.lines))
    dataset = NamedNode(site.addresses.iri(EVERYTHING))
    said = {*_document(dataset, site, today), *_access(frozen, dataset, site), *_counts(dataset, counts)}
    said.update(_vocabularies(dataset, counts, site))
    for class_iri, instances in counts.classes.items():
        said.update(_partition(dataset, "class", class_iri, instances, site))
    for property_iri, uses in counts.properties.items():
        said.update(_partition(dataset, "property", property_iri, uses, site))
    for part, file in part_files:
        said.update(_subset(frozen, dataset, part, file, site))
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
        yield Triple(dataset, VOID.feature, NamedNode(_FEATURES + _FEATURE[syntax.name]))
    things = (graph for graph in frozen.lines if graph.startswith(addresses.iri(THING)))
    for example in islice(things, _EXAMPLES):
        yield Triple(dataset, VOID.exampleResource, NamedNode(example))


def _counts(dataset: NamedNode, counts: Statistics) -> Iterator[Triple]:
    yield Triple(dataset, VOID.triples, _number(counts.triples))
    yield Triple(dataset, VOID.distinctSubjects, _number(counts.subjects))
    yield Triple(dataset, VOID.distinctObjects, _number(counts.objects))
    yield Triple(dataset, VOID.classes, _number(len(counts.classes)))
    yield Triple(dataset, VOID.properties, _number(len(counts.properties)))


def _vocabularies(dataset: NamedNode, counts: Statistics, site: Site) -> Iterator[Triple]:
    terms = (*counts.classes, *counts.properties)
    for namespace in prefixes(site.base_iri).values():
        if any(term.startswith(namespace) for term in terms):
            yield Triple(dataset, VOID.vocabulary, NamedNode(namespace))


def _partition(dataset: NamedNode, kind: str, term: str, count: int, site: Site) -> Iterator[Triple]:
    """One class with its instances, or one property with its statements (VoID §4.5)."""
    partition = NamedNode(f"{site.addresses.iri(VOID_DOCUMENT)}#{kind}-{_key(term, site)}")
    is_class = kind == "class"
    yield Triple(dataset, VOID.classPartition if is_class else VOID.propertyPartition, partition)
    yield Triple(partition, VOID["class"] if is_class else VOID.property, NamedNode(term))
    yield Triple(partition, VOID.entities if is_class else VOID.triples, _number(count))


def _subset(frozen: Frozen, dataset: NamedNode, part: Part, file: FileEntry, site: Site) -> Iterator[Triple]:
    subset = NamedNode(part.iri)
    yield Triple(dataset, VOID.subset, subset)
    yield Triple(subset, RDF.type, VOID.Dataset)
    yield Triple(subset, VOID.triples, _number(len(frozen.lines[part.iri])))
    yield Triple(subset, VOID.dataDump, _address(file, site))


def _key(term: str, site: Site) -> str:
    """``ess-Plan`` for a term with a known prefix; else the start of its SHA-256."""
    known: Mapping[str, str] = prefixes(site.base_iri)
    for prefix, namespace in known.items():
        local = term.removeprefix(namespace)
        if local != term and _LOCAL_NAME.fullmatch(local):
            return f"{prefix}-{local}"
    return hashlib.sha256(term.encode()).hexdigest()[:16]


def _address(file: FileEntry, site: Site) -> NamedNode:
    return NamedNode(site.addresses.iri(dump_path(LATEST, file.path.removeprefix(DUMPS))))


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=XSD.integer)
