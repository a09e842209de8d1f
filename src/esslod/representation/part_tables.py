"""What a page shows in place, as tables: one for each class, with the columns of the release's tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Quad

from esslod.addresses import class_name
from esslod.representation.gathering import Around, Gathering
from esslod.representation.knowing import distinct
from esslod.representation.naming import names_of
from esslod.representation.resource import Pages
from esslod.tables.columns import table_of
from esslod.tables.gathering import gather
from esslod.tables.table import Table


def part_tables(pages: Pages, focus: NamedNode) -> tuple[Table, ...]:
    """The tables of all that the page of *focus* shows in place, and of what says that something lacks.

    They are in the order of the classes' names; a thing is in the table of its narrowest class.
    """
    about = {focus: distinct(pages.reader.about(focus))}
    around = Gathering(pages.reader, pages.layout).around(focus, about)
    kinds = _kinds(pages, around)
    if not kinds:
        return ()
    shown = {
        kind: [field for field in pages.fields.in_order([kind]) if not field.inverse]
        for kind in dict.fromkeys(kinds.values())
    }
    said = [quad for thing in kinds for quad in around.about[thing]]
    mentioned: set[Any] = {quad.object for quad in said} | set(shown)
    named = sorted((term for term in mentioned if isinstance(term, NamedNode)), key=str)
    properties = {field.path for fields in shown.values() for field in fields}
    things = gather(_lines((*said, *names_of(pages.reader, named))), shown.keys(), properties, ())
    tables = (table_of(class_name(kind.value), kind, fields, things, {}) for kind, fields in shown.items())
    return tuple(sorted(tables, key=lambda table: table.name))


def _kinds(pages: Pages, around: Around) -> dict[NamedNode, NamedNode]:
    """Each thing shown and its narrowest class that has fields."""
    tabled = pages.layout.tabled
    found: dict[NamedNode, NamedNode] = {}
    for thing in sorted(around.things | around.gaps, key=str):
        kinds = [kind for kind in pages.layout.all_kinds(around.kinds(thing)) if kind in tabled]
        if kinds:
            found[thing] = kinds[0]
    return found


def _lines(quads: Iterable[Quad]) -> list[bytes]:
    """Unique, sorted lines of N-Triples."""
    return sorted({f"{quad.subject} {quad.predicate} {quad.object} .".encode() for quad in quads})
