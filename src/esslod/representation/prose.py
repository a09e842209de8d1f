"""A publisher's own text as blocks: headings, paragraphs, lists; addresses in it become links.

A file of such text is read as people write it: ``## Heading``, ``- item``, an empty line between paragraphs.
Nothing else means anything, and nothing becomes markup by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

_ADDRESS: Final = re.compile(r"https?://[^\s<>()]+[^\s<>().,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HEADING: Final = re.compile(r"#{1,6}\s+(.+)")
_ITEM: Final = re.compile(r"[-*]\s+(.+)")


@dataclass(frozen=True)
class Span:
    """A piece of text, and where it leads, if anywhere."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph (one line of spans), or a list (a line for each item)."""

    kind: Literal["heading", "paragraph", "list"]
    lines: tuple[tuple[Span, ...], ...]


@cache
def prose_of(file: Path) -> tuple[Block, ...]:
    """The blocks of *file* (UTF-8), which is read once."""
    return tuple(blocks(file.read_text(encoding="utf-8")))


def blocks(text: str) -> Iterator[Block]:
    """The blocks of *text*, in order."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines and (heading := _HEADING.fullmatch(lines[0])) is not None:
            yield Block("heading", (_spans(heading[1]),))
            lines = lines[1:]
        items = [found[1] for line in lines if (found := _ITEM.fullmatch(line)) is not None]
        if lines and len(items) == len(lines):
            yield Block("list", tuple(map(_spans, items)))
        elif lines:
            yield Block("paragraph", (_spans(" ".join(lines)),))


def _spans(line: str) -> tuple[Span, ...]:
    spans, place = [], 0
    for found in _ADDRESS.finditer(line):
        spans.append(Span(line[place : found.start()]))
        spans.append(Span(found[0], found[0] if "://" in found[0] else f"mailto:{found[0]}"))
        place = found.end()
    return tuple(span for span in (*spans, Span(line[place:])) if span.text)
