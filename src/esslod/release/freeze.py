"""Freezing: from statements to bytes. After this, nothing changes the data.

Every dump is made from the canonical lines, never from a store (which rewrites
literals). The N-Quads dump *is* the canonical form of the dataset: its SHA-256 is the
RDFC-1.0 digest that names the release. So is the N-Triples dump of each graph the canonical
form of that graph, and its SHA-256 the graph's digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from esslod import __version__
from esslod.addresses import DUMPS, WHOLE, Addresses
from esslod.namespaces import prefixes
from esslod.rdf.canonical import Lines, alone, canonical, graph_digest_of, union_lines
from esslod.rdf.formats import COMPRESSIONS, DUMPED, N_QUADS, RdfSyntax, Syntax
from esslod.rdf.jelly import jelly
from esslod.rdf.writing import write
from esslod.release.infer import Dataset
from esslod.release.manifest import FileEntry, GraphEntry, release_name
from esslod.release.staging import Staging

DUMP: Final = "dump"
GRAPH_DUMP: Final = "graph"
#: Bytes from which the files of a part are kept compressed too, as all those of the whole are.
#: HTTP compresses smaller ones on the way, and thousands of profiles would have three times as
#: many files.
WORTH_KEEPING: Final = 65_536


@dataclass(frozen=True)
class Frozen:
    """The data of a release: ``digest`` of the dataset, ``graphs`` sorted by IRI, files as written.

    ``dumps`` hold everything; ``parts`` are the files of each graph under our base, Turtle first.
    ``name`` is the release's: nothing that comes later changes it.
    """

    name: str
    digest: str
    quads: int
    graphs: tuple[GraphEntry, ...]
    dumps: tuple[FileEntry, ...]
    lines: Lines
    parts: Mapping[str, tuple[FileEntry, ...]] = field(default_factory=dict)

    @cached_property
    def union(self) -> list[bytes]:
        """The N-Triples lines of all graphs together, unique and sorted."""
        return union_lines(self.lines)


def freeze(dataset: Dataset, staging: Staging, addresses: Addresses, settings: str) -> Frozen:
    """Write every dump of *dataset*, of the whole and of each graph. Raises UnwritableLibrary.

    *settings* is the digest of what is published besides the data.
    """
    lines = canonical(dataset.quads)
    dumps = write_dumps(WHOLE, lines, staging, addresses.base, DUMP)
    digest = next(dump.sha256 for dump in dumps if dump.syntax == N_QUADS.name and not dump.compression)
    single = {graph: alone(group) for graph, group in lines.items()}
    graphs = tuple(
        GraphEntry(graph, len(group), graph_digest_of(group), dataset.origins.get(graph, ""))
        for graph, group in single.items()
    )
    name = release_name(addresses.base, settings, digest, __version__)
    parts = _parts(single, staging, addresses)
    return Frozen(name, digest, sum(graph.quads for graph in graphs), graphs, dumps, lines, parts)


def write_graph(frozen: Frozen, graph: str, staging: Staging, addresses: Addresses) -> FileEntry:
    """One graph alone as Turtle, at ``dumps/{path of its IRI}.ttl``."""
    return write_part(graph, {graph: frozen.lines[graph]}, frozen, staging, addresses)[0]


def write_part(
    iri: str, groups: Lines, frozen: Frozen, staging: Staging, addresses: Addresses
) -> tuple[FileEntry, ...]:
    """The files of the dataset *iri*, whose statements are *groups*, at ``dumps/{path of its IRI}.…``.

    Those of a graph are there since it was frozen.
    """
    known = frozen.parts.get(iri)
    return known or write_dumps(str(addresses.path(iri)), groups, staging, addresses.base)


def write_dumps(
    path: str, lines: Lines, staging: Staging, base: str, role: str = GRAPH_DUMP
) -> tuple[FileEntry, ...]:
    """Write *lines* as ``dumps/{path}.{suffix}`` in every syntax of dumps, Turtle first.

    Files worth it are kept compressed too, right after the plain ones.
    """
    known = prefixes(base)
    entries: list[FileEntry] = []
    for syntax in DUMPED:
        content = _written(lines, syntax, known)
        file = f"{DUMPS}{path}.{syntax.suffix}"
        entries.append(staging.write(file, content, role, syntax))
        if role == DUMP or len(content) >= WORTH_KEEPING:
            entries += [staging.write_compressed(file, content, role, syntax, c) for c in COMPRESSIONS]
    return tuple(entries)


def _written(lines: Lines, syntax: Syntax, known: Mapping[str, str]) -> bytes:
    return write(lines, syntax, known) if isinstance(syntax, RdfSyntax) else jelly(lines)


def _parts(single: Lines, staging: Staging, addresses: Addresses) -> dict[str, tuple[FileEntry, ...]]:
    """A graph under another base than ours has no address here, hence no file."""
    paths = {graph: addresses.path(graph) for graph in single}
    return {
        graph: write_dumps(path, {graph: single[graph]}, staging, addresses.base)
        for graph, path in paths.items()
        if path
    }
