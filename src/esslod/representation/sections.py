"""The sections of a page: rows and parts under the headings of the shapes' groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode, Quad

from esslod.fields import Fields
from esslod.namespaces import RDF
from esslod.representation.nesting import Nesting
from esslod.representation.page import Nest, Row, Section
from esslod.representation.rows import UNGROUPED, UNSHAPED, Place, Rows, spoken
from esslod.representation.words import word

#: Rows that stand in no group.
_LOOSE = (UNGROUPED, UNSHAPED)


class Sections:
    """Makes the sections of the things of one page, in *language*."""

    def __init__(self, fields: Fields, rows: Rows, nesting: Nesting, language: str) -> None:
        self._fields = fields
        self._rows = rows
        self._nesting = nesting
        self._language = language

    def of(
        self,
        subject: NamedNode,
        quads: Sequence[Quad],
        *,
        parts: bool = False,
        inner: Sequence[NamedNode] = (),
    ) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
        """The sections of *subject* for everyone, and those for the curious: what no group speaks of.

        *parts*: with what it shows in place; *inner* are the things that stand in its place.
        """
        rows = self._grouped(subject, quads)
        loose = not inner  # what stands in its place is not shown a second time
        nests = self._places(self._nesting.of(subject, loose=loose)) if parts else {}
        for number, thing in enumerate(inner):
            said = self._grouped(thing, self._nesting.quads(thing))
            _merge(rows, {place: some for place, some in said.items() if place not in _LOOSE})
            for place, more in self._places(self._nesting.of(thing, f"{number}-", loose=False)).items():
                nests.setdefault(place, []).extend(more)
        folded = {place: some for place, some in rows.items() if place in _LOOSE}
        if len(folded) == len(rows) and not nests:
            return self._laid_out(rows, {}, alone=len(rows) == 1), ()
        own = {place: some for place, some in rows.items() if place not in _LOOSE}
        main = {place: kept for place, some in own.items() if (kept := _elsewhere(some, subject))}
        return self._laid_out(main, nests), self._laid_out(folded, {})

    def _grouped(self, thing: NamedNode, quads: Sequence[Quad]) -> dict[Place, list[Row]]:
        above = {RDF.type, *self._rows.summary(quads), *self._rows.naming(quads), *self._nesting.told(thing)}
        return self._rows.grouped(thing, quads, above)

    def _places(self, nests: Mapping[str, list[Nest]]) -> dict[Place, list[Nest]]:
        found = {}
        for iri, some in nests.items():
            group = self._fields.group(iri)
            found[(group.order, group.iri) if group else UNGROUPED] = some
        return found

    def _laid_out(
        self, rows: Mapping[Place, list[Row]], nests: Mapping[Place, list[Nest]], *, alone: bool = False
    ) -> tuple[Section, ...]:
        places = sorted({*rows, *nests})
        return tuple(
            Section(
                self._title(place, alone=alone),
                tuple(rows.get(place, ())),
                tuple(nests.get(place, ())),
                place[1].replace("#", "/").rpartition("/")[2] or f"section-{number}",
            )
            for number, place in enumerate(places, 1)
        )

    def _title(self, place: Place, *, alone: bool) -> str:
        group = self._fields.group(place[1])
        if group:
            return spoken(group.labels, self._language)
        return word("statements" if alone or place == UNGROUPED else "other-properties", self._language)


def _elsewhere(rows: Sequence[Row], subject: NamedNode) -> list[Row]:
    """*rows* without those that lead back to the very page they are on."""
    return [
        row
        for row in rows
        if row.gaps or {v.machine for cluster in row.clusters for v in cluster.values} != {subject.value}
    ]


def _merge(into: dict[Place, list[Row]], more: Mapping[Place, list[Row]]) -> None:
    """Add the rows of *more* to those of the same section, but not twice the same."""
    for place, rows in more.items():
        known = into.setdefault(place, [])
        known += [row for row in rows if row.content not in {other.content for other in known}]
