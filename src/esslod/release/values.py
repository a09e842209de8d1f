"""The values of one facet: read from the store along its path, written to the index by their kind."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from esslod.addresses import Addresses
from esslod.finding.quantities import days, number
from esslod.finding.schema import CHOICE, DAY, NUMBER
from esslod.namespaces import XSD
from esslod.release.facets import Declared
from esslod.release.named import Named, Namings

_VALUES: Final = "SELECT DISTINCT ?thing ?value WHERE { ?thing a %s . ?thing %s ?value %s }"
_NUMBERS: Final = frozenset(
    {XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.int, XSD.long, XSD.nonNegativeInteger}
    | {XSD.positiveInteger}
)
_DAYS: Final = frozenset({XSD.date, XSD.dateTime, XSD.gYear, XSD.gYearMonth, XSD.dateTimeStamp})

Value = NamedNode | Literal
Pair = tuple[int, Value]


def write_facet(  # noqa: PLR0913, PLR0917 : what is written, and all it is made of
    database: sqlite3.Connection,
    store: Store,
    kind: int,
    facet: Declared,
    numbers: dict[str, int],
    names: Namings,
    addresses: Addresses,
) -> None:
    """Write what the things of the class numbered *kind* have for *facet*; nothing when none has a value."""
    pairs = _pairs(store, _class_iri(database, kind), facet, numbers)
    if not pairs:
        return
    form = _form([value for _, value in pairs])
    said = facet.names
    shown = (said.get("fr"), said.get("en"), said.get("", facet.name))
    hints = (facet.hints.get("fr"), facet.hints.get("en"))
    cursor = database.execute(
        "INSERT INTO facet (class, name, kind, fr, en, plain, hint_fr, hint_en) VALUES (?,?,?,?,?,?,?,?)",
        (kind, facet.name, form, *shown, *hints),
    )
    row = int(cursor.lastrowid or 0)
    if form == CHOICE:
        _write_choices(database, row, pairs, names, addresses)
    else:
        _write_quantities(database, row, form, pairs)


def _class_iri(database: sqlite3.Connection, kind: int) -> str:
    found: str = database.execute("SELECT iri FROM class WHERE id = ?", (kind,)).fetchone()[0]
    return found


def _pairs(store: Store, kind: str, facet: Declared, numbers: dict[str, int]) -> list[Pair]:
    only = f". ?value a {facet.only}" if facet.only is not None else ""
    solutions = store.query(_VALUES % (NamedNode(kind), facet.path, only))
    assert isinstance(solutions, QuerySolutions)
    found = []
    for row in solutions:
        thing, value = row["thing"], row["value"]
        place = numbers.get(thing.value) if isinstance(thing, NamedNode) else None
        if place is not None and isinstance(value, (NamedNode, Literal)):
            found.append((place, value))
    return sorted(found, key=lambda pair: (pair[0], str(pair[1])))


def _form(values: Sequence[Value]) -> str:
    """What the values have in common: numbers, days, or nothing: then they are choices."""
    datatypes = {value.datatype if isinstance(value, Literal) else None for value in values}
    if datatypes and datatypes <= _NUMBERS:
        return NUMBER
    return DAY if datatypes and datatypes <= _DAYS else CHOICE


def _write_choices(
    database: sqlite3.Connection, facet: int, pairs: list[Pair], names: Namings, addresses: Addresses
) -> None:
    by_key: dict[str, Value] = {}
    members = set()
    for thing, value in pairs:
        key = addresses.key(value.value) if isinstance(value, NamedNode) else value.value
        by_key.setdefault(key, value)
        members.add((key, thing))
    counts = Counter(key for key, _ in members)
    rows = {}
    for key, value in sorted(by_key.items()):
        iri = value.value if isinstance(value, NamedNode) else ""
        named = names.of(iri) if iri else Named(None, None, value.value)
        cursor = database.execute(
            "INSERT INTO option (facet, key, iri, fr, en, plain, things) VALUES (?,?,?,?,?,?,?)",
            (facet, key, iri, *named.row(), counts[key]),
        )
        rows[key] = cursor.lastrowid
    values = sorted((facet, rows[key], thing) for key, thing in members)
    database.executemany("INSERT INTO value VALUES (?,?,?)", values)


def _write_quantities(database: sqlite3.Connection, facet: int, form: str, pairs: list[Pair]) -> None:
    """Each value as an interval; the least and the greatest as they are written."""
    rows = []
    for thing, value in pairs:
        interval = days(value.value) if form == DAY else _point(value.value)
        if interval is not None:
            rows.append((facet, thing, *interval, value.value))
    database.executemany("INSERT OR IGNORE INTO quantity VALUES (?,?,?,?,?)", rows)
    if rows:
        least, most = min(rows, key=lambda row: row[2])[4], max(rows, key=lambda row: row[3])[4]
        database.execute("UPDATE facet SET least = ?, most = ? WHERE id = ?", (least, most, facet))


def _point(text: str) -> tuple[float, float] | None:
    value = number(text)
    return None if value is None else (value, value)
