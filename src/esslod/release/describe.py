"""Describing: what a release says of its files, as a DCAT catalogue and a VoID description.

Both are written beside the dumps and put in the query index as graphs of their own. They
talk about the files, so they come after freezing and are no part of the release's digest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from esslod.addresses import CATALOGUE, VOID_DOCUMENT
from esslod.config import Site
from esslod.namespaces import prefixes
from esslod.rdf.canonical import canonical
from esslod.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from esslod.rdf.writing import write
from esslod.release.dcat import catalogue
from esslod.release.freeze import Frozen, write_graph
from esslod.release.manifest import FileEntry
from esslod.release.parts import parts
from esslod.release.staging import Staging
from esslod.release.void import void

#: The file, in N-Triples, from which the query index takes each of these graphs.
DESCRIPTIONS: Final = (CATALOGUE, VOID_DOCUMENT)
SYNTAXES: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)


@dataclass(frozen=True)
class Described:
    """The quads of the catalogue and of the VoID description, and the files they went to."""

    catalogue: tuple[Quad, ...]
    void: tuple[Quad, ...]
    files: tuple[FileEntry, ...]


def describe(frozen: Frozen, staging: Staging, site: Site, today: date) -> Described:
    """Write the catalogue and the VoID description of the release, dated *today*."""
    addresses = site.addresses
    part_files = [(part, write_graph(frozen, part.iri, staging, addresses)) for part in parts(frozen, site)]
    catalogued = _quads(catalogue(frozen, part_files, site, today), addresses.iri(CATALOGUE))
    counted = _quads(void(frozen, part_files, site, today), addresses.iri(VOID_DOCUMENT))
    files = (*_write(CATALOGUE, catalogued, staging, site), *_write(VOID_DOCUMENT, counted, staging, site))
    return Described(catalogued, counted, files)


def _quads(triples: Iterable[Triple], graph: str) -> tuple[Quad, ...]:
    named = NamedNode(graph)
    return tuple(Quad(triple.subject, triple.predicate, triple.object, named) for triple in triples)


def _write(document: str, quads: tuple[Quad, ...], staging: Staging, site: Site) -> list[FileEntry]:
    union = {"": next(iter(canonical(quads).values()))}
    known = prefixes(site.base_iri)
    return [
        staging.write(f"{document}.{syntax.suffix}", write(union, syntax, known), document, syntax)
        for syntax in SYNTAXES
    ]
