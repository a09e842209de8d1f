"""What a picture is made of: labels and numbers, before any SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """One mark: its label, how long it is, and that in words (``14 %``)."""

    label: str
    size: float
    written: str


@dataclass(frozen=True)
class Group:
    """Marks that stand together under one ``label``: a value and its reference, or the parts of a whole."""

    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Period:
    """From the year ``first`` to the year ``last``, both included."""

    label: str
    first: int
    last: int


@dataclass(frozen=True)
class Picture:
    """A finished picture.

    ``inline`` is SVG for a page, as wide as there is room, coloured by the style sheet; ``file`` the
    same as a document that stands on its own. ``summary`` says in words what it shows.
    """

    inline: str
    file: str
    summary: str
    cut: bool = False


@dataclass
class Scale:
    """Numbers → percent of the picture's width. Zero is always on it: a bar's length is its number.

    ``room`` is what the longest bar may take; the rest is for the number written beside it.
    """

    sizes: Sequence[float]
    room: float = 68.0
    low: float = field(init=False)
    span: float = field(init=False)

    def __post_init__(self) -> None:
        self.low = min(0.0, *self.sizes) if self.sizes else 0.0
        self.span = (max(0.0, *self.sizes) if self.sizes else 0.0) - self.low

    def place(self, size: float) -> float:
        """Where *size* stands."""
        return round(self.room * (size - self.low) / self.span, 3) if self.span else 0.0

    def bar(self, size: float) -> tuple[float, float]:
        """Start and width of the bar from zero to *size*."""
        start, end = sorted((self.place(0.0), self.place(size)))
        return start, round(end - start, 3)
