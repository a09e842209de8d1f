"""Query files: their header, and values joined to them as terms."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.errors import BadRequest
from esslod.parameters import Parameter
from esslod.queries import Chart, Heading, Panel, bind, read_query, with_defaults

QUERIES = sorted((Path(__file__).parent.parent / "queries").glob("*.rq"))
XSD = "http://www.w3.org/2001/XMLSchema#"
TEXT = """# title@fr: Un titre
# title@en: A title
# description@fr: Ce que cela dit.
# description@en: What it says.
# param place: iri default <https://example.org/a@b> @fr Le lieu. @en The place.
# param n: integer default 5 @en How many.
# param day: date
# param word: string default "a \\"b\\" @fr" @fr Mot
SELECT ?place ?n { VALUES (?place ?n) { (<https://example.org/x> 1) (<https://example.org/y> 2) } } # end
# param late: string
"""


def test_the_header_is_read() -> None:
    """Titles, descriptions and parameters come from the comment lines before the query."""
    read = read_query(TEXT)
    assert read.title == {"fr": "Un titre", "en": "A title"}
    assert read.description == {"fr": "Ce que cela dit.", "en": "What it says."}
    assert read.parameters == (
        Parameter("place", "iri", "<https://example.org/a@b>", "Le lieu.", "The place."),
        Parameter("n", "integer", "5", "", "How many."),
        Parameter("day", "date"),
        Parameter("word", "string", '"a \\"b\\" @fr"', "Mot", ""),
    )


@pytest.mark.parametrize(
    ("type_", "value", "term"),
    [
        ("iri", "https://example.org/x", ox.NamedNode("https://example.org/x")),
        ("iri", "<https://example.org/x>", ox.NamedNode("https://example.org/x")),
        ("iri", "id/x", ox.NamedNode("https://base.example/id/x")),
        ("integer", "007", ox.Literal("7", datatype=ox.NamedNode(XSD + "integer"))),
        ("date", "2025-02-11", ox.Literal("2025-02-11", datatype=ox.NamedNode(XSD + "date"))),
        ("string", '} " ?x', ox.Literal('} " ?x')),
    ],
)
def test_a_value_becomes_a_term_of_its_type(type_: str, value: str, term: ox.NamedNode | ox.Literal) -> None:
    """What a person types is read as the declared type, a relative IRI under the site's base."""
    assert Parameter("x", type_).term(value, "https://base.example/") == term  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type_", "value"),
    [("iri", "http://a b"), ("integer", "five"), ("date", "11/02/2025"), ("iri", "http://x/>} #")],
)
def test_a_value_of_another_type_is_refused(type_: str, value: str) -> None:
    """A value that is not of the declared type is the caller's error, with an example of what is expected."""
    with pytest.raises(BadRequest) as caught:
        Parameter("x", type_).term(value, "https://base.example/")  # type: ignore[arg-type]
    assert "x" in caught.value.remedy


def test_an_undeclared_parameter_is_refused() -> None:
    """The error lists the parameters there are."""
    with pytest.raises(BadRequest) as caught:
        read_query(TEXT).parameter("nope")
    assert "place, n, day, word" in caught.value.remedy


def test_a_bound_query_answers_for_the_value_only() -> None:
    """The trailing VALUES clause restricts the answer, even after a comment without a line break."""
    text = bind(TEXT.rstrip(), {"place": ox.NamedNode("https://example.org/y")})
    rows = ox.Store().query(text)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["n"].value for row in rows] == ["2"]


def test_a_variable_that_is_not_there_is_refused() -> None:
    """A value that could restrict nothing is an error, not an answer about everything."""
    with pytest.raises(BadRequest):
        bind("SELECT ?place { ?place ?p ?o }", {"pla": ox.Literal("x")})


@given(st.text())
def test_no_text_can_escape_from_its_literal(word: str) -> None:
    """Whatever a caller types, the query stays one query and finds exactly that text."""
    text = bind("SELECT ?word WHERE { }", {"word": Parameter("word", "string").term(word, "")})
    rows = ox.Store().query(text)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["word"].value for row in rows] == [word]


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_our_query_files_are_complete(file: Path) -> None:
    """Each file of queries/ parses, speaks both languages, and has parameters with valid defaults."""
    read = read_query(file.read_text(encoding="utf-8"))
    assert set(read.title) == set(read.description) == {"fr", "en"}
    bound = {}
    for parameter in read.parameters:
        assert parameter.fr, parameter.name
        assert parameter.en, parameter.name
        assert bool(parameter.choices) == (parameter.type == "iri"), parameter.name
        if parameter.default:
            bound[parameter.name] = parameter.term(parameter.default.strip('"'), "https://w3id.org/esslod/")
    ox.Store().query(bind(read.text, bound))
    assert read.number, "its place among the questions"
    declared = read.text.count("\n# param ") + read.text.startswith("# param ")
    assert declared == len(read.parameters), "a parameter line that the grammar does not understand"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# ASK\nprefix select: <urn:construct>\nask { ?select select:describe 'CONSTRUCT' }", "ASK"),
        ("base <urn:x>CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("describe <urn:select>", "DESCRIBE"),
        ("# SELECT\nPREFIX ask: <urn:x>", None),
    ],
)
def test_the_form_is_told_from_its_keyword(text: str, form: str | None) -> None:
    """A keyword in a comment, a text, an IRI, a variable or a prefix is none."""
    assert read_query(text).form == form


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_each_parameter_restricts_the_answer(file: Path) -> None:
    """A parameter is a column, or has a line of its own in the query, with the header's default."""
    read = read_query(file.read_text(encoding="utf-8"))
    found = ox.Store().query(read.text)
    assert isinstance(found, ox.QuerySolutions)
    columns = {variable.value for variable in found.variables}
    lines = re.findall(r"(?m)^ *VALUES \?(\w+) \{ (.+) \}  # param$", read.text)
    assert read.text.count("# param\n") == len(lines)
    marked = dict(lines)
    assert len(set(lines)) == len(marked), "one parameter, one default"
    assert set(marked) <= {parameter.name for parameter in read.parameters}
    for parameter in read.parameters:
        if parameter.name in marked:
            term = parameter.default_term("https://w3id.org/esslod/")
            typed = f'"{parameter.default}"^^xsd:{parameter.type}'
            assert marked[parameter.name] in (
                {str(term), parameter.default, typed, "UNDEF"} if term else {"UNDEF"}
            )
        else:
            assert parameter.name in columns, "a trailing VALUES clause would restrict nothing"
    if read.chart:
        assert set(read.chart.columns) <= columns
    declared = {parameter.name for parameter in read.parameters}
    if compared := read.comparison:
        assert compared.thing in declared
        assert {compared.value, *compared.alike, *compared.stated} <= columns
    assert {panel.parameter for panel in read.panels} <= declared


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_each_column_is_headed_in_both_languages(file: Path) -> None:
    """A reader never sees the name of a variable; a unit is an IRI or a column of the answer."""
    read = read_query(file.read_text(encoding="utf-8"))
    found = ox.Store().query(read.text)
    assert isinstance(found, ox.QuerySolutions)
    columns = [variable.value for variable in found.variables]
    assert [heading.name for heading in read.headings] == columns
    for heading in read.headings:
        assert set(heading.titles) == {"fr", "en"}
        assert all(set(words) == {"fr", "en"} for words in heading.words.values())
        assert not heading.unit.startswith("?") or heading.unit[1:] in columns


