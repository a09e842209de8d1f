"""The public Python API: open a release, ask it, read a resource; judge a folder of files.

Everything runs in the caller's process, without the isolation and the limits that
strangers' queries get from `engine/`: the caller is at home.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from esslod.addresses import DUMPS, Addresses, dump_name
from esslod.config import load_site
from esslod.errors import DamagedRelease, NotFound, QuerySyntaxError
from esslod.namespaces import XSD, prefixes
from esslod.parameters import Term
from esslod.queries import bind, read_query
from esslod.rdf.canonical import document, union_of
from esslod.rdf.description import describe, stated
from esslod.rdf.formats import N_QUADS
from esslod.release.manifest import MANIFEST, Manifest, current_release, read_manifest

if TYPE_CHECKING:
    import rdflib

    from esslod.validation.report import Report

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
#: What a parameter may be given as; text is read as the type that the query's header declares.
Value = str | int | date | ox.NamedNode | ox.Literal


def open_release(place: str | Path) -> Release:
    """Open the release in the folder *place*, or the current release of the site there.

    Raises NoRelease when the site has published nothing, DamagedRelease when the
    release cannot be read.
    """
    folder = Path(place)
    if (folder / MANIFEST).is_file():
        return Release(folder)
    site = load_site(folder)
    current = current_release(site.releases_folder)
    return Release(current, site.stores_folder / current.name)


def validate(folder: str | Path, paths: Sequence[str | Path] = (), *, today: date) -> Report:
    """Judge the files of the site in *folder*, or only those of *paths*, as of *today*.

    The report has every fault of every file; ``report.conforms`` is what ``esslod build``
    goes by. No file is written. Dates later than *today* are faults.
    """
    from esslod.sources.load import load  # noqa: PLC0415 (heavy)
    from esslod.validation.gate import judge  # noqa: PLC0415 (heavy)

    site = load_site(Path(folder))
    sources = load(site.folder, site.addresses, [Path(path) for path in paths])
    return judge(sources, today, site.addresses)


class Release:
    """A published release, read-only. Close it, or use it in a ``with`` block."""

    def __init__(self, folder: Path, store: Path | None = None) -> None:
        """*store* is its query index; without one, the dump is read into memory."""
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        self.addresses = Addresses(self.manifest.base_iri)
        indexed = store is not None and store.is_dir()
        self._store = ox.Store.read_only(str(store)) if indexed else self._in_memory()

    def query(self, text: str, **values: Value) -> Results:
        """Answer a SPARQL query; the default graph is the union of all graphs.

        *values* are given to variables of the query: pyoxigraph terms as they are, texts
        as the type declared in the query's header (``queries/README.md``), otherwise as
        literals. Raises QuerySyntaxError, BadRequest.
        """
        asked = read_query(text)
        declared = {parameter.name: parameter for parameter in asked.parameters}
        terms = {
            name: declared[name].term(value, self.addresses.base)
            if isinstance(value, str) and name in declared
            else _term(value)
            for name, value in values.items()
        }
        return self._answer(bind(text, terms))

    def quads(self, iri: str) -> tuple[ox.Quad, ...]:
        """What is said of the resource *iri* (or the path after the base), with its graphs.

        Its own statements, those that point to it, and the labels of what they name.
        Raises NotFound.
        """
        focus = ox.NamedNode(iri if ":" in iri else self.addresses.iri(iri))
        document = self.addresses.document(focus.value) or focus.value
        described = describe(self, focus, ox.NamedNode(self.addresses.iri(document)))
        if not described.exists:
            raise NotFound(f"{focus.value}: not in release {self.manifest.name}")
        return described.quads

    def resource(self, iri: str) -> rdflib.Graph:
        """What is said of the resource *iri*, as an ``rdflib.Graph``. Raises NotFound.

        Literals keep the lexical form that was published.
        """
        import rdflib  # noqa: PLC0415 (heavy, and not everybody needs it)

        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, namespace in prefixes(self.addresses.base).items():
            graph.bind(prefix, namespace)
        for quad in self.quads(iri):
            subject, predicate, object_ = (_to_rdflib(term) for term in quad.triple)
            graph.add((subject, predicate, object_))
        return graph

    def about(self, node: ox.NamedNode) -> list[ox.Quad]:
        """Every quad whose subject is *node*."""
        return stated(self._store.quads_for_pattern(node, None, None))

    def pointing_to(self, node: ox.NamedNode, limit: int) -> list[ox.Quad]:
        """At most *limit* quads whose object is *node*."""
        found = self._store.quads_for_pattern(None, None, node)
        return stated(islice(found, 2 * limit))[:limit]

    def select(self, query: str, **substitutions: Any) -> list[dict[str, Any]]:
        """Solutions of a SELECT whose variables *substitutions* replaces; unbound variables are absent."""
        given = {ox.Variable(name): term for name, term in substitutions.items()}
        rows = self._store.query(query, substitutions=given)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("select() takes a SELECT query")
        names = [variable.value for variable in rows.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in rows]

    def close(self) -> None:
        """Let go of the files; a closed release answers no more."""
        del self._store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Release {self.manifest.name} of {self.manifest.date}, {self.manifest.quads} quads>"

    def _answer(self, text: str) -> Results:
        try:
            return self._store.query(text)
        except SyntaxError as error:
            raise QuerySyntaxError(str(error)) from error

    def _in_memory(self) -> ox.Store:
        entry = self.manifest.file(f"{DUMPS}{dump_name(N_QUADS.suffix)}")
        if entry is None:
            raise DamagedRelease(f"{self.folder}: no N-Quads dump in the manifest")
        content = (self.folder / entry.path).read_bytes()
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise DamagedRelease(f"{self.folder / entry.path}: not the file that was published")
        store = ox.Store()
        lines = content.split(b"\n")[:-1]
        store.bulk_load(document([*lines, *union_of(lines)]), ox.RdfFormat.N_QUADS)
        return store


def _term(value: Value) -> Term:
    if isinstance(value, (ox.NamedNode, ox.Literal)):
        return value
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=XSD.date)
    return ox.Literal(value)


def _to_rdflib(term: Any) -> Any:
    import rdflib  # noqa: PLC0415 (see resource)

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype == XSD.string else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)
