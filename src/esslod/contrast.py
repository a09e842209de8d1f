"""Contrast of colours, as WCAG 2.2 counts it (relative luminance, success criteria 1.4.3 and 1.4.11).

The papers are those of the style sheet: a publisher's colour must be readable on all of them.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Mode = Literal["light", "dark"]

#: Contrast that text needs with what it stands on (1.4.3, level AA).
TEXT: Final = 4.5
#: What text stands on, in each mode: --paper, --raised, --sunken of the style sheet.
PAPERS: Final[dict[Mode, tuple[str, ...]]] = {
    "light": ("#fbfaf6", "#ffffff", "#f2f1ea"),
    "dark": ("#131815", "#1a211d", "#202823"),
}
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_INK: Final = ("#ffffff", "#0d1411")


def is_colour(text: str) -> bool:
    """Whether *text* is a colour as we take them: ``#14614a``."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def weakest(colour: str, mode: Mode) -> tuple[float, str]:
    """The lowest contrast of *colour* with the papers of *mode*, and with which of them."""
    return min((contrast(colour, paper), paper) for paper in PAPERS[mode])


def ink_on(colour: str) -> str:
    """White or nearly black: what can be read on *colour*."""
    return max(_INK, key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
