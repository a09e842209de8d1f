"""Queries so plain that counting characters shows they keep every bound, in microseconds.

Cutting a query into tokens (`scan.py`) costs as much as evaluating a small one. Each limit
is on something that needs at least one certain character: counting those characters, in
strings and comments too, can only count too many. A query that passes would pass the whole
scan, with the same outline; of one that does not, nothing is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from esslod.engine.complexity import Bounds

#: Prefix declarations, then the form; nothing else, comments neither, so that both are certain.
_BEGINNING: Final = re.compile(
    r"(?>\s*+PREFIX\s++[A-Za-z]?+[\w\-]*+:\s*+<[\w:/.#\-?=&%~]++>)*+\s*+(SELECT|ASK|CONSTRUCT|DESCRIBE)(?=[\s{(*?$<])",
    re.IGNORECASE | re.ASCII,
)
_PREFIXES: Final = re.compile(r"PREFIX\s++([\w\-]*+):\s*+<([^>]*+)>", re.IGNORECASE | re.ASCII)
#: What needs a closer look: other servers, datasets, expressions to check, escapes.
_UNUSUAL: Final = ("service", "regex", "replace", "\\")
#: As a keyword: no letter stands before, as in ``wasDerivedFrom``; a digit may, which ends a number.
_FROM: Final = re.compile(r"(?<![a-z_])from(?!\w)")
_OPENING: Final = "({[<"
#: Signs that may stand before an operand any number of times.
_SIGNS: Final = "!-+"
_SEPARATORS: Final = ".;,"
_CLOSING: Final = ")}"
_PATH_MARKS: Final = "/|^"
#: Of two neighbours in a list, one has one of these in it or before it.
_IN_TERMS: Final = " \t\r\n?$:<\"'.+-"


def outline(text: str, bounds: Bounds) -> tuple[str, dict[str, str]] | None:
    """The form of *text* in lower case, and its prefixes; None when the whole scan must look at it."""
    if not text.isascii() or len(text) > bounds.text_bytes:
        return None
    lower = text.lower()
    if any(word in lower for word in _UNUSUAL) or ("from" in lower and _FROM.search(lower)):
        return None
    beginning = _BEGINNING.match(text)
    if beginning is None or not _within(text[beginning.end() :], bounds):
        return None
    return beginning[1].lower(), dict(_PREFIXES.findall(text, 0, beginning.start(1)))


def _within(rest: str, bounds: Bounds) -> bool:
    opening = _count(rest, _OPENING)
    return (
        opening + _count(rest, _SIGNS) < bounds.nesting
        and opening + _count(rest, _SEPARATORS + _CLOSING) < bounds.patterns
        and _count(rest, _PATH_MARKS) < bounds.path_steps
        and _list_items(rest) < bounds.list_items
    )


def _list_items(rest: str) -> int:
    """More items than all lists of *rest* have: they stand between its first and its last round bracket."""
    first, last = rest.find("("), rest.rfind(")")
    if first < 0:
        return 0
    inside = rest[first:last] if last > first else rest[first:]
    return 2 * _count(inside, _IN_TERMS) + _count(inside, _OPENING)


def _count(text: str, characters: str) -> int:
    return sum(map(text.count, characters))
