"""Descriptions as bytes: the same set of quads, the same bytes."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import Literal, NamedNode, Quad, parse

from esslod.rdf.formats import RDF_SYNTAXES, TURTLE
from esslod.representation.rdf import serialise


def n(name: str) -> NamedNode:
    return NamedNode("https://example.org/" + name)


QUADS = [
    Quad(
        n("b"),
        n("p"),
        Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
        n("g1"),
    ),
    Quad(n("b"), n("p"), Literal("é\r\n"), n("g2")),
    Quad(n("a"), n("p"), n("b"), n("g1")),
    Quad(n("a"), n("p"), n("b"), n("g2")),
]


@pytest.mark.parametrize("syntax", RDF_SYNTAXES, ids=lambda syntax: syntax.name)
def test_order_of_quads_does_not_matter(syntax) -> None:
    """Shuffled or repeated, the quads give the same bytes."""
    expected = serialise(QUADS, syntax, {"ex": "https://example.org/"})
    shuffled = QUADS * 2
    random.Random(1).shuffle(shuffled)
    assert serialise(shuffled, syntax, {"ex": "https://example.org/"}) == expected


@pytest.mark.parametrize("syntax", RDF_SYNTAXES, ids=lambda syntax: syntax.name)
def test_nothing_is_lost(syntax) -> None:
    """Lexical forms and line ends survive; syntaxes without graphs hold the union."""
    found = {quad.triple for quad in parse(serialise(QUADS, syntax, {}), syntax.rdf)}
    assert found == {quad.triple for quad in QUADS}


def test_only_used_prefixes() -> None:
    """A prefix nobody uses is not declared."""
    text = serialise(QUADS, TURTLE, {"ex": "https://example.org/", "unused": "https://unused.example/"})
    assert b"@prefix ex:" in text
    assert b"unused" not in text
