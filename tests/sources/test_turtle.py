"""Turtle with line numbers."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from esslod.sources.turtle import LONGEST_LINE, LONGEST_TEXT, MOST_PROBLEMS, parse_turtle

BASE = "https://example.org/"


def lines(text: str) -> list[int]:
    return [statement.line for statement in parse_turtle(text.encode(), BASE).statements]


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in parse_turtle(text.encode(), BASE).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a> <b>\n <c> ,\n <d> ;\n <e> 1.50\n.\n<z> <y> <x> .", [2, 3, 4, 6]),
        ('<a> <b> "x"\n ; <c> "y"\n , "z"@fr\n\n# note\n ; <e> 5\n .\n', [1, 2, 3, 6]),
        ('<a> <b> "x"\r\n;<c> 5\r\n.\r\n', [1, 2]),
        ("<a> <b>\n.5 .", [2]),
        ('<a> <b> """one\n\n# two\n ; three""" ;\n<c> 1 .', [4, 5]),
        ("@base <https://x/> .\n@prefix a: <#> .\na:b a:c a:d .", [3]),
        ("<a> <b> <c> . # <d>\n# <e>\n<f> <g> true .", [1, 3]),
        ("<a> <b> <c> ; <d>", [1]),
    ],
)
def test_each_statement_has_the_line_of_its_value(text: str, expected: list[int]) -> None:
    """The line is where the value ends, whichever way ; and , are laid out."""
    parsed = parse_turtle(text.encode(), BASE)
    assert [statement.line for statement in parsed.statements] == expected


IRIS = st.from_regex(r"[a-z]{1,8}", fullmatch=True).map(lambda name: f"<{BASE}{name}>")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.one_of(IRIS, TEXTS.map(lambda words: str(Literal(words))), st.integers().map(str))


@given(st.lists(st.one_of(st.tuples(IRIS, IRIS, VALUES), st.sampled_from(["", "# note", "  "])), max_size=30))
def test_one_statement_a_line_is_told_its_line(written: list[tuple[str, str, str] | str]) -> None:
    """Whatever the statements, blank lines and comments, the line told is the line written."""
    text = "\n".join(line if isinstance(line, str) else " ".join(line) + " ." for line in written)
    expected = [number for number, line in enumerate(written, 1) if not isinstance(line, str)]
    parsed = parse_turtle(text.encode(), BASE)
    assert parsed.problems == []
    assert [statement.line for statement in parsed.statements] == expected
    whole = [quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE, base_iri=BASE)]
    assert [statement.triple for statement in parsed.statements] == whole


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    """Whatever a file holds, there is an answer."""
    parse_turtle(content, BASE)


