"""The tables of a release: every class that the shapes give fields and that has instances, as files.

Made of the frozen statements in one reading, so they say what the dumps say. Beside the tables stand what
programs need to read them (CSVW, Table Schema, a Data Package) and a workbook of everything.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Variable

from esslod.addresses import SHAPES, TABLES, TABLES_LISTED, VOCABULARY, WHOLE, table_name, table_path
from esslod.config import Site
from esslod.fields import Field, Fields
from esslod.namespaces import RDFS, prefixes
from esslod.rdf.canonical import document
from esslod.rdf.formats import COMPRESSIONS, CSV, CSVW, DATA_PACKAGE, TABLE_SCHEMA, XLSX
from esslod.rdf.formats import TABLES as FORMATS
from esslod.release.entry import LICENCE_PAGE
from esslod.release.freeze import WORTH_KEEPING, Frozen
from esslod.release.manifest import FileEntry
from esslod.release.staging import Staging, writing
from esslod.tables.columns import table_of
from esslod.tables.csvw import csvw, links_of
from esslod.tables.frictionless import Resource, package, schema
from esslod.tables.frictionless import document as as_json
from esslod.tables.gathering import Things, gather
from esslod.tables.table import Table, Texts, in_order
from esslod.tables.workbook import workbook
from esslod.tables.writers import WRITERS, csv, workbook_path, xlsx

TABLE: Final = "table"
#: What tells programs of tables.
TOLD: Final = "table description"
#: Ends the name of the table that holds the links of another.
LINKS: Final = ".links"
_LICENCE: Final = {"name": "etalab-2.0", "title": "Licence Ouverte 2.0", "path": LICENCE_PAGE.value}
#: Names that other files have.
_TAKEN: Final = (WHOLE, TABLES_LISTED)


@dataclass(frozen=True)
class Tabled:
    """The table of one class as written: its files, and its members as they stand in N-Triples."""

    name: str
    titles: Texts
    files: tuple[FileEntry, ...]
    members: frozenset[bytes]
    resource: Resource


@dataclass(frozen=True)
class Tables:
    """All tables, in order; ``book`` is the workbook of everything."""

    tables: tuple[Tabled, ...] = ()
    book: FileEntry | None = None


#: Of a release without any.
NO_TABLES: Final = Tables()


def write_tables(frozen: Frozen, staging: Staging, site: Site) -> Tables:
    """Write the tables of the release. Raises UnwritableLibrary."""
    known = _Known(_read(frozen, site))
    fields = Fields(known)
    listed = fields.classes()
    shown = {kind: [f for f in fields.in_order([kind]) if not _elsewhere(f)] for kind in listed}
    every = [field for found in shown.values() for field in found]
    things = gather(
        frozen.union,
        listed,
        {field.path for field in every if not field.inverse},
        {field.path for field in every if field.inverse},
    )
    names = _names([kind for kind in listed if kind in things.members], things, site)
    if not names:
        return NO_TABLES
    written: list[Tabled] = []

    def one_by_one() -> Iterator[Table]:
        for kind, name in names.items():
            table = table_of(name, kind, shown[kind], things, known.comments(kind))
            written.append(_write(table, kind, things, staging))
            yield table

    book = _book(one_by_one(), "fr", staging)
    _book((each.resource.table for each in written), "en", staging)
    titles = {"fr": site.title_fr, "en": site.title_en}
    told = package(WHOLE, titles, _LICENCE, (each.resource for each in written))
    staging.write(table_path(TABLES_LISTED, DATA_PACKAGE.suffix), told, TOLD, DATA_PACKAGE)
    return Tables(tuple(written), book)


def _book(tables: Iterable[Table], language: str, staging: Staging) -> FileEntry:
    """The workbook of everything, with titles in *language*."""
    with writing(staging.folder), tempfile.SpooledTemporaryFile(max_size=1 << 20) as target:
        workbook(tables, language, target)
        target.seek(0)
        return staging.write(workbook_path(WHOLE, language), target.read(), TABLE, XLSX)


def _elsewhere(field: Field) -> bool:
    """What some of the things that lead here are is a matter of pages: the tables of those things hold it."""
    return field.inverse and field.some


def _write(table: Table, kind: NamedNode, things: Things, staging: Staging) -> Tabled:
    """Every file of *table*, whose rows may be read again and again."""
    files = []
    for syntax in FORMATS:
        content = b"".join(WRITERS[syntax.name](table, "" if syntax is CSV else "fr"))
        path = table_path(table.name, syntax.suffix)
        files.append(staging.write(path, content, TABLE, syntax))
        if syntax.text and len(content) >= WORTH_KEEPING:
            for compression in COMPRESSIONS:
                staging.write_compressed(path, content, TABLE, syntax, compression)
    files.append(staging.write(workbook_path(table.name, "en"), xlsx(table, "en"), TABLE, XLSX))
    paths = [f"{table.name}.{CSV.suffix}"]
    if links := links_of(table):
        paths.append(f"{table.name}{LINKS}.{CSV.suffix}")
        files.append(staging.write(f"{TABLES}{paths[1]}", b"".join(csv(links)), TABLE, CSV))
    told = csvw(table, kind, paths, LICENCE_PAGE.value)
    staging.write(table_path(table.name, CSVW.suffix), told, TOLD, CSVW)
    staging.write(table_path(table.name, TABLE_SCHEMA.suffix), as_json(schema(table)), TOLD, TABLE_SCHEMA)
    members = frozenset(things.members[kind])
    resource = Resource(table, paths[0], len(members), files[0].size, files[0].sha256)
    return Tabled(table.name, table.titles, tuple(files), members, resource)


def _names(kinds: Sequence[NamedNode], things: Things, site: Site) -> dict[NamedNode, str]:
    """Class → name of its table; those of our own vocabulary first, then by French title."""
    ours = site.addresses.iri(VOCABULARY)

    def place(kind: NamedNode) -> tuple[bool, str, str]:
        return not kind.value.startswith(ours), things.names(kind).get("fr", "~").casefold(), kind.value

    names: dict[NamedNode, str] = {}
    known = {namespace: prefix for prefix, namespace in prefixes(site.base_iri).items()}
    for kind in sorted(kinds, key=place):
        local = kind.value.replace("#", "/").rstrip("/").rpartition("/")[2]
        prefix = known.get(kind.value.removesuffix(local), "other")
        name, number = table_name(local), 1
        while name in names.values() or name in _TAKEN:
            name = table_name(f"{prefix}-{local}" + (f"-{number}" if number > 1 else ""))
            number += 1
        names[kind] = name
    return names


def _read(frozen: Frozen, site: Site) -> Store:
    """The shapes and the vocabulary alone, to be asked."""
    store = Store()
    wanted = (site.addresses.iri(SHAPES), site.addresses.iri(VOCABULARY))
    for graph, lines in frozen.lines.items():
        if graph.startswith(wanted):
            store.load(document(lines), format=RdfFormat.N_TRIPLES)
    return store


class _Known:
    """A `rdf.description.Reader` over what a release says of its shapes and terms."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def about(self, node: NamedNode) -> list[Quad]:
        return list(self._store.quads_for_pattern(node, None, None, None))

    def pointing_to(self, node: NamedNode, limit: int) -> list[Quad]:
        return list(self._store.quads_for_pattern(None, None, node, None))[:limit]

    def select(self, query: str, **substitutions: Any) -> list[dict[str, Any]]:
        bound = {Variable(name): term for name, term in substitutions.items()}
        solutions: Any = self._store.query(query, substitutions=bound)
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in solutions]

    def comments(self, kind: NamedNode) -> Mapping[str, str]:
        """What the vocabulary says of the class *kind*, by language."""
        said = (quad.object for quad in self.about(kind) if quad.predicate == RDFS.comment)
        return in_order({text.language or "": text.value for text in said if isinstance(text, Literal)})
