"""The index for finding: lists by class, values of facets, words of texts; made from a query store.

It is derived, like the store beside which it lies: it can be deleted, and is made anew. What it lists
is what the data describe under the site's base, each with a page; what is a facet, the shapes
say (`facets.py`). Reading it is `esslod.finding`'s affair.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from esslod.addresses import CATALOGUE, SHAPES, VOID_DOCUMENT, Addresses
from esslod.finding.folding import SHORTEST_MENDED, grams, sorting, words
from esslod.finding.schema import INDEXES, TABLES
from esslod.namespaces import DCT, RDF, RDFS, SKOS
from esslod.rdf.description import LABELS
from esslod.release.facets import declared
from esslod.release.listed import Listed, browsable, target_fields
from esslod.release.named import Namings
from esslod.release.values import write_facet

#: What explains a thing, the best first.
_ABOUT: Final = (DCT.description, RDFS.comment, SKOS.definition, SKOS.scopeNote, SKOS.editorialNote)
#: Errors of SQLite that are the disk's (https://sqlite.org/rescode.html).
_OF_THE_DISK: Final = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
_LONGEST_ABOUT: Final = 600
_LONGEST_TEXT: Final = 20_000


def build_index(store: Store, file: Path, base_iri: str) -> None:
    """Write the index of what the default graph of *store* says to *file*, which must not exist.

    Raises OSError when the disk refuses.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
            database.execute("BEGIN")
            _fill(database, store, Addresses(base_iri))
            database.execute("COMMIT")
            database.executescript(INDEXES + "ANALYZE;")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(_OF_THE_DISK):
            raise OSError(errno.EIO, str(error), str(file)) from error
        raise


def _fill(database: sqlite3.Connection, store: Store, addresses: Addresses) -> None:
    names = Namings(_said(store, LABELS), addresses)
    shapes = list(_in_shapes(store, addresses))
    things = _kinds(store, addresses)
    listed = Listed(things, names, store.quads_for_pattern(None, RDFS.subClassOf, None, DefaultGraph()))
    classes = browsable(things, target_fields(shapes), declared(shapes, addresses), listed)
    _write_things(database, listed, names, {kind.iri: kind.number for kind in classes})
    for kind in classes:
        database.execute("INSERT INTO class VALUES (?,?,?,?,?,?,?)", kind.row(names))
        members = [(kind.number, listed.number[iri]) for iri in kind.things]
        database.executemany("INSERT INTO member VALUES (?,?)", members)
        for facet in kind.facets:
            write_facet(database, store, kind.number, facet, listed.number, names, addresses)
    _write_texts(database, store, listed, names)
    _write_words(database)


def _said(store: Store, properties: Iterable[NamedNode]) -> Iterator[Quad]:
    for property_ in properties:
        yield from store.quads_for_pattern(None, property_, None, DefaultGraph())


def _in_shapes(store: Store, addresses: Addresses) -> Iterator[Quad]:
    """What the graphs of shapes say."""
    for graph in sorted(store.named_graphs(), key=str):
        if isinstance(graph, NamedNode) and graph.value.startswith(addresses.iri(SHAPES)):
            yield from store.quads_for_pattern(None, None, None, graph)


def _kinds(store: Store, addresses: Addresses) -> dict[str, set[str]]:
    """IRI of each thing that has a page and is described by data → IRIs of its classes."""
    left_out = {addresses.iri(path) for path in (CATALOGUE, VOID_DOCUMENT)}
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, RDF.type, None, None):
        graph, thing, kind = quad.graph_name, quad.subject, quad.object
        if isinstance(graph, (DefaultGraph, BlankNode)) or not isinstance(kind, NamedNode):
            continue
        if graph.value in left_out or graph.value.startswith(addresses.iri(SHAPES)):
            continue
        if isinstance(thing, NamedNode) and addresses.document(thing.value) is not None:
            found.setdefault(thing.value, set()).add(kind.value)
    return found


def _write_things(
    database: sqlite3.Connection, listed: Listed, names: Namings, numbers: dict[str, int]
) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        for iri, number in listed.number.items():
            named = names.of(iri)
            kinds = (numbers[kind] for kind in listed.narrowest(iri) if kind in numbers)
            order = sorting(named.en or named.best)
            yield number, iri, next(kinds, None), *named.row(), None, None, order

    database.executemany("INSERT INTO thing VALUES (?,?,?,?,?,?,?,?,?)", rows())


def _write_texts(database: sqlite3.Connection, store: Store, listed: Listed, names: Namings) -> None:
    """The words of each thing, and its explanation; the store gives its statements together."""
    every = store.quads_for_pattern(None, None, None, DefaultGraph())
    for subject, quads in groupby(every, key=lambda quad: quad.subject):
        number = listed.number.get(subject.value) if isinstance(subject, NamedNode) else None
        if number is None:
            continue
        said = list(quads)
        title = _joined(names.texts(subject.value))
        own = _joined(q.object.value for q in said if isinstance(q.object, Literal))
        led = (q.object.value for q in said if isinstance(q.object, NamedNode))
        near = _joined(text for iri in led for text in names.texts(iri))
        database.execute(
            "INSERT INTO text (rowid, title, said, near) VALUES (?,?,?,?)", (number, title, own, near)
        )
        about = [_about(said, language) for language in ("fr", "en")]
        if any(about):
            database.execute("UPDATE thing SET about_fr = ?, about_en = ? WHERE id = ?", (*about, number))
    database.execute("INSERT INTO text (text) VALUES ('optimize')")


def _write_words(database: sqlite3.Connection) -> None:
    """Every word of the texts, and the pieces by which one that is misspelt finds those like it."""
    database.execute("INSERT INTO word (word, things) SELECT term, doc FROM vocabulary")
    long = "SELECT id, word FROM word WHERE length(word) >= ?"
    every = database.execute(long, (SHORTEST_MENDED,)).fetchall()
    pieces = sorted((gram, number) for number, word in every for gram in grams(word))
    database.executemany("INSERT INTO gram VALUES (?,?)", pieces)


def _joined(texts: Iterable[str]) -> str:
    """The words of *texts*, folded; what two languages say alike counts once."""
    return " ".join(dict.fromkeys(map(_folded, texts)))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """Names of codes and organisations come again and again."""
    return " ".join(words(text[:_LONGEST_TEXT]))


def _about(said: list[Quad], language: str) -> str | None:
    for property_ in _ABOUT:
        for quad in said:
            text = quad.object
            if quad.predicate == property_ and isinstance(text, Literal) and text.language == language:
                return text.value[:_LONGEST_ABOUT]
    return None