PIECES = st.sampled_from(
    ["<a>", "<b>", '"', '"x"', "'''", '"""', ".", ";", ",", "[", "]", "(", ")", "\n", " ", "#", "<<", "<<(",
     ")>>", "{|", "@prefix a: <x> .", "a:b", "@fr", "^^", "\\", "1.", "é", "\u2028", "<", ">", "_:x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_jumble_of_turtle_makes_it_raise(text: str) -> None:
    """Pieces of Turtle in any order: faults, and each within the file."""
    parsed = parse_turtle(text.encode(), BASE)
    count = text.count("\n") + 1
    assert all(1 <= problem.line <= count for problem in parsed.problems)
    assert all(1 <= statement.line <= count for statement in parsed.statements)
    assert not any(isinstance(statement.triple.object, Triple) for statement in parsed.statements)


def test_all_faults_of_a_file_come_at_once() -> None:
    """After a fault, reading goes on at the next statement, with the prefixes known."""
    text = (
        "@prefix a: <#> .\n<a> a:c <b>\n<d> a:c <f> .\n<g> a:c 1 .\n"
        "x:a a:c 1 .\na:x a:y <b c> .\na:x a:y a:z ."
    )
    assert problems(text) == [
        (3, "A dot is expected at the end of statements"),
        (5, "The prefix x: has not been declared"),
        (6, "Invalid IRI code point ' '"),
    ]
    assert lines(text) == [2, 4, 7]


def test_an_open_quote_costs_one_statement() -> None:
    """A quote that is not closed on its line does not swallow the lines after."""
    text = '<a> <b> "open .\n<d> <e> <f> .\n<g> <h> "x" .'
    assert [line for line, _ in problems(text)] == [1]
    assert lines(text) == [2, 3]


def test_an_open_long_text_costs_one_statement() -> None:
    """Three quotes that are never closed are told where they open."""
    text = '<z> <b> 1 .\n<a> <b> """open .\n<d> <e> <f> .\n'
    assert problems(text) == [(2, "esslod:unclosed-text")]
    assert lines(text) == [1, 3]


def test_statements_within_a_long_text_are_not_read() -> None:
    """Reading does not start again inside a text, even when its lines look like statements."""
    text = '<a> <b> bad """ .\n<not> <a> <statement> .\n""" .\n<c> <d> <e> .\n'
    parsed = parse_turtle(text.encode(), BASE)
    assert [str(statement.triple.subject) for statement in parsed.statements] == [f"<{BASE}c>"]


def test_triple_terms_never_reach_the_parser() -> None:
    """RDF 1.2 terms nested 100 000 deep would overflow the parser's stack and kill the process."""
    deep = "<a> <b> " + "<<( <a> <p> \n" * 100_000 + " <x> " + ")>>\n" * 100_000 + " .\n<c> <d> <e> .\n"
    assert problems(deep) == [(1, "esslod:rdf-1.2")]
    assert len(lines(deep)) == 1
    assert problems("<a> <b> <c> {| <d> <e> |} .") == [(1, "esslod:rdf-1.2")]
    assert problems('<a> <b> "<<(" . # <<') == []


def test_brackets_may_nest_deeply() -> None:
    """A hundred thousand parentheses are read without recursion."""
    parsed = parse_turtle(b"<a> <b> " + b"(" * 100_000 + b")" * 100_000 + b" .", BASE)
    assert parsed.problems == []
    assert len(parsed.statements) == 2 * 100_000 - 1


def test_lines_longer_than_the_parsers_buffer_are_read() -> None:
    """The parser asks for 4096 bytes and panics when given more: a longer line is handed over in parts."""
    text = "<a> <b> " + ", ".join(f'"{number}"' for number in range(20_000)) + " ."
    assert len(text) < LONGEST_LINE
    assert lines(text) == [1] * 20_000


def test_endless_lines_and_texts_are_refused() -> None:
    """What would take hours is a fault, and the rest is read."""
    long_line = '<a> <b> "' + "x" * LONGEST_LINE + '" .\n<c> <d> <e> .'
    assert problems(long_line) == [(1, "esslod:long-line")]
    assert lines(long_line) == [2]
    long_text = '<a> <b> """' + "x\n" * LONGEST_TEXT + '""" .\n<c> <d> <e> .'
    assert problems(long_text) == [(1, "esslod:long-text")]
    assert lines(long_text) == [200_002]


def test_faults_are_counted_out() -> None:
    """A file of another kind gives a few dozen faults, not one a line."""
    found = problems("bad .\n" * 1000)
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1][1] == "esslod:more"


def test_noise_ends() -> None:
    """A megabyte of noise is refused in a moment."""
    parsed = parse_turtle(os.urandom(1_000_000), BASE)
    assert parsed.incomplete


def test_a_broken_number_is_shown_with_its_line() -> None:
    """The fault carries the text of its line."""
    (problem,) = parse_turtle(b"<a> <b> <c> .\n<a> <b> 12h .", BASE).problems
    assert (problem.line, problem.excerpt) == (2, "<a> <b> 12h .")
    assert parse_turtle(b"", BASE) == ([], [])
    assert NamedNode(BASE + "a") == parse_turtle(b"<a> <b> <c> .", BASE).statements[0].triple.subject
