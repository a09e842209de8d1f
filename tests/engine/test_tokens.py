import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.engine.tokens import iri_value, local_value, tokens, unescaped


def kinds(text: str) -> list[tuple[str, str]]:
    return list(tokens(text))


def test_strings_iris_and_comments_are_one_token_or_none():
    """What stands in a string, an IRI or a comment is never read as words."""
    assert kinds('\'SERVICE\' # SERVICE\n"""a "SERVICE" b""" <http://s/SERVICE#x>') == [
        ("string", "'SERVICE'"),
        ("string", '"""a "SERVICE" b"""'),
        ("iri", "<http://s/SERVICE#x>"),
    ]


def test_four_apostrophes_open_a_long_string():
    """`''''a'''` is a long string that begins with an apostrophe."""
    assert kinds("''''a'''") == [("string", "''''a'''")]


def test_less_than_is_no_iri_when_a_space_or_bracket_follows_before_the_end():
    """`?a <?b && …` holds no IRI."""
    assert [kind for kind, _ in kinds("?a <?b && ?c")] == ["variable", "mark", "variable", "mark", "variable"]


def test_a_prefixed_name_ends_before_its_last_full_stop():
    """`ex:a.b.` is the name `ex:a.b` and a full stop; escapes belong to the name."""
    assert kinds(r"ex:a.b. :c\#d") == [("name", "ex:a.b"), ("mark", "."), ("name", r":c\#d")]


def test_words_joined_by_full_stops_are_separate():
    """Without a colon, `true.FILTER` is two words."""
    assert kinds("true.FILTER") == [("word", "true"), ("mark", "."), ("word", "FILTER")]


def test_escapes_are_undone():
    """Code points in IRIs and text, backslashes in local names; impossible code points stay."""
    assert iri_value(r"<http://\u0061\U00000062>") == "http://ab"
    assert iri_value(r"<\uD800>") == r"\uD800"
    assert local_value(r"a\-b") == "a-b"
    assert unescaped(r"\u0053ERVICE") == "SERVICE"


@given(st.text())
def test_any_text_is_cut_without_failing(text):
    """Tokens are pieces of the text, in order; nothing raises."""
    assert sum(len(piece) for _, piece in tokens(text)) <= len(text)


@given(st.text(alphabet="<>\"'\\#\n :.-a{}?_u0", max_size=200))
def test_no_token_is_empty(text):
    """Adversarial mixtures of quotation marks, escapes and comments give non-empty tokens."""
    assert all(piece for _, piece in tokens(text))


@pytest.mark.parametrize(
    "piece", ["(", "a.", "a-", "'''a\"\"\"", '"\\q', "<a", "a:.", "'\"\n", "a...", "\\", "1 ", '"""\'']
)
def test_time_is_linear(piece):
    """Ten times the text takes about ten times as long, whatever it is made of."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.perf_counter()
        for _ in tokens(text):
            pass
        return time.perf_counter() - began

    assert seconds(200_000) < 60 * max(min(seconds(20_000) for _ in range(3)), 0.0005)
