"""A query file: a SPARQL query whose header says what it answers and what may be asked.

The header's grammar is told in ``queries/README.md``. A value given by a caller never
becomes query text: it is read as a term of the declared type, and the term is joined
to the query by a ``VALUES`` clause (SPARQL 1.1 §10.2): a trailing one, or the one that
the query has for it on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from esslod.errors import BadRequest
from esslod.parameters import Parameter, Term

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

_LINE: Final = re.compile(r"#\s*(?P<key>title|description)@(?P<language>fr|en):\s*(?P<text>.+)")
_NUMBER: Final = re.compile(r"#\s*number:\s*(?P<number>[1-9]\d*)\s*")
_CHART: Final = re.compile(
    r"#\s*chart:\s*(?P<kind>bars|benchmark|stacked|periods|figures)(?P<columns>(?:\s+\?\w+)+)\s*"
)
_PANEL: Final = re.compile(
    r"#\s*panel:\s*<(?P<kind>[^>]*)>\s+\?(?P<parameter>\w+)\s+order\s+(?P<order>\d+)\s*"
)
_VALUE: Final = re.compile(
    r"#\s*value\s+(?P<name>\w+)\s+\"(?P<value>[^\"]*)\":(?:\s+@fr\s+(?P<fr>.*?))?(?:\s+@en\s+(?P<en>.*?))?\s*"
)
_HEADING: Final = re.compile(
    r"#\s*column\s+(?P<name>\w+):(?P<manner>(?:\s+(?:aside|context|plain))*)(?:\s+unit\s+(?P<unit>\?\w+|<[^>]*>))?"
    r"(?:\s+@fr\s+(?P<fr>.*?))?(?:\s+@en\s+(?P<en>.*?))?\s*"
)
_MAP: Final = re.compile(r"#\s*map:\s*\?(?P<area>\w+)\s+\?(?P<value>\w+)\s+of\s+\?(?P<thing>\w+)\s*")
_PARAM: Final = re.compile(
    r"#\s*param\s+(?P<name>[A-Za-z_]\w*):\s*(?P<type>iri|integer|decimal|year|date|string)"
    r"(?:\s+from\s+<(?P<choices>[^>]*)>)?(?:\s+min\s+(?P<least>[^\s@]+))?(?:\s+max\s+(?P<most>[^\s@]+))?"
    r"(?:\s+default\s+(?P<default><[^>]*>|\"(?:[^\"\\]|\\.)*\"|[^\s@]+))?"
    r"(?:\s+@fr\s+(?P<fr>.*?))?(?:\s+@en\s+(?P<en>.*?))?\s*"
)

# Comments, texts and IRIs are matched first: a form's name inside them means nothing; nor does
# one that is a variable's or a prefix's.
_FORM: Final = re.compile(
    r"""(?xsi)
      \#[^\n]*+ | <[^<>"{}|^`\\\x00-\x20]*+> | [?$]\w+ | \w*:
    | "(?:[^"\\]|\\.)*+" | '(?:[^'\\]|\\.)*+' | \b(?P<form>SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!\s*:)
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
class Heading:
    """What a column of the answer is called, by language (empty: by its variable).

    ``unit`` is the unit of its numbers: an IRI, or the column that holds it (``?currency``).
    ``manner``: ``aside`` is for programs, and pages leave it out; ``context`` says what a row is
    about, and pages leave it out where that is clear; ``plain`` numbers are written without
    spaces, as years are. ``words`` say what a text of the column means: text → language → words.
    """

    name: str
    titles: Mapping[str, str]
    unit: str = ""
    manner: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class QueryFile:
    """A query, its title and description in both languages, and its parameters in order.

    ``number`` is its place in a list of questions, 0 when it has none.
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


def read_query(text: str) -> QueryFile:
    """Read the header of *text*: its first comment lines. A query without header has no parameter."""
    told: dict[str, dict[str, str]] = {"title": {}, "description": {}}
    parameters: list[Parameter] = []
    panels: list[Panel] = []
    headings: list[Heading] = []
    number, chart, drawn_on = 0, None, None
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        if (said := _LINE.fullmatch(line)) is not None:
            told[said["key"]][said["language"]] = said["text"].strip()
        elif (declared := _PARAM.fullmatch(line)) is not None:
            parameters.append(Parameter(**{key: value or "" for key, value in declared.groupdict().items()}))  # type: ignore[arg-type]
        elif (place := _NUMBER.fullmatch(line)) is not None:
            number = int(place["number"])
        elif (drawn := _CHART.fullmatch(line)) is not None:
            chart = _chart(drawn) or chart
        elif (placed := _MAP.fullmatch(line)) is not None:
            drawn_on = Map(**placed.groupdict())
        elif (shown := _PANEL.fullmatch(line)) is not None:
            panels.append(Panel(shown["kind"], shown["parameter"], int(shown["order"])))
        elif (headed := _HEADING.fullmatch(line)) is not None:
            headings.append(_heading(headed, text))
    return QueryFile(
        text, told["title"], told["description"], tuple(parameters), number, chart,
        tuple(panels), tuple(headings), drawn_on,
    )  # fmt: skip


def _chart(line: re.Match[str]) -> Chart | None:
    """The picture that *line* declares; None when its columns are not as many as the kind has."""
    chart = Chart(line["kind"], tuple(re.findall(r"\w+", line["columns"])))  # type: ignore[arg-type]
    return chart if len(chart.columns) == len(CHART_COLUMNS[chart.kind]) else None


def _heading(line: re.Match[str], text: str) -> Heading:
    """The heading that *line* declares, with what *text* says of the values of its column."""
    words = {
        said["value"]: _texts(said)
        for one in text.splitlines()
        if (said := _VALUE.fullmatch(one)) is not None and said["name"] == line["name"]
    }
    return Heading(line["name"], _texts(line), line["unit"] or "", tuple(line["manner"].split()), words)


def _texts(line: re.Match[str]) -> dict[str, str]:
    return {language: line[language] for language in ("fr", "en") if line[language]}


def bind(text: str, values: Mapping[str, Term]) -> str:
    """*text* with each variable of *values* bound to its term.

    The term takes the place of the default on a line ``VALUES ?name { … }  # param``, wherever
    the query has one: a bound must be known where it is compared. Otherwise it is joined at the end.
    Raises BadRequest for a variable that the query does not have: the clause would bind nothing.
    """
    if not values:
        return text
    for name in values:
        if not re.search(rf"[?$]{re.escape(name)}\b", text):
            raise BadRequest(f"?{name}: absent de la requête / not in the query")
    joined = {name: term for name, term in values.items() if not _in_place(name).search(text)}
    for name in values.keys() - joined.keys():
        clause = f"VALUES ?{name} {{ {values[name]} }}"
        text = _in_place(name).sub(lambda line, clause=clause: line[1] + clause + line[3], text)  # type: ignore[misc]
    if not joined:
        return text
    names = " ".join(f"?{name}" for name in joined)
    terms = " ".join(str(term) for term in joined.values())
    return f"{text}\nVALUES ({names}) {{ ({terms}) }}\n"


def _in_place(name: str) -> re.Pattern[str]:
    """The line that gives ?*name* its default within the query (group 2); the marker keeps others apart."""
    name = re.escape(name)
    return re.compile(rf"(?m)^([ \t]*)VALUES[ ]\?{name}[ ]\{{[ ](.+)[ ]\}}([ \t]+\#[ ]param)$")


def with_defaults(query: QueryFile, base: str) -> str:
    """The query alone, without its header, each parameter that has a default bound to it.

    A default that stands in the query stays as it is written there.

    Raises BadRequest for a default that is no term of the declared type.
    """
    header = (_LINE, _PARAM, _NUMBER, _CHART, _MAP, _PANEL, _HEADING, _VALUE)
    lines = query.text.splitlines()
    body = "\n".join(line for line in lines if not any(kind.fullmatch(line) for kind in header)).strip()
    free = (parameter for parameter in query.parameters if not _in_place(parameter.name).search(body))
    terms = {parameter.name: parameter.default_term(base) for parameter in free}
    return bind(body, {name: term for name, term in terms.items() if term is not None}).rstrip("\n")
