"""The page of a question as a value: its form, its answer as a picture and a table, its files, its SPARQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from esslod.addresses import EXAMPLES, SPARQL, variant
from esslod.errors import EsslodError
from esslod.queries import bind, fixed_default, without_header
from esslod.rdf.formats import CSV, CSV_FR, JSON, RDF_SYNTAXES, SVG, XLSX, Syntax
from esslod.representation.answers import Written
from esslod.representation.asking import ask, count
from esslod.representation.charts.picture import picture

if TYPE_CHECKING:
    from esslod.parameters import Parameter
    from esslod.queries import QueryFile
    from esslod.representation.answers import ShownTable
    from esslod.representation.charts.figures import Picture
    from esslod.representation.choices import Choice
    from esslod.representation.given import Given
    from esslod.representation.questions import Questions

#: Rows of an answer that its page shows; the files have them all.
SHOWN: Final = 100
#: Seconds that a page waits for the number of rows that it does not show.
COUNTING: Final = 0.5
#: Choices that a list one opens can bear; where there are more, one types, and names are proposed.
MOST_OPTIONS: Final = 120
#: Where the answer as RDF hangs; the question's own address in RDF describes the question.
ANSWER: Final = "answer"
#: What the answer is offered in, as files.
FILES: Final = (CSV, CSV_FR, XLSX, JSON)


@dataclass(frozen=True)
class Input:
    """One field of the form. ``kind`` is how it is filled: select, list, number, date or text.

    ``value`` is what stands in it; ``least`` and ``most`` are bounds, empty when there are none.
    """

    name: str
    label: str
    kind: str
    value: str
    options: tuple[Choice, ...]
    least: str
    most: str
    step: str
    required: bool
    fault: str


@dataclass(frozen=True)
class Shown:
    """The answer: its first rows, and its picture. When there are ``more``, ``held`` of ``total`` are shown.

    ``total`` is None when nobody could count them in time. Rows of an answer, that is: the table may put
    several together.
    """

    table: ShownTable
    picture: Picture | None
    more: bool
    held: int
    total: int | None


@dataclass(frozen=True)
class Listed:
    """A question in the list of all."""

    number: int
    title: str
    description: str
    path: str


@dataclass(frozen=True)
class QuestionPage:
    """``path`` has no suffix; ``query`` is what was given, as it stands in an address.

    ``sparql`` is the query that was asked, ``workbench`` where it can be changed; ``address`` asks
    the same for a program.
    """

    name: str
    number: int
    title: str
    description: str
    path: str
    query: str
    inputs: tuple[Input, ...]
    files: tuple[tuple[str, str, str], ...]
    described: tuple[tuple[str, str, str], ...]
    sparql: str
    workbench: str
    address: str


def topics_of(questions: Questions, language: str) -> list[tuple[str, list[Listed]]]:
    """The numbered questions under their topics, both in the order of their numbers."""
    topics: dict[str, list[Listed]] = {}
    for name, query in questions.files.items():
        if query.number:
            title, told = query.title.get(language, name), query.description.get(language, "")
            one = Listed(query.number, title, told, f"{EXAMPLES}/{name}")
            topics.setdefault(query.topic.get(language, ""), []).append(one)
    return list(topics.items())


def page_of(name: str, questions: Questions, given: Given, language: str) -> QuestionPage:
    """The page of the question *name*, without its answer."""
    query = questions.files[name]
    path = f"{EXAMPLES}/{name}"
    asked = urlencode(given.typed, safe="/:")
    mark = f"?{asked}" if asked else ""
    drawn = (SVG,) if query.chart else ()
    files: list[tuple[Syntax, str]] = [(one, variant(path, one.suffix)) for one in (*FILES, *drawn)]
    files += [(one, variant(f"{path}/{ANSWER}", one.suffix)) for one in RDF_SYNTAXES]
    text = without_header(bind(query.text, given.values))
    return QuestionPage(
        name=name,
        number=query.number,
        title=query.title.get(language, name),
        description=query.description.get(language, ""),
        path=path,
        query=asked,
        inputs=tuple(_input(one, query, questions, given, language) for one in query.parameters),
        files=tuple((one.label, where + mark, one.media_type) for one, where in files),
        described=tuple((one.label, variant(path, one.suffix), one.media_type) for one in RDF_SYNTAXES),
        sparql=text,
        workbench=f"{SPARQL}?{urlencode({'draft': text})}",
        address=questions.base + variant(path, CSV.suffix) + mark,
    )


def answer_of(name: str, questions: Questions, given: Given, language: str) -> Shown:
    """The answer to the question *name*. Raises what `Engine.ask` raises."""
    query = questions.files[name]
    answer = ask(questions.engine, query, given.values, most=SHOWN)
    written = Written(answer, query, questions.reading, language)
    drawn = None
    if query.chart:
        title = query.title.get(language, name)
        drawn = picture(query.chart, written, name=name, title=title, given=tuple(given.values))
    held = len(answer.rows)
    total = _total(questions, query, given) if answer.more else held
    return Shown(written.table(tuple(given.values)), drawn, answer.more, held, total)


def _total(questions: Questions, query: QueryFile, given: Given) -> int | None:
    """How many rows there are; None when the engine could not count them within its limits."""
    try:
        return count(questions.engine, query, given.values, seconds=COUNTING)
    except EsslodError:
        return None


def _input(
    parameter: Parameter, query: QueryFile, questions: Questions, given: Given, language: str
) -> Input:
    options = questions.choices(parameter, language)
    value = given.typed.get(parameter.name, "")
    default = fixed_default(query, parameter, questions.base)
    if not value and default is not None:
        value = default.value.removeprefix(questions.base)
    value = _as_option(value, options, given, parameter.name, questions.base)
    kind = _KINDS.get(parameter.type, "text")
    if options:
        kind = "select" if len(options) <= MOST_OPTIONS else "list"
    if kind == "list":
        value = next((one.name for one in options if one.value == value), value)
    labels: Mapping[str, str] = {"fr": parameter.fr, "en": parameter.en}
    return Input(
        name=parameter.name,
        label=labels[language] or parameter.name,
        kind=kind,
        value=value,
        options=options,
        least=parameter.least,
        most=parameter.most,
        step="any" if parameter.type == "decimal" else "1",
        required=default is not None,
        fault=given.faults.get(parameter.name, ""),
    )


def _as_option(value: str, options: tuple[Choice, ...], given: Given, name: str, base: str) -> str:
    """*value* as an option of the list has it, if it was typed as a name or a whole IRI."""
    term = given.values.get(name)
    return term.value.removeprefix(base) if term is not None and options else value


_KINDS: Final = {"integer": "number", "decimal": "number", "year": "number", "date": "date"}
