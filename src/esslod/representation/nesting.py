"""Parts shown in place: details, tables and lists of what a page's shapes name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import PARTS, class_name
from esslod.fields import UNIT_OF
from esslod.namespaces import PROV, RDF, SCHEMA
from esslod.representation.gathering import Around
from esslod.representation.layout import DETAILS, TABLE, Layout, View, kinds_of
from esslod.representation.linked import as_number
from esslod.representation.page import Key, Nest, Note, Part, Row, Table, Value
from esslod.representation.rows import UNSHAPED, Rows, spoken
from esslod.representation.values import Values
from esslod.representation.words import spaced

#: Notes beside what several parts have alike; of more, each part has its own.
_MOST_SOURCES: Final = 5


class Nesting:
    """Makes the nests and the summary of one page."""

    def __init__(self, layout: Layout, around: Around, rows: Rows, values: Values, language: str) -> None:
        self._layout = layout
        self._around = around
        self._rows = rows
        self._values = values
        self._language = language
        self._gaps = around.gaps

    # ── what a page shows of a thing ──

    def quads(self, thing: NamedNode) -> list[Quad]:
        """What is said of *thing*, one quad for each statement."""
        return self._around.about.get(thing, [])

    def of(self, thing: NamedNode, path: str = "", *, loose: bool = True) -> dict[str, list[Nest]]:
        """Group of a shape (empty: none) → what is shown in place there; *path* begins the anchors.

        Not *loose*: without what stands in no group.
        """
        found: dict[str, list[Nest]] = {}
        for number, view in enumerate(self._layout.of(self._around.kinds(thing)), 1):
            parts = self.parts(thing, view) if loose or view.group else ()
            if parts:
                nest = self._nest(view, parts, f"{path}{number}", came_by=view.path)
                if nest.table is not None:
                    nest = replace(
                        nest, file=f"{PARTS}{self._values.link(thing).path}", name=self._kind(parts)
                    )
                found.setdefault(view.group, []).append(nest)
        return found

    def _kind(self, parts: Sequence[NamedNode]) -> str:
        """What the table of the narrowest class of *parts* is called."""
        tabled = self._layout.tabled
        kinds = (k for part in parts for k in self._layout.all_kinds(self._around.kinds(part)) if k in tabled)
        return class_name(next(kinds, parts[0]).value)

    def parts(self, thing: NamedNode, view: View) -> list[NamedNode]:
        """What *view* shows of *thing*, in its own order, else in the same in any language.

        What is told where something lacks is left out.
        """
        shown = self._around.shown.get((thing, view), ()) if view.in_place else ()
        return sorted((part for part in shown if part not in self._gaps), key=self._rank)

    def told(self, thing: NamedNode) -> set[NamedNode]:
        """The properties of *thing* whose values are all shown in place."""
        quads = self._around.about.get(thing, [])
        told = set()
        for view in self._layout.of(kinds_of(quads)):
            shown = self._around.shown.get((thing, view), ()) if view.in_place and not view.inverse else ()
            if shown and {quad.object for quad in quads if quad.predicate == view.path} <= set(shown):
                told.add(view.path)
        return told

    def standing_in(self, thing: NamedNode) -> NamedNode | None:
        """The single thing shown, outside all groups, as if it were *thing* itself."""
        for view in self._layout.of(self._around.kinds(thing)):
            parts = self.parts(thing, view) if view.viewer == DETAILS and not view.group else ()
            if len(parts) == 1:
                return parts[0]
        return None

    # ── the summary ──

    def keys(self, thing: NamedNode) -> tuple[Key, ...]:
        """What the shapes say a summary of *thing* tells."""
        seen: dict[NamedNode, View] = {}
        for view in self._layout.keys(self._around.kinds(thing)):
            for value in self._around.shown.get((thing, view), ()):
                seen.setdefault(value, view)
        told = {quad.object for value in seen for _, quad in self._key_quads(value)}
        return tuple(self._key(value, view) for value, view in seen.items() if value not in told)

    def _key(self, thing: NamedNode, view: View) -> Key:
        quads = self._around.about[thing]
        notes = [
            (spoken(key.names, self._language), self._noted(quad)) for key, quad in self._key_quads(thing)
        ]
        name = spoken(view.names, self._language)
        sources = self._rows.notes.beside(quads)
        return Key(name, self._values.link(thing), self._figure(quads), tuple(notes), sources)

    def _noted(self, quad: Quad) -> Value:
        """The value of *quad*, with no more than its figure beside it."""
        value = self._values.several([quad.object], {}, quad.predicate)[0]
        figure = self._figure(self.quads(quad.object)) if isinstance(quad.object, NamedNode) else None
        return replace(value, note=figure.text if figure else "")

    def _key_quads(self, thing: NamedNode) -> list[tuple[View, Quad]]:
        """What the shapes say a summary tells of *thing*, each with the view that says so."""
        quads = self._around.about.get(thing, [])
        views = [view for view in self._layout.keys(kinds_of(quads)) if not view.inverse]
        return [(view, quad) for view in views for quad in quads if quad.predicate == view.path]

    def _figure(self, quads: Sequence[Quad]) -> Value | None:
        said = {quad.predicate: quad.object for quad in quads}
        for measure in UNIT_OF:
            if isinstance(said.get(measure), Literal):
                return self._values.several([said[measure]], said, measure)[0]
        return None

    # ── one nest ──

    def _nest(self, view: View, things: Sequence[NamedNode], anchor: str, came_by: NamedNode) -> Nest:
        parts = [self._part(thing, f"{anchor}-{n}-", came_by) for n, thing in enumerate(things, 1)]
        shared = _shared(parts) if view.viewer != TABLE or len(parts) > 1 else ()
        alike = {row.link for row in shared}
        parts = [_without(part, alike) for part in parts]
        viewer = {DETAILS: "details", TABLE: "table"}.get(view.viewer, "labels")  # type: ignore[arg-type]
        return Nest(
            f"shown-{anchor}",
            spoken(view.names, self._language),
            spaced(spoken(view.hints, self._language), self._language),
            viewer,
            tuple(parts),
            ordered=any(self._position(thing) for thing in things),
            shared=shared,
            table=self._table(parts) if viewer == "table" else None,
            notes=_notes(parts) if viewer == "table" else (),
        )

    def _part(self, thing: NamedNode, path: str, came_by: NamedNode) -> Part:
        quads = self._around.about[thing]
        sources = self._rows.notes.beside(quads)
        summary = self._rows.summary(quads)
        units = {UNIT_OF[quad.predicate] for quad in quads if quad.predicate in UNIT_OF}
        above = {RDF.type, came_by, PROV.wasDerivedFrom, SCHEMA.position, *summary, *units}
        without = {*above, *self._rows.naming(quads), *self.told(thing)}
        groups = self._rows.grouped(thing, quads, without)
        return Part(
            self._values.link(thing),
            tuple(value for values in summary.values() for value in values),
            tuple(row for place, rows in groups.items() if place != UNSHAPED for row in rows),
            tuple(nest for nests in self.of(thing, path).values() for nest in nests),
            sources,
        )

    def _table(self, parts: Sequence[Part]) -> Table:
        columns: dict[Value, Row] = {}
        for part in parts:
            for row in part.rows:
                known = columns.get(row.link)
                if known is None or (row.clusters and not known.clusters):
                    columns[row.link] = row
        lines = []
        for part in parts:
            cells = {row.link: row for row in part.rows}
            lines.append((part, tuple(cells.get(link) for link in columns)))
        return Table(tuple(columns.values()), tuple(lines))

    def _rank(self, thing: NamedNode) -> tuple[float, str]:
        return (self._position(thing), thing.value)

    def _position(self, thing: NamedNode) -> float:
        said = (quad.object for quad in self._around.about[thing] if quad.predicate == SCHEMA.position)
        return next((as_number(term) for term in said if isinstance(term, Literal)), 0.0)


def _shared(parts: Sequence[Part]) -> tuple[Row, ...]:
    """The rows that all of several *parts* have alike."""
    if len(parts) < 2:
        return ()
    alike: dict[object, list[Row]] = {row.content: [] for row in parts[0].rows}
    for row in (row for part in parts for row in part.rows if row.content in alike):
        alike[row.content].append(row)
    return tuple(_as_one(rows) for rows in alike.values() if len(rows) == len(parts))


def _as_one(rows: Sequence[Row]) -> Row:
    """One of *rows* that say the same; where each is said, if that can be told and is not too much."""
    sources = sorted({note.number for row in rows for note in row.sources})
    told = all(row.sources for row in rows) and len(sources) <= _MOST_SOURCES
    return replace(rows[0], sources=tuple(map(Note, sources)) if told else ())


def _without(part: Part, alike: set[Value]) -> Part:
    return replace(part, rows=tuple(row for row in part.rows if row.link not in alike))


def _notes(parts: Sequence[Part]) -> tuple[tuple[Value, tuple[str, ...]], ...]:
    """Each text that explains some of *parts*, once, with their names (none when it is about all)."""
    found: dict[Value, list[str]] = {}
    for part in parts:
        for text in part.summary:
            found.setdefault(text, []).append(part.title.text)
    return tuple((text, () if len(titles) == len(parts) else tuple(titles)) for text, titles in found.items())
