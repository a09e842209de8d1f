"""What changed between two editions: thing by thing and property by property, in the words of the shapes.

An edition is a named graph. Each is laid out as its page would be (`gathering.py`), from its own
statements alone; then things are told apart by their addresses, in which each edition writes its
own version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from esslod.fields import UNIT_OF
from esslod.namespaces import DCAT, PROV, RDF
from esslod.rdf.description import Reader
from esslod.representation.gathering import Gathering
from esslod.representation.knowing import Known, distinct
from esslod.representation.naming import Names, names_of
from esslod.representation.page import Row, Value
from esslod.representation.passages import Notes
from esslod.representation.resource import Pages
from esslod.representation.rows import UNSHAPED, Rows, spoken
from esslod.representation.values import Values

_GRAPH: Final = "SELECT ?thing ?property ?value WHERE { GRAPH %s { ?thing ?property ?value } }"
_EDITIONS: Final = f"""
SELECT DISTINCT ?edition ?version WHERE {{
  GRAPH ?edition {{ ?edition {DCAT.isVersionOf} %s ; {DCAT.version} ?version }} }}"""
#: Where the thing itself stands, before all its parts.
_FIRST: Final = (-1.0, 0.0, "")


@dataclass(frozen=True)
class Edition:
    """A dated state of something: its named graph, and the version it writes in addresses."""

    node: NamedNode
    version: str


@dataclass(frozen=True)
class Change:
    """A thing that came (``kind`` is ``added``), went (``removed``) or is another (``changed``).

    ``rows`` are name of a property, what was said, what is said.
    """

    kind: str
    title: Value
    rows: tuple[tuple[str, tuple[Value, ...], tuple[Value, ...]], ...]


@dataclass(frozen=True)
class _Thing:
    """A thing in one edition: where it stands, under which heading, and its rows by property."""

    place: tuple[float, float, str]
    heading: str
    title: Value
    rows: Mapping[str, Row]


class _Alone:
    """A `Reader` of the statements of one graph."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._store = Store()
        self._store.extend(quads)

    def about(self, node: NamedNode) -> list[Quad]:
        return list(self._store.quads_for_pattern(node, None, None, None))

    def pointing_to(self, node: NamedNode, limit: int) -> list[Quad]:
        return list(self._store.quads_for_pattern(None, None, node, None))[:limit]

    def select(self, query: str, **substitutions: Any) -> list[dict[str, Any]]:
        values = {Variable(name): term for name, term in substitutions.items()}
        found = self._store.query(query, substitutions=values)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]


def editions(reader: Reader, series: NamedNode) -> tuple[Edition, ...]:
    """The editions of *series*, each a named graph that says so, the latest first."""
    rows = reader.select(_EDITIONS % series)
    found = {
        Edition(row["edition"], row["version"].value)
        for row in rows
        if isinstance(row["edition"], NamedNode) and isinstance(row["version"], Literal)
    }
    return tuple(sorted(found, key=lambda edition: (edition.version, edition.node.value), reverse=True))


def differences(
    pages: Pages, before: Edition, after: Edition, language: str
) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """What *after* says and *before* does not, and the other way round: heading → changes, in order."""
    old, new = _things(pages, before, language), _things(pages, after, language)
    found: list[tuple[_Thing, Change]] = []
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        thing = now or was
        assert thing is not None
        kind = "added" if was is None else "removed" if now is None else "changed"
        rows = tuple(_rows(was, now, (before.version, after.version)))
        if rows or kind != "changed":
            found.append((thing, Change(kind, thing.title, rows)))
    grouped: dict[str, list[Change]] = {}
    for thing, change in sorted(found, key=lambda pair: (pair[0].place, pair[1].title.text)):
        grouped.setdefault(thing.heading, []).append(change)
    return tuple((heading, tuple(changes)) for heading, changes in grouped.items())


def _rows(
    was: _Thing | None, now: _Thing | None, versions: tuple[str, str]
) -> Iterable[tuple[str, tuple[Value, ...], tuple[Value, ...]]]:
    old, new = was.rows if was else {}, now.rows if now else {}
    for key in {**old, **new}:
        row = new.get(key) or old[key]
        before, after = _values(old.get(key)), _values(new.get(key))
        if _bare(before, versions) != _bare(after, versions):
            yield row.name, before, after


def _values(row: Row | None) -> tuple[Value, ...]:
    return (*(value for cluster in row.clusters for value in cluster.values), *row.gaps) if row else ()


def _bare(values: Iterable[Value], versions: tuple[str, str]) -> list[str]:
    """*values* without what only says which edition they are of."""
    told = []
    for value in values:
        text = value.machine or value.text
        for version in versions:
            text = text.replace(version, "…")
        told.append(f"{text}@{value.language}")
    return sorted(told)


# ── one edition ──


def _things(pages: Pages, edition: Edition, language: str) -> dict[str, _Thing]:
    """Address without the version → each thing of *edition* that its page shows."""
    found = pages.reader.select(_GRAPH % edition.node)
    quads = [Quad(row["thing"], row["property"], row["value"], DefaultGraph()) for row in found]
    alone = _Alone(quads)
    around = Gathering(alone, pages.layout).around(
        edition.node, {edition.node: distinct(alone.about(edition.node))}
    )
    names = Names(quads, pages.prefixes, pages.addresses.base)
    mentioned: set[Any] = {term for quad in quads for term in (quad.predicate, quad.object)}
    mentioned |= {lacked for lacks in around.lacks.values() for lacked, _ in lacks}
    unknown = [term for term in mentioned if isinstance(term, NamedNode) and not names.known(term)]
    names.add(names_of(pages.reader, sorted(unknown, key=str)))
    values = Values(pages.addresses, pages.fields, names, {}, language)
    known = Known({}, around, (), {}, names)
    rows = Rows(pages.layout, known, values, Notes(known, values, language), language)
    things = {edition.node: (_FIRST, "")}
    for (_, view), shown in around.shown.items():
        if view.in_place:
            group = pages.fields.group(view.group)
            heading = spoken(group.labels, language) if group else ""
            things |= {thing: (pages.layout.place(view), heading) for thing in shown}
    return {
        thing.value.replace(edition.version, "…"): _Thing(
            place, heading, values.link(thing), _said(rows, thing, around.about[thing], edition)
        )
        for thing, (place, heading) in things.items()
        if thing not in around.gaps
    }


def _said(rows: Rows, thing: NamedNode, quads: list[Quad], edition: Edition) -> dict[str, Row]:
    """What shapes have a name for, and what explains the thing in words; an edition's own name is no news."""
    units = {UNIT_OF[quad.predicate] for quad in quads if quad.predicate in UNIT_OF}
    summary = rows.summary(quads)
    named = rows.naming(quads) if thing == edition.node else set()
    grouped = rows.grouped(thing, quads, {RDF.type, PROV.wasDerivedFrom, *units, *named})
    told = [row for place, some in grouped.items() if place != UNSHAPED for row in some]
    told += [rows.row(property_, values, None) for property_, values in summary.items()]
    return {row.short: row for row in told}
