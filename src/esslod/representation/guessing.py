"""Which picture an answer lends itself to, when its query does not say: read off the columns alone.

A query file names its chart and its map in its header; whoever writes a query at the endpoint does not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.addresses import Addresses
from esslod.namespaces import XSD
from esslod.queries import Chart, Map
from esslod.representation.asking import Answer
from esslod.representation.outlines import Layer
from esslod.representation.writing import NUMBERS

#: Areas that a map must show at least, and rows that a chart needs: fewer are read quicker as a table.
_FEWEST: Final = 2
_YEARS: Final = frozenset({XSD.gYear, XSD.date, XSD.dateTime, XSD.gYearMonth})
_COUNTED: Final = NUMBERS | {XSD.double, XSD.float}
_LABEL: Final = "Label"


def guess_chart(answer: Answer) -> Chart | None:
    """Bars of the first column of numbers; or periods, when two columns are dates. None when neither fits."""
    if len(answer.rows) < _FEWEST:
        return None
    numbers, years = _columns(answer, _COUNTED), _columns(answer, _YEARS)
    label = _label(answer, (*numbers, *years))
    if label is None:
        return None
    if numbers:
        return Chart("bars", (label, numbers[0]))
    return Chart("periods", (label, years[0], years[1])) if len(years) == 2 else None


def guess_map(answer: Answer, layers: Mapping[str, Layer], addresses: Addresses) -> tuple[Map, Layer] | None:
    """The columns that hold areas of a layer and a number for each, and that layer; None when none do."""
    numbers = _columns(answer, _COUNTED)
    if not numbers:
        return None
    best: tuple[int, str, Layer] | None = None
    for layer in layers.values():
        areas = {addresses.iri(outline.iri_path) for outline in layer.areas}
        for name in answer.variables:
            held = len(areas & {term.value for term in _terms(answer, name) if isinstance(term, NamedNode)})
            if held >= _FEWEST and (best is None or held > best[0]):
                best = (held, name, layer)
    if best is None:
        return None
    _, area, layer = best
    return Map(area, numbers[0], _thing(answer, area)), layer


def _thing(answer: Answer, area: str) -> str:
    """The column of what has the numbers: the first of IRIs, often the area itself."""
    return next((name for name in answer.variables if name != area and _all_iris(answer, name)), area)


def _label(answer: Answer, figures: Collection[str]) -> str | None:
    """What to write beside a figure: the first column that is none, or the one that names it."""
    first = next((name for name in answer.variables if name not in figures and _terms(answer, name)), None)
    named = f"{first}{_LABEL}"
    return named if named in answer.variables and named not in figures else first


def _columns(answer: Answer, datatypes: Collection[NamedNode]) -> list[str]:
    """The columns all of whose values are literals of one of *datatypes*."""
    return [name for name in answer.variables if _all_of(_terms(answer, name), datatypes)]


def _all_of(terms: Collection[Any], datatypes: Collection[NamedNode]) -> bool:
    return bool(terms) and all(isinstance(term, Literal) and term.datatype in datatypes for term in terms)


def _all_iris(answer: Answer, name: str) -> bool:
    terms = _terms(answer, name)
    return bool(terms) and all(isinstance(term, NamedNode) for term in terms)


def _terms(answer: Answer, name: str) -> list[Any]:
    place = answer.variables.index(name)
    return [row[place] for row in answer.rows if row[place] is not None]
