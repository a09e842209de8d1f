"""The quick look at plain queries against the whole scan."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from esslod.engine import plain, scan
from esslod.engine.complexity import Bounds
from esslod.errors import EsslodError

SMALL = Bounds(text_bytes=2000, nesting=8, patterns=10, list_items=12, path_steps=6)
USUAL = Bounds(text_bytes=100_000, nesting=100, patterns=200, list_items=100, path_steps=100)

_WORDS = st.sampled_from(
    [
        "SELECT",
        "select",
        "ASK",
        "CONSTRUCT",
        "DESCRIBE",
        "WHERE",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "<<",
        ">>",
        ".",
        ";",
        ",",
        "?x",
        "$y",
        "*",
        "a",
        "ex:p",
        ":q",
        "<http://e/p>",
        "<a>",
        '"s"',
        "'('",
        '")"',
        "1",
        "-1",
        "1.5",
        "true",
        "/",
        "|",
        "^",
        "!",
        "+",
        "FILTER",
        "BIND",
        "AS",
        "VALUES",
        "OPTIONAL",
        "UNION",
        "FROM",
        "SERVICE",
        "REGEX(",
        "BASE",
        "INSERT",
        "GROUP",
        "BY",
        "ORDER",
        "LIMIT",
        "COUNT(",
        "||",
        "&&",
        "=",
        "<",
        "é",
        "\\u0053",
        "_:b",
        "()",
        "PREFIX ex: <http://e/>",
        "PREFIX : <http://e/#>",
        "# comment\n",
        "\n",
    ]
)


def whole(text: str, bounds: Bounds) -> object:
    try:
        return scan._scan(text, bounds)
    except EsslodError as error:
        return type(error).__name__, error.message


@settings(max_examples=1500, deadline=None)
@given(st.lists(_WORDS, max_size=40), st.sampled_from(["", " "]))
@example(["1", "FROM", "<x:a>"], "")
def test_what_passes_quickly_passes_the_whole_scan_with_the_same_outline(words, between):
    """The quick look never lets through what the whole scan refuses, and says the same of the rest."""
    text = "SELECT * " + between.join(words) if len(words) % 2 else between.join(words)
    for bounds in (SMALL, USUAL):
        if plain.outline(text, bounds) is not None:
            found = whole(text, bounds)
            assert isinstance(found, scan.Outline), found
            # Declarations further on are no prologue; the engine refuses them.
            assert replace(found, prefixes={}) == replace(scan.scan(text, bounds), prefixes={})


@pytest.mark.parametrize(
    "piece", ["(", "{", "[", "!", "-", " .", ";", ",", "/", "|", "^", " ?x", " 1", "<a>a", "()", '""', "[]"]
)
@pytest.mark.parametrize("opening", ["", "("])
def test_no_repetition_slips_by_a_bound(piece, opening):
    """Whatever is repeated, the quick look gives up before the whole scan would refuse."""
    for number in range(1, 300):
        text = "SELECT * { ?s ?p " + opening + piece * number + (")" if opening else "") + " }"
        if plain.outline(text, USUAL) is not None:
            assert whole(text, USUAL) == scan.scan(text, USUAL)


def test_an_ordinary_query_is_plain_and_takes_microseconds():
    """A query with prefixes, a filter and an order needs less than 50 µs, or there would be no use in it."""
    text = (
        "PREFIX dct: <http://purl.org/dc/terms/>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "SELECT ?fact ?label WHERE { ?fact dct:isPartOf <https://w3id.org/id/profile/epci-1/2025-02-11> .\n"
        'OPTIONAL { ?fact rdfs:label ?label FILTER(LANG(?label) = "en") } } ORDER BY ?fact LIMIT 100'
    )
    found = plain.outline(text, USUAL)
    assert found is not None and found[0] == "select" and set(found[1]) == {"dct", "rdfs"}
    times = []
    for _ in range(20):
        start = time.perf_counter()
        for _ in range(50):
            plain.outline(text, USUAL)
        times.append((time.perf_counter() - start) / 50)
    assert min(times) < 50e-6
