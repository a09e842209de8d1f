"""Rows as a table of text, aligned by what a terminal shows and not by the number of characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_GAP = "  "


def width(text: str) -> int:
    """Columns that *text* takes in a terminal: 2 for wide East Asian, 0 for combining marks (UAX #11)."""
    return sum(_columns(character) for character in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()) -> str:
    """*rows* under *head*; columns whose index is in *numeric* are aligned to the right."""
    cells = [[_one_line(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(head, *cells, strict=True)]
    rule = ["─" * each for each in widths]
    return "\n".join(_line(row, widths, numeric) for row in (head, rule, *cells)) + "\n"


def records(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """One block a row, one line a value: for tables wider than the terminal."""
    margin = max(map(width, head), default=0)
    blocks = (
        "\n".join(
            f"{_padded(name, margin)}{_GAP}{_one_line(cell)}" for name, cell in zip(head, row, strict=True)
        )
        for row in rows
    )
    return "\n\n".join(blocks) + "\n"


def fits(text: str, columns: int) -> bool:
    """Whether every line of *text* fits in *columns*."""
    return all(width(line) <= columns for line in text.splitlines())


def _line(row: Sequence[str], widths: Sequence[int], numeric: frozenset[int]) -> str:
    padded = (
        _padded(cell, columns, right=index in numeric)
        for index, (cell, columns) in enumerate(zip(row, widths, strict=True))
    )
    return _GAP.join(padded).rstrip()


def _padded(text: str, columns: int, *, right: bool = False) -> str:
    room = " " * (columns - width(text))
    return room + text if right else text + room


def _one_line(text: str) -> str:
    """A cell never breaks the table, nor moves the cursor: control characters become spaces."""
    return "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
