"""VoID statistics of one set of triples: totals, classes, properties, and properties class by class.

Federators plan with them (which endpoint knows this property, how many answers to expect),
editors complete with them (which properties has an instance of this class, and what stands
at their other end). VoID §4.5 and §4.6; the datatypes of literals, which VoID lacks, in the
``void-ext`` vocabulary that the SIB's editor reads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.config import Site
from esslod.namespaces import VOID, VOID_EXT, XSD, prefixes
from esslod.release.statistics import Statistics, Uses, statistics, uses_by_class

_LOCAL_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")


def counted(graph: NamedNode, lines: Sequence[bytes], document: str, site: Site) -> Iterator[Triple]:
    """What the unique N-Triples *lines* hold, said of *graph*; partitions are named under *document*."""
    counts = statistics(lines)
    yield from _totals(graph, counts)
    yield from _vocabularies(graph, counts, site)
    yield from _properties(graph, counts, document, site)
    by_class = uses_by_class(lines)
    for class_iri, instances in counts.classes.items():
        partition = NamedNode(f"{document}#class-{key_of(class_iri, site)}")
        yield Triple(graph, VOID.classPartition, partition)
        yield Triple(partition, VOID["class"], NamedNode(class_iri))
        yield Triple(partition, VOID.entities, number(instances))
        for property_iri, uses in by_class[class_iri].items():
            yield from _uses(partition, property_iri, uses, site)


def _totals(graph: NamedNode, counts: Statistics) -> Iterator[Triple]:
    """The figures of VoID §4.6 for the whole of *graph*."""
    yield Triple(graph, VOID.triples, number(counts.triples))
    yield Triple(graph, VOID.distinctSubjects, number(counts.subjects))
    yield Triple(graph, VOID.distinctObjects, number(counts.objects))
    yield Triple(graph, VOID.classes, number(len(counts.classes)))
    yield Triple(graph, VOID.properties, number(len(counts.properties)))


def number(count: int) -> Literal:
    return Literal(str(count), datatype=XSD.integer)


def key_of(term: str, site: Site) -> str:
    """``ess-Plan`` for a term with a known prefix; else the start of its SHA-256."""
    known: Mapping[str, str] = prefixes(site.base_iri)
    for prefix, namespace in known.items():
        local = term.removeprefix(namespace)
        if local != term and _LOCAL_NAME.fullmatch(local):
            return f"{prefix}-{local}"
    return hashlib.sha256(term.encode()).hexdigest()[:16]


def _vocabularies(graph: NamedNode, counts: Statistics, site: Site) -> Iterator[Triple]:
    terms = (*counts.classes, *counts.properties)
    for namespace in prefixes(site.base_iri).values():
        if any(term.startswith(namespace) for term in terms):
            yield Triple(graph, VOID.vocabulary, NamedNode(namespace))


def _properties(graph: NamedNode, counts: Statistics, document: str, site: Site) -> Iterator[Triple]:
    for property_iri, uses in counts.properties.items():
        partition = NamedNode(f"{document}#property-{key_of(property_iri, site)}")
        subjects, objects = counts.ends[property_iri]
        yield from _property(graph, partition, property_iri, uses, subjects)
        yield Triple(partition, VOID.distinctObjects, number(objects))


def _uses(class_partition: NamedNode, property_iri: str, uses: Uses, site: Site) -> Iterator[Triple]:
    """One property of the instances of one class, and what it leads to."""
    partition = NamedNode(f"{class_partition.value}/property-{key_of(property_iri, site)}")
    yield from _property(class_partition, partition, property_iri, uses.triples, uses.subjects)
    for class_iri, count in uses.classes.items():
        objects = NamedNode(f"{partition.value}/class-{key_of(class_iri, site)}")
        yield Triple(partition, VOID.classPartition, objects)
        yield Triple(objects, VOID["class"], NamedNode(class_iri))
        yield Triple(objects, VOID.triples, number(count))
    for datatype, count in uses.datatypes.items():
        objects = NamedNode(f"{partition.value}/datatype-{key_of(datatype, site)}")
        yield Triple(partition, VOID_EXT.datatypePartition, objects)
        yield Triple(objects, VOID_EXT.datatype, NamedNode(datatype))
        yield Triple(objects, VOID.triples, number(count))


def _property(
    whole: NamedNode, partition: NamedNode, property_iri: str, triples: int, subjects: int
) -> Iterator[Triple]:
    yield Triple(whole, VOID.propertyPartition, partition)
    yield Triple(partition, VOID.property, NamedNode(property_iri))
    yield Triple(partition, VOID.triples, number(triples))
    yield Triple(partition, VOID.distinctSubjects, number(subjects))
