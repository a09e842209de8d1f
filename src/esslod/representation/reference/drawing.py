"""Boxes and arrows as numbers, before any SVG: a template draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from esslod.representation.page import Value

#: Pixels that a letter of the diagrams' text takes, on average, and a line of it.
_LETTER: Final = 6.9
LINE: Final = 18.0
_MARGIN: Final = 12.0


@dataclass(frozen=True)
class Box:
    """A class: ``title`` (a link), and lines under it; ``focus`` when the picture is about it."""

    x: float
    y: float
    width: float
    height: float
    title: Value
    lines: tuple[str, ...] = ()
    focus: bool = False

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Arrow:
    """A line of SVG's path syntax from one box to another; ``kind`` is ``lead`` or ``is-a``."""

    path: str
    kind: str
    title: str = ""


@dataclass(frozen=True)
class Label:
    """Words beside an arrow: ``anchor`` is SVG's ``start`` or ``end``."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Picture:
    """A drawing, ``width`` by ``height`` pixels; ``said`` tells each arrow in words."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    labels: tuple[Label, ...] = ()
    said: tuple[tuple[Value, str, Value], ...] = ()


def width_of(*texts: str) -> float:
    """Room for the longest of *texts* in a box."""
    return round(max((len(text) for text in texts), default=0) * _LETTER + 2 * _MARGIN, 1)


def height_of(lines: int) -> float:
    """Room for a title and *lines* under it."""
    return round(LINE * lines + (2.2 if lines else 1.7) * LINE, 1)


def curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A soft line between two points, level where it begins and ends."""
    (x1, y1), (x2, y2) = start, end
    bend = (x2 - x1) / 2
    return f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
