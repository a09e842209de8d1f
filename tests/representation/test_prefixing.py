"""A query gets the prefixes it uses and does not declare; what only looks like one is left alone."""

from __future__ import annotations

import pytest

from esslod.representation.prefixing import with_prefixes

KNOWN = {"a": "urn:a#", "b-c": "urn:b#", "ex": "urn:ex#"}


@pytest.mark.parametrize(
    ("query", "added"),
    [
        ("SELECT * { ?s a:x ?o }", ["a"]),
        ("SELECT * { ?s b-c:x/ex:y 'ex' }", ["b-c", "ex"]),
        ("PREFIX a: <urn:other#> SELECT * { ?s a:x ?o }", []),
        ("prefix ex:<urn:e#> SELECT * { a:x ex:y ?o }", ["a"]),
        ("SELECT * { ?s ?p \"a:x\", '''b-c:y\n\"''', \"\\\"ex:z\" }", []),
        ("SELECT * { ?s <a:x> ?o } # a:y", []),
        ("SELECT * { ?s unknown:x ?o }", []),
        ("SELECT * { ?s ?p 1^^a:t . _:ex ?p ?o }", ["a"]),
    ],
)
def test_what_is_missing(query: str, added: list[str]) -> None:
    """Declarations come first, in order; the query itself is not touched."""
    made = with_prefixes(query, KNOWN)
    assert made.endswith(query)
    assert made.removesuffix(query) == "".join(f"PREFIX {name}: <{KNOWN[name]}>\n" for name in added)
