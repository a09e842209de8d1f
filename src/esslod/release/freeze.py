"""Freezing: from statements to bytes. After this, nothing changes the data.

Every dump is made from the canonical lines, never from a store (which rewrites
literals). The N-Quads dump *is* the canonical form of the dataset: its SHA-256 is the
RDFC-1.0 digest that names the release.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from esslod import __version__
from esslod.addresses import DUMPS, Addresses, dump_name
from esslod.namespaces import prefixes
from esslod.rdf.canonical import Lines, canonical, graph_digest
from esslod.rdf.formats import N_QUADS, RDF_SYNTAXES, TURTLE
from esslod.rdf.writing import write
from esslod.release.infer import Dataset
from esslod.release.manifest import FileEntry, GraphEntry, release_name
from esslod.release.staging import Staging

DUMP: Final = "dump"
GRAPH_DUMP: Final = "graph"


@dataclass(frozen=True)
class Frozen:
    """The data of a release: ``digest`` of the dataset, ``graphs`` sorted by IRI, ``dumps`` as written.

    ``name`` is the release's: nothing that comes later changes it.
    """

    name: str
    digest: str
    quads: int
    graphs: tuple[GraphEntry, ...]
    dumps: tuple[FileEntry, ...]
    lines: Lines


def freeze(dataset: Dataset, staging: Staging, addresses: Addresses, settings: str) -> Frozen:
    """Write every dump of *dataset*, plain and gzip. Raises UnwritableLibrary.

    *settings* is the digest of what is published besides the data.
    """
    lines = canonical(dataset.quads)
    dumps = _dumps(lines, staging, addresses)
    digest = next(dump.sha256 for dump in dumps if dump.syntax == N_QUADS.name and not dump.compression)
    graphs = tuple(
        GraphEntry(graph, len(group), graph_digest(group), dataset.origins.get(graph, ""))
        for graph, group in lines.items()
    )
    name = release_name(addresses.base, settings, digest, __version__)
    return Frozen(name, digest, sum(graph.quads for graph in graphs), graphs, dumps, lines)


def write_graph(frozen: Frozen, graph: str, staging: Staging, addresses: Addresses) -> FileEntry:
    """One graph alone as Turtle, at ``dumps/{path of its IRI}.ttl``."""
    text = write({graph: frozen.lines[graph]}, TURTLE, prefixes(addresses.base))
    return staging.write(f"{DUMPS}{addresses.path(graph)}.{TURTLE.suffix}", text, GRAPH_DUMP, TURTLE)


def _dumps(lines: Lines, staging: Staging, addresses: Addresses) -> tuple[FileEntry, ...]:
    known = prefixes(addresses.base)
    entries: list[FileEntry] = []
    for syntax in RDF_SYNTAXES:
        text = write(lines, syntax, known)
        path = DUMPS + dump_name(syntax.suffix)
        entries.append(staging.write(path, text, DUMP, syntax))
        entries.append(staging.write_compressed(path, text, DUMP, syntax))
    return tuple(entries)
