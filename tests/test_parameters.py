"""Parameters of queries: their types, their bounds, and what can be chosen."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.errors import BadRequest
from esslod.parameters import Parameter, ParameterType, choices
from esslod.queries import read_query

XSD = "http://www.w3.org/2001/XMLSchema#"
LINE = "# param n: {} @fr Un nombre. @en A number.\nSELECT * {{}}"


def declared(told: str) -> Parameter:
    (parameter,) = read_query(LINE.format(told)).parameters
    return parameter


def test_choices_and_bounds_are_read() -> None:
    """They stand between the type and the default."""
    told = "decimal from <https://example.org/C> min -1.5 max 20 default 2"
    assert declared(told) == Parameter(
        "n", "decimal", "2", "Un nombre.", "A number.", "https://example.org/C", "-1.5", "20"
    )


@pytest.mark.parametrize(
    ("type_", "value", "lexical", "datatype"),
    [
        ("decimal", "12.50", "12.50", "decimal"),
        ("decimal", "12,5", "12.5", "decimal"),
        ("decimal", "-3", "-3", "decimal"),
        ("year", "2026", "2026", "integer"),
    ],
)
def test_numbers(type_: ParameterType, value: str, lexical: str, datatype: str) -> None:
    """A decimal may be written with a comma, as in French; a year is an integer, which SPARQL compares."""
    literal = ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype))
    assert Parameter("x", type_).term(value, "") == literal


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("decimal", "1e5"),
        ("decimal", "NaN"),
        ("decimal", "1 000"),
        ("decimal", ""),
        ("year", "26"),
        ("year", "२०२६"),
    ],
)
def test_what_is_no_number_is_refused(type_: ParameterType, value: str) -> None:
    """Nor are words that only a programming language takes for numbers."""
    with pytest.raises(BadRequest):
        Parameter("x", type_).term(value, "")


@pytest.mark.parametrize(
    ("told", "inside", "outside"),
    [
        ("integer min 1 max 9", ["1", "9"], ["0", "10"]),
        ("decimal min -0.5", ["-0.5", "1"], ["-0.51"]),
        ("year max 2100", ["1999", "2100"], ["2101"]),
        ("date min 2000-01-01", ["2000-01-01"], ["1999-12-31"]),
    ],
)
def test_bounds_are_allowed_and_no_further(told: str, inside: list[str], outside: list[str]) -> None:
    """The error names the bound."""
    parameter = declared(told)
    for value in inside:
        assert parameter.term(value, "")
    for value in outside:
        with pytest.raises(BadRequest, match=r"min|max"):
            parameter.term(value, "")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_decimal_is_never_rounded(value: object) -> None:
    """What is asked for is what was typed."""
    typed = f"{value:f}"
    assert Parameter("x", "decimal").term(typed, "").value == typed


def test_choices_are_instances_codes_or_values() -> None:
    """One kind of IRI says where to choose from: a class, a code list, or a property."""
    store = ox.Store()
    store.load(
        b"""@prefix e: <https://example.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        e:a a e:C . e:b skos:inScheme e:S . e:x e:p e:c , e:a .""",
        ox.RdfFormat.TURTLE,
    )
    found = {}
    for name in "CSp":
        rows = store.query(choices(f"https://example.org/{name}"))
        assert isinstance(rows, ox.QuerySolutions)
        found[name] = [row["choice"].value[-1] for row in rows]
    assert found == {"C": ["a"], "S": ["b"], "p": ["a", "c"]}
    with pytest.raises(BadRequest):
        choices("x> } #")
