"""A map as a value: areas coloured by what a question answers, its legend, its tables.

The question says in its header which columns are areas, values and things (`esslod.queries.Map`). An area has
its own value, when it is one of the things; else the median of the values of the things in it. Values are
put into at most five classes of about as many members, told by the lowest and the highest value they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import XSD
from esslod.representation.page import Value
from esslod.representation.writing import quantity, sorting_key
from esslod.tables.table import Column, Table

if TYPE_CHECKING:
    from esslod.queries import Map
    from esslod.representation.answers import Reading
    from esslod.representation.asking import Answer
    from esslod.representation.outlines import Layer, Outline

#: Classes of values, at most: more shades cannot be told apart.
STEPS: Final = 5
#: Their colours where no style sheet is read; those of the light mode.
SHADES: Final = ("#dceae1", "#a8d0bb", "#6bae8f", "#2f8263", "#0f523d")
#: Area, thing, value, unit (a term or None).
_Row = tuple[NamedNode, NamedNode, Decimal, Any]
#: The column that holds the unit of the values, when the answer has one.
_UNIT: Final = "unit"


@dataclass(frozen=True)
class Found:
    """What is known of one area: the number its colour shows, and what it is made of.

    ``own``: it is the area's own value; else the median of ``count`` values, from ``lowest`` to ``highest``.
    """

    number: Decimal
    lowest: Decimal
    highest: Decimal
    count: int
    own: bool


@dataclass(frozen=True)
class Area:
    """An outline, its class (``step``, 0 when nothing is known), and its numbers in one language."""

    outline: Outline
    iri: str
    path: str
    step: int = 0
    text: str = ""
    lowest: str = ""
    highest: str = ""
    found: Found | None = None


@dataclass(frozen=True)
class Step:
    """One class of the legend: the values it holds, from ``lowest`` to ``highest``, and how many areas."""

    number: int
    lowest: str
    highest: str
    count: int


@dataclass(frozen=True)
class Place:
    """One thing on the map: its link, its value, and the areas of the layer where it lies."""

    thing: Value
    value: Value
    areas: tuple[str, ...]


@dataclass(frozen=True)
class MapView:
    """The map of one layer in one language. ``known`` are the areas with a value, the highest first."""

    layer: Layer
    areas: tuple[Area, ...]
    legend: tuple[Step, ...]
    places: tuple[Place, ...]
    unit: NamedNode | None

    @property
    def known(self) -> tuple[Area, ...]:
        found = [area for area in self.areas if area.found]
        return tuple(sorted(found, key=_rank))


def map_view(answer: Answer, drawn: Map, layer: Layer, reading: Reading, language: str) -> MapView:
    """The map that *answer* gives of *layer*, with links and numbers as readers of *language* write them."""
    rows = list(_rows(answer, drawn))
    unit = next((unit for *_, unit in rows if isinstance(unit, NamedNode)), None)
    making = _Making(_found(rows), unit, reading, language)
    areas = making.areas(layer)
    return MapView(layer, areas, making.legend(areas), making.places(rows, areas), unit)


class _Making:
    """What a map is made from: what is known of each area (by IRI), the unit, and how things are written."""

    def __init__(
        self, found: Mapping[str, Found], unit: NamedNode | None, reading: Reading, language: str
    ) -> None:
        self._found = found
        self._unit = unit
        self._reading = reading
        self._language = language

    def areas(self, layer: Layer) -> tuple[Area, ...]:
        iris = {outline: self._reading.addresses.iri(outline.iri_path) for outline in layer.areas}
        numbers = [self._found[iri].number for iri in iris.values() if iri in self._found]
        step_of = {number: step for step, members in steps(numbers) for number in members}
        return tuple(self._area(outline, iri, step_of) for outline, iri in iris.items())

    def _area(self, outline: Outline, iri: str, step_of: Mapping[Decimal, int]) -> Area:
        path, found = self._reading.addresses.document(iri) or "", self._found.get(iri)
        if found is None:
            return Area(outline, iri, path)
        return Area(
            outline, iri, path, step_of[found.number],
            self._text(found.number), self._text(found.lowest), self._text(found.highest), found,
        )  # fmt: skip

    def legend(self, areas: Sequence[Area]) -> tuple[Step, ...]:
        members: dict[int, list[Decimal]] = {}
        for area in areas:
            if area.found:
                members.setdefault(area.step, []).append(area.found.number)
        return tuple(
            Step(step, self._text(min(numbers)), self._text(max(numbers)), len(numbers))
            for step, numbers in sorted(members.items())
        )

    def places(self, rows: Sequence[_Row], areas: Sequence[Area]) -> tuple[Place, ...]:
        """The things, by name, each with the drawn areas where it lies."""
        drawn = {area.iri: area.outline.name for area in areas}
        lying: dict[tuple[NamedNode, Decimal], list[str]] = {}
        for area, thing, number, _ in rows:
            names = lying.setdefault((thing, number), [])
            if area.value in drawn:
                names.append(drawn[area.value])
        shown = self._reading.values([thing for thing, _ in lying], self._language)
        places = [
            Place(shown.link(thing), self._figure(number), tuple(sorted(names, key=sorting_key)))
            for (thing, number), names in lying.items()
        ]
        return tuple(sorted(places, key=lambda place: sorting_key(place.thing.text)))

    def _figure(self, number: Decimal) -> Value:
        return Value(self._text(number), kind="number", machine=f"{number:f}")

    def _text(self, number: Decimal) -> str:
        return quantity(_literal(number), self._unit, self._language)


def steps(numbers: Sequence[Decimal]) -> list[tuple[int, tuple[Decimal, ...]]]:
    """The values that there are, sorted, cut into at most `STEPS` classes of about as many members.

    Each class has its place among the shades, from 1 to `STEPS`: few classes are far apart.
    """
    distinct = sorted(set(numbers))
    many = min(STEPS, len(distinct))
    cuts = [len(distinct) * place // many for place in range(many + 1)] if many else []
    classes = [tuple(distinct[start:end]) for start, end in pairwise(cuts)]
    spread = (STEPS - 1) / (many - 1) if many > 1 else 0
    first = 1 if many > 1 else (STEPS + 1) // 2 + 1
    return [(first + round(place * spread), members) for place, members in enumerate(classes)]


def table(
    view: MapView, name: str, titles: Mapping[str, str], headings: Mapping[str, Mapping[str, str]]
) -> Table:
    """What the map shows, for files: a row for each area with a value. *headings*: column → its titles."""

    def column(key: str, datatype: NamedNode | None) -> Column:
        return Column(key, headings[key], datatype=datatype.value if datatype else "")

    columns = (
        column("area", None), column("areaLabel", XSD.string),
        column("value", XSD.decimal), column("unit", None),
        column("own", XSD.boolean), column("territories", XSD.integer),
        column("lowest", XSD.decimal), column("highest", XSD.decimal),
    )  # fmt: skip
    return Table(
        name, titles, columns, [_row(area, area.found, view.unit) for area in view.known if area.found]
    )


def _row(area: Area, found: Found, unit: NamedNode | None) -> tuple[Any, ...]:
    return (
        NamedNode(area.iri), Literal(area.outline.name), _literal(found.number), unit,
        Literal(str(found.own).lower(), datatype=XSD.boolean),
        Literal(str(found.count), datatype=XSD.integer),
        _literal(found.lowest), _literal(found.highest),
    )  # fmt: skip


def _rows(answer: Answer, drawn: Map) -> Iterator[_Row]:
    """Area, thing, value and unit of each row that has a number, once each."""
    places = [answer.column(name) for name in (drawn.area, drawn.thing, drawn.value, _UNIT)]
    seen = dict.fromkeys(
        tuple(None if place is None else row[place] for place in places) for row in answer.rows
    )
    for area, thing, value, unit in seen:
        if isinstance(area, NamedNode) and isinstance(thing, NamedNode) and isinstance(value, Literal):
            number = _number(value)
            if number is not None:
                yield area, thing, number, unit


def _number(literal: Literal) -> Decimal | None:
    try:
        number = Decimal(literal.value)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def _found(rows: Sequence[_Row]) -> dict[str, Found]:
    """IRI of each area → what is known of it."""
    own: dict[str, list[Decimal]] = {}
    within: dict[str, list[Decimal]] = {}
    for area, thing, number, _ in rows:
        (own if area == thing else within).setdefault(area.value, []).append(number)
    return {
        area: Found(median(values), min(values), max(values), len(values), own=area in own)
        for area, values in {**within, **own}.items()
    }


def _literal(number: Decimal) -> Literal:
    return Literal(f"{number:f}", datatype=XSD.decimal)


def _rank(area: Area) -> tuple[Decimal, str]:
    return (-area.found.number if area.found else Decimal(0), sorting_key(area.outline.name))
