"""Another base for our IRIs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from esslod.addresses import CANONICAL_BASE
from esslod.namespaces import XSD
from esslod.rdf.rebasing import rebase_query, rebase_term

OTHER = "https://data.example.org/ess/"


def test_our_iris_move_and_others_stay() -> None:
    """Only what is under the canonical base moves."""
    assert rebase_term(NamedNode(CANONICAL_BASE + "def#Plan"), OTHER) == NamedNode(OTHER + "def#Plan")
    assert rebase_term(XSD.date, OTHER) == XSD.date


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["", "fr", "typed", "uri"]))
def test_the_text_of_a_literal_never_changes(text: str, kind: str) -> None:
    """Not even when it looks like one of our addresses."""
    text = CANONICAL_BASE + text
    literal = {
        "": Literal(text),
        "fr": Literal(text, language="fr"),
        "typed": Literal(text, datatype=NamedNode(CANONICAL_BASE + "def#LegalCategory")),
        "uri": Literal(text, datatype=XSD.anyURI),
    }[kind]
    moved = rebase_term(literal, OTHER)
    assert (moved.value, moved.language) == (literal.value, literal.language)
    assert kind == "typed" or moved == literal


def test_the_datatype_of_a_literal_moves() -> None:
    """A datatype is one of our terms, declared under the site's base."""
    literal = Literal("7344", datatype=NamedNode(CANONICAL_BASE + "def#LegalCategory"))
    assert rebase_term(literal, OTHER).datatype == NamedNode(OTHER + "def#LegalCategory")


def test_in_queries_addresses_move_and_texts_and_comments_stay() -> None:
    """A query is read token by token, never replaced as a string."""
    query = f"""PREFIX ess: <{CANONICAL_BASE}def#> # <{CANONICAL_BASE}>
    SELECT ?s {{ ?s a <{CANONICAL_BASE}def#Plan> ; ?p "<{CANONICAL_BASE}>" ; ?q <other> FILTER(1 < 2) }}"""
    assert rebase_query(query, OTHER).count(OTHER) == 2
    assert rebase_query(query, OTHER).count(CANONICAL_BASE) == 2
    assert rebase_query(query, CANONICAL_BASE) == query
