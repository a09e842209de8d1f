"""Any RDF files made into a store: for a quick look, and for conformance suites.

N-Quads, TriG and JSON-LD bring their named graphs; all other statements go to the default
graph. That graph is what SPARQL 1.1 §13 calls so, and what the W3C's suites expect: the
union of the named graphs, which a release has for default graph, is another one
(`Site.union_default_graph`). Nothing is judged: a file is RDF or it is not.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from esslod.errors import FileFault, UnreadableFiles
from esslod.rdf.formats import RDF_SYNTAXES, RdfSyntax, rdf_by_suffix

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_COMPRESSED: Final = ".gz"
_PER_GRAPH: Final = "SELECT ?graph (COUNT(*) AS ?quads) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
#: Statements looked at to tell whose IRIs the files are about.
_SAMPLE: Final = 10_000


@dataclass(frozen=True)
class Loaded:
    """What the files held: statements, named graphs with theirs (sorted), a digest of names and bytes.

    ``ours`` is whether some statement of a sample is about an IRI under the base given.
    """

    quads: int
    graphs: tuple[tuple[str, int], ...]
    digest: str
    ours: bool


def load(files: Sequence[Path], folder: Path, base_iri: str) -> Loaded:
    """Read *files* into a new store in *folder*. Raises UnreadableFiles with a fault of each bad file.

    Relative IRIs are resolved against the file's own address; blank nodes of two files are never one.
    """
    store, digest, faults = Store(str(folder)), hashlib.sha256(), []
    for file in files:
        try:
            _load(store, file, digest)
        except _Fault as fault:
            faults.append(fault.found)
    if faults:
        raise UnreadableFiles(faults)
    store.flush()
    return Loaded(len(store), _graphs(store), digest.hexdigest(), _about(store, base_iri))


def syntax_of(file: Path) -> RdfSyntax | None:
    """The syntax that the suffix of *file* says, ``.gz`` left aside."""
    name = file.name.removesuffix(_COMPRESSED)
    return rdf_by_suffix(name.rpartition(".")[2].lower()) if "." in name else None


class _Fault(Exception):
    def __init__(self, found: FileFault) -> None:
        super().__init__(str(found))
        self.found = found


class _Digested:
    """A file that is digested as it is read."""

    def __init__(self, source: IO[bytes], digest: hashlib._Hash) -> None:
        self._source = source
        self._digest = digest

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self._digest.update(piece)
        return piece


def _load(store: Store, file: Path, digest: hashlib._Hash) -> None:
    syntax = syntax_of(file)
    if syntax is None:
        known = " ".join(f".{each.suffix}" for each in RDF_SYNTAXES)
        raise _Fault(FileFault(str(file), 0, 0, f"suffixe inconnu / unknown suffix ({known}, + .gz)"))
    digest.update(file.name.encode(errors="replace") + b"\x00")
    try:
        with _open(file) as source:
            reader = cast("IO[bytes]", _Digested(source, digest))
            store.bulk_load(reader, syntax.rdf, base_iri=file.resolve().as_uri())
    except SyntaxError as error:
        raise _Fault(FileFault(str(file), error.lineno or 0, error.offset or 0, _said(error))) from error
    except (OSError, EOFError, zlib.error) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise _Fault(FileFault(str(file), 0, 0, said)) from error


def _open(file: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(file)) if file.name.endswith(_COMPRESSED) else file.open("rb")


def _said(error: SyntaxError) -> str:
    """The parser's sentence without the place, which is told apart."""
    place, mark, sentence = error.msg.partition(": ")
    return sentence if mark and place.startswith("Parser error at") else error.msg


def _graphs(store: Store) -> tuple[tuple[str, int], ...]:
    counted = cast("QuerySolutions", store.query(_PER_GRAPH))
    found = ((row["graph"], row["quads"]) for row in counted)
    return tuple(
        sorted(
            (graph.value, int(quads.value))
            for graph, quads in found
            if isinstance(graph, NamedNode) and isinstance(quads, Literal)
        )
    )


def _about(store: Store, base_iri: str) -> bool:
    subjects = (quad.subject for quad, _ in zip(store, range(_SAMPLE), strict=False))
    return any(isinstance(node, NamedNode) and node.value.startswith(base_iri) for node in subjects)