def test_panels_columns_and_values_are_read() -> None:
    """The header says where else the answer is shown, what its columns are called and what its texts mean."""
    read = read_query(
        "# panel: <https://example.org/Place> ?place order 7\n"
        "# column place: aside plain @fr Lieu @en Place\n"
        "# column n: unit ?u @fr Nombre @en Number\n"
        '# value n "1": @fr un @en one\n' + TEXT
    )
    assert read.panels == (Panel("https://example.org/Place", "place", 7),)
    assert read.headings == (
        Heading("place", {"fr": "Lieu", "en": "Place"}, manner=("aside", "plain")),
        Heading("n", {"fr": "Nombre", "en": "Number"}, "?u", (), {"1": {"fr": "un", "en": "one"}}),
    )
    assert read.heading("other") == Heading("other", {})
    assert with_defaults(
        read_query("# panel: <urn:x> ?n order 1\n# column n: @fr N\n" + BOUND), ""
    ).startswith("SELECT")


def test_number_and_chart_are_read() -> None:
    """A question may have a place in a list, and a picture of two of its columns."""
    read = read_query("# number: 12\n# chart: bars ?place ?n\n" + TEXT)
    assert (read.number, read.chart) == (12, Chart("bars", ("place", "n")))
    assert with_defaults(read_query("# number: 1\n" + BOUND), "").startswith("SELECT")
    assert (read_query(TEXT).number, read_query(TEXT).chart) == (0, None)


BOUND = """# param least: integer min 1 max 9 default 3 @fr Au moins. @en At least.
# param word: string @fr Mot. @en Word.
SELECT ?n ?word {
  VALUES ?least { 3 }  # param
  VALUES (?n ?word) { (1 "a") (2 "b") (3 "c") (4 "d") }
  FILTER (?n >= ?least)
}
"""


@pytest.mark.parametrize(
    ("given", "numbers"),
    [({}, "34"), ({"least": "2"}, "234"), ({"least": "1", "word": "b"}, "2"), ({"word": "a"}, "")],
)
def test_a_bound_takes_the_place_of_its_default(given: dict[str, str], numbers: str) -> None:
    """What is compared within a query is given there; the rest is joined at its end."""
    read = read_query(BOUND)
    text = bind(BOUND, {name: read.parameter(name).term(value, "") for name, value in given.items()})
    rows = ox.Store().query(text)
    assert isinstance(rows, ox.QuerySolutions)
    assert "".join(row["n"].value for row in rows) == numbers


@given(st.text())
def test_no_text_can_escape_from_its_line(word: str) -> None:
    """The same holds of a value put into the query: it stays one term on one line."""
    text = 'SELECT ?word {\n  VALUES ?word { "x" }  # param\n}'
    bound = bind(text, {"word": Parameter("word", "string").term(word, "")})
    rows = ox.Store().query(bound)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["word"].value for row in rows] == [word]


def test_a_default_within_the_query_stays() -> None:
    """Nothing is joined for it, so an editor may change it."""
    assert with_defaults(read_query(BOUND), "").count("VALUES") == 2


def test_defaults_are_bound_and_the_header_is_left_out() -> None:
    """What stays is a query that runs; an IRI of ours moves with the base, another does not."""
    text = TEXT.replace("https://example.org/a@b", "https://w3id.org/esslod/id/x").replace(
        "?place ?n {", "?place ?n ?word {"
    )
    bound = with_defaults(read_query(text), "https://other.example/")
    assert bound.startswith("SELECT")
    assert bound.endswith('{ (<https://other.example/id/x> "5"^^<' + XSD + 'integer> "a \\"b\\" @fr") }')


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_every_query_runs_with_its_defaults(file: Path) -> None:
    """Editors get a text that any engine understands."""
    read = read_query(file.read_text(encoding="utf-8"))
    bound = with_defaults(read, "https://w3id.org/esslod/")
    assert not bound.startswith("#")
    given = [parameter for parameter in read.parameters if parameter.default]
    assert "VALUES" in bound or not given
    ox.Store().query(bound)
