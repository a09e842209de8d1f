"""What a query file is: the query, and what its header says of it (grammar: ``queries/README.md``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from esslod.errors import BadRequest
from esslod.parameters import Parameter

#: The form of a query (SPARQL 1.1 §16).
Variant = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
#: How an answer is drawn; `CHART_COLUMNS` says of which columns.
ChartKind = Literal["bars", "benchmark", "stacked", "periods", "figures"]
#: Kind → what its columns are, in order.
CHART_COLUMNS: Final[Mapping[ChartKind, tuple[str, ...]]] = {
    "bars": ("label", "value"),
    "benchmark": ("label", "value", "reference label", "reference"),
    "stacked": ("bar", "part", "value"),
    "periods": ("label", "first year", "last year"),
    "figures": ("name", "value"),
}

# Comments, texts and IRIs are matched first: a form's name inside them means nothing; nor does
# one that is a variable's or a prefix's.
_FORM: Final = re.compile(
    r"""(?xsi)
      \#[^\n]*+ | <[^<>"{}|^`\\\x00-\x20]*+> | [?$]\w+ | \w*:
    | "(?>[^"\\]|\\.)*+" | '(?>[^'\\]|\\.)*+' | \b(?P<form>SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!\s*:)
    """
)


@dataclass(frozen=True)
class Chart:
    """A picture that helps: its ``kind``, and the columns of the answer that it draws (`CHART_COLUMNS`)."""

    kind: ChartKind
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """Where else the answer is shown: on the page of every thing of the class ``kind`` (an IRI).

    The variable ``parameter`` is then bound to that thing; ``order`` is the place among its panels.
    """

    kind: str
    parameter: str
    order: int


@dataclass(frozen=True)
class Map:
    """The answer is a map: the ``value`` of each ``thing`` in every ``area`` that it lies in or is (columns).

    The one parameter that is chosen from a list says what the map shows; its choices are the maps there are.
    """

    area: str
    value: str
    thing: str


@dataclass(frozen=True)
class Comparison:
    """The answer compares the column ``thing``: values (``value``) that are ``alike`` stand side by side.

    Values are alike when these columns hold the same, and the ``stated`` ones where both say something.
    """

    thing: str
    alike: tuple[str, ...]
    stated: tuple[str, ...]
    value: str


@dataclass(frozen=True)
class Heading:
    """What a column of the answer is called, by language (empty: by its variable).

    ``unit`` is the unit of its numbers: an IRI, or the column that holds it (``?currency``).
    ``manner``: ``aside`` is for programs, and pages leave it out; ``context`` says what a row is
    about, and pages leave it out where that is clear; ``source`` says where a row comes from, and
    pages put rows together that are otherwise the same; ``plain`` numbers are written as years are.
    ``words`` say what a text of the column means: text → language → words.
    """

    name: str
    titles: Mapping[str, str]
    unit: str = ""
    manner: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class QueryFile:
    """A query, its title and description in both languages, and its parameters in order.

    ``number`` is its place in a list of questions, 0 when it has none; ``topic`` the heading it stands under.
    """

    text: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    number: int = 0
    chart: Chart | None = None
    panels: tuple[Panel, ...] = ()
    headings: tuple[Heading, ...] = ()
    map: Map | None = None
    topic: Mapping[str, str] = field(default_factory=dict)
    comparison: Comparison | None = None

    def heading(self, name: str) -> Heading:
        """How the column *name* is headed: as the header says, else by its name alone."""
        return next((one for one in self.headings if one.name == name), Heading(name, {}))

    @property
    def form(self) -> Variant | None:
        """What kind of answer the query asks for; None when the text holds no query."""
        found = (match["form"] for match in _FORM.finditer(self.text) if match["form"])
        form = next(found, "").upper()
        return form if form in get_args(Variant) else None  # type: ignore[return-value]

    def parameter(self, name: str) -> Parameter:
        """The parameter called *name*. Raises BadRequest when the header declares none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        declared = ", ".join(parameter.name for parameter in self.parameters) or "—"
        raise BadRequest(
            f"?{name}: paramètre non déclaré / parameter not declared",
            remedy=f"paramètres déclarés / declared parameters: {declared}",
        )
