import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.engine.complexity import Bounds
from esslod.engine.scan import scan
from esslod.errors import BadRequest, CallerError, QueryTooComplex

BOUNDS = Bounds(text_bytes=100_000, nesting=100, patterns=200, list_items=100, path_steps=100)
_WORDS = ["SELECT", "*", "{", "}", "(", ")", "[", "]", "FILTER", "SERVICE", "<a>", "?x", "'s'", ".", ";", "/"]
_MORE = ["VALUES", "CONSTRUCT", "REGEX(", ",", "\\", '"', "#", "\n", "<<", ">>", "!", "FROM", "PREFIX", "a:b"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(_WORDS + _MORE)).map(" ".join)))
def test_any_text_passes_or_is_the_callers_fault(text):
    """A scan raises nothing but the caller's errors, whatever the text."""
    with contextlib.suppress(CallerError):
        scan(text, BOUNDS)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "select"),
        ("# ASK\nPREFIX ask: <http://select/> BASE <x> construct where {}", "construct"),
        ("BASE <http://insert/> DESCRIBE <x>", "describe"),
        ("", ""),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(query, form):
    """Comments, prefixes and IRIs do not count as words."""
    assert scan(query, BOUNDS).form == form


@pytest.mark.parametrize("word", ["INSERT", "delete", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "WITH"])
def test_an_update_is_told_that_the_endpoint_only_reads(word):
    """Updates are a bad request, not a syntax error."""
    with pytest.raises(BadRequest, match="only reads"):
        scan(f"PREFIX ex: <http://example.org/> {word} DATA {{ }}", BOUNDS)


def test_dataset_clauses_are_seen_and_strings_are_not():
    """FROM as a keyword counts; in a string, a variable or a name it does not."""
    assert scan("SELECT * FROM <g> {}", BOUNDS).dataset
    assert scan("SELECT * from NAMED <g> {}", BOUNDS).dataset
    assert not scan("SELECT ?from { ?from ex:from 'FROM <g>' }", BOUNDS).dataset


def test_text_over_the_limit_is_refused_by_its_size_in_bytes():
    """The limit is in UTF-8 bytes, and the message says both sizes."""
    with pytest.raises(QueryTooComplex, match=r"100006 bytes.*100000.*query_text_bytes"):
        scan("#" + "é" * 50_002 + "\n", BOUNDS)


def test_a_lone_surrogate_is_a_bad_request():
    """Text that UTF-8 cannot hold never reaches the engine."""
    with pytest.raises(BadRequest):
        scan("ASK { ?s ?p '\ud800' }", BOUNDS)


def test_constant_regular_expressions_are_collected_with_their_flags():
    """REGEX has flags third, REPLACE fourth; what is not constant is left to the evaluation."""
    query = """SELECT * { FILTER(REGEX(STR(?x), "a(", 'i') && regex(?x, ?y) && regex(?x, "b", ?f))
               BIND(REPLACE(CONCAT(?x, "u,v"), "c", "d") AS ?z) }"""
    assert scan(query, BOUNDS).expressions == (('"a("', "'i'"), ('"c"', '""'))
