"""Tables of text, aligned as a terminal shows them."""

from __future__ import annotations

import pytest

from esslod.text_table import fits, records, table, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("été", 3),
        ("e\u0301te\u0301", 3),
        ("日本", 4),
        ("a\u200bb", 2),
        ("1\u00a0312", 5),
        ("", 0),
    ],
)
def test_width_is_what_a_terminal_shows(text: str, columns: int) -> None:
    """Combining marks take no column, wide characters take two."""
    assert width(text) == columns


def test_columns_are_aligned() -> None:
    """Each column is as wide as its widest cell; numbers stand to the right."""
    drawn = table(("nom", "n"), (("Élan", "5"), ("日本", "12")), frozenset({1}))
    assert drawn == "nom    n\n────  ──\nÉlan   5\n日本  12\n"


def test_an_empty_answer_has_a_head() -> None:
    """No row is said by a head without rows."""
    assert table(("a", "b"), ()) == "a  b\n─  ─\n"


def test_a_cell_cannot_break_the_table() -> None:
    """Line breaks and terminal escapes in a value are shown as spaces."""
    assert table(("a",), (("x\ny\x1b[31m",),)) == "a\n────────\nx y [31m\n"


def test_records_are_one_line_a_value() -> None:
    """A wide row becomes a block of lines, each with the name of its column."""
    assert records(("a", "long"), (("1", "2"), ("3", "4"))) == "a     1\nlong  2\n\na     3\nlong  4\n"


def test_fits_counts_columns() -> None:
    """A line of two wide characters does not fit in three columns."""
    assert fits("ab\nabc", 3)
    assert not fits("日本", 3)
