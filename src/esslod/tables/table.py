"""A table of things: its columns, each with its names and an explanation, and its rows of terms.

Whoever makes a table (`columns.py` for the things of a release, a query, a list) hands it to
`writers.py`. A cell is a term, nothing, or several terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from esslod.namespaces import XSD

#: A pyoxigraph term, None for an empty cell, or a tuple of terms where there are several.
Cell = Any
Texts = Mapping[str, str]

#: Stands between the values of one cell of a CSV; no IRI can hold it.
SEPARATOR: Final = " | "
_INTEGERS: Final = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
)  # fmt: skip
#: Datatypes that are whole numbers, and those that may have a fraction.
INTEGERS: Final = frozenset(XSD[name].value for name in _INTEGERS)
FRACTIONS: Final = frozenset(XSD[name].value for name in ("decimal", "double", "float"))


@dataclass(frozen=True)
class Column:
    """One column. ``name`` is for programs: letters, digits and underscores; ``titles`` for people.

    ``datatype`` is the IRI of the literals' datatype, empty when the values are IRIs; ``language``
    that of its texts. The rest is known of columns that hold statements: their ``property``; whether
    they go from the value to the thing (``inverse``); the ``unit`` in words; whether a cell may hold
    several values (``repeated``), and what then stands between them in CSV (``separator``);
    whether the column only names what another holds (``of``: that column's name), or holds some of
    the values of another (``within``).
    """

    name: str
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    datatype: str = XSD.string.value
    language: str = ""
    property: str = ""
    inverse: bool = False
    unit: Texts = field(default_factory=dict)
    repeated: bool = False
    separator: str = SEPARATOR
    of: str = ""
    within: str = ""

    def title(self, language: str) -> str:
        """The name for people in *language*, else in any, else the one for programs."""
        return in_language(self.titles, language) or self.name


@dataclass(frozen=True)
class Table:
    """``rows`` may be read once only. ``exact``: no text is altered, so that the CSV reads back to the same.

    Otherwise a text that a spreadsheet program would run as a formula is made harmless in CSV.
    """

    name: str
    titles: Texts
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    descriptions: Texts = field(default_factory=dict)
    exact: bool = False

    def title(self, language: str) -> str:
        """Its title in *language*, else in any, else its name."""
        return in_language(self.titles, language) or self.name


def in_language(texts: Texts, language: str) -> str:
    """The text in *language*, else the one of no language, else the first by language; empty when none."""
    for spoken in (language, "", *sorted(texts)):
        if texts.get(spoken):
            return texts[spoken]
    return ""


def in_order(texts: Texts) -> Texts:
    """French first, then the others: what is written must not depend on the order of reading."""
    return dict(sorted(texts.items(), key=lambda item: (item[0] != "fr", item[0])))
