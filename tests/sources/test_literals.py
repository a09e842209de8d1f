"""Literals that would not survive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from esslod.namespaces import XSD
from esslod.sources.literals import rewritten, well_formed


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=XSD[datatype])


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2025-02-11", "date"), ("2024-02-29", "date"), ("-0044-03-15", "date"), ("2025-02-11+01:00", "date"),
        ("2025-02-11T23:59:59.5Z", "dateTime"), ("2022", "gYear"), ("2022-12", "gYearMonth"),
        ("true", "boolean"), ("0", "boolean"), (".5", "decimal"), ("5.", "decimal"), ("-5", "integer"),
        ("--02", "gMonth"), ("1e3", "double"), ("INF", "double"), ("P1Y2M", "duration"),
        ("PT1.5S", "duration"),
        ("0aFF", "hexBinary"), ("TWFu", "base64Binary"), ("TWE=", "base64Binary"), ("255", "unsignedByte"),
        ("246300701", "token"),
        ("fr-CA", "language"), ("https://x/", "anyURI"), ("anything", "string"),
    ],
)  # fmt: skip
def test_values_of_their_type_are_well_formed(text: str, datatype: str) -> None:
    """XML Schema 1.1 part 2, §3.3 and §3.4."""
    assert well_formed(typed(text, datatype))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("11/02/2025", "date"), ("2025-02-30", "date"), ("2025-13-01", "date"), ("2023-02-29", "date"),
        ("25-02-11", "date"), ("2025-02-11", "dateTime"), ("22", "gYear"), ("2022-13", "gYearMonth"),
        ("TRUE", "boolean"), ("1,5", "decimal"), ("1.0", "integer"), ("", "integer"), (" 5", "integer"),
        ("P", "duration"), ("P1YT", "duration"), ("abc", "hexBinary"), ("TWE", "base64Binary"),
        ("256", "unsignedByte"), ("-1", "nonNegativeInteger"), ("9" * 5000, "int"), ("a  b", "token"),
        ("fr_FR", "language"), ("a b", "anyURI"),
    ],
)  # fmt: skip
def test_values_of_another_form_are_ill_formed(text: str, datatype: str) -> None:
    """Years, months and dates that do not exist are seen, which pySHACL alone would let pass."""
    assert not well_formed(typed(text, datatype))


def test_unknown_datatypes_accept_anything() -> None:
    """Only XML Schema's forms are known."""
    assert well_formed(Literal("7344", datatype=NamedNode("https://example.org/LegalCategory")))


@pytest.mark.parametrize(
    ("text", "datatype", "back"),
    [
        ("1.50", "decimal", '"1.5"^^xsd:decimal'), ("030", "integer", '"30"^^xsd:integer'),
        ("P1Y0M", "duration", '"P1Y"^^xsd:duration'), ("3", "short", '"3"^^xsd:integer'),
    ],
)  # fmt: skip
def test_what_the_store_would_rewrite_is_found(text: str, datatype: str, back: str) -> None:
    """Answers would differ from the dumps."""
    literal = typed(text, datatype)
    found = rewritten([literal, typed("1", "integer")])
    assert {
        str(key): str(value).replace(f"<{XSD.iri}", "xsd:").rstrip(">") for key, value in found.items()
    } == {str(literal): back}


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5),
    st.sampled_from(["date", "integer", "decimal"]),
)
def test_any_text_is_judged(texts: list[str], datatype: str) -> None:
    """No text makes the checks raise, and what the store gives back is stable."""
    literals = [typed(text, datatype) for text in texts]
    for literal in literals:
        well_formed(literal)
    assert rewritten(rewritten(literals).values()) == {}
