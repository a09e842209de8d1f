"""How templates write numbers, dates, sizes and excerpts, in the language they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from esslod.representation import writing


def _number(value: int, language: str) -> str:
    return writing.number(str(value), language)


def _initials(digest: str, length: int = 12) -> str:
    """The first characters of a digest, to be recognised by eye."""
    return digest[:length]


def _plain(value: float, language: str) -> str:
    """A setting as people write it: ``30``, ``0,5``."""
    return writing.number(f"{value:g}", language)


def _excerpt(text: str, line: int, column: int) -> str:
    """The line of *text* where something is wrong (both counted from 1), and a caret under the place."""
    lines = text.splitlines()
    told = lines[line - 1] if 0 < line <= len(lines) else ""
    margin = "".join("\t" if character == "\t" else " " for character in told[: max(column, 1) - 1])
    return f"{told}\n{margin}^"


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "date": writing.date,
    "size": writing.size,
    "number": _number,
    "initials": _initials,
    "plain": _plain,
    "excerpt": _excerpt,
}
