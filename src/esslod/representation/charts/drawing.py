"""SVG elements as all our pictures have them (SVG 2); the only file that knows the library which writes them.

Widths are percentages and heights are pixels: a picture fills its column, from phone to wall, and its
letters stay as large as the page's. Colours are attributes, which any style sheet overrules (CSS 2.2
§6.4.4), so that a picture shows without one too; a page's own has those of light and dark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Final

import svg

#: Letters of a label that fit on a telephone; longer ones take several lines.
_LINE: Final = 40
#: Pixels from line to line, and letters' size.
LINE_HEIGHT: Final = 18
SIZE: Final = 14
BAR: Final = 16
#: Between two rows.
GAP: Final = 14
#: Fills without a style sheet: value, reference, then the parts of a whole.
FILLS: Final = ("#17644b", "#8a938e", "#b6862c", "#3d6fa5", "#9b4d6e", "#6b7a2a")
INK: Final = "#1d2421"
#: Width of a picture that stands on its own.
_WIDTH: Final = 680
_MARGIN: Final = 20
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"

Element = svg.Element

#: What no XML document may hold (XML 1.0 §2.2).
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(content: str) -> str:
    """*content* as the text of an element, which the library takes as it is."""
    return escape(_UNWRITABLE.sub("", content))


def lines(text: str) -> list[str]:
    """*text* cut where words end; a word that is too long is cut too."""
    return wrap(text, _LINE, break_on_hyphens=False) or [""]


def text(x: float, y: float, content: str, kind: str, *, beside: int = 0) -> Element:
    """*content* at *x* percent and *y* pixels, *beside* pixels to the right of there."""
    return svg.Text(
        x=svg.Length(x, "%"),
        y=y,
        dx=beside or None,
        text=written(content),
        class_=[kind],
        fill=INK,
        font_size=SIZE,
    )


def label(y: int, content: str) -> tuple[list[Element], int]:
    """A label over as many lines as it takes from *y* on, and where it ends."""
    said: list[Element] = []
    for line in lines(content):
        said.append(text(0, y + SIZE, line, "label"))
        y += LINE_HEIGHT
    return said, y + 4


def bar(x: float, y: float, width: float, fill: int, *, height: float = BAR) -> Element:
    """A bar from *x* percent on, *width* percent wide, in the colour numbered *fill*."""
    return svg.Rect(
        x=svg.Length(x, "%"),
        y=y,
        width=svg.Length(width, "%"),
        height=height,
        class_=["mark", f"fill-{fill % len(FILLS)}"],
        fill=FILLS[fill % len(FILLS)],
    )


def swatch(y: float, fill: int) -> Element:
    """The colour numbered *fill*, for a legend."""
    return svg.Rect(
        x=0, y=y, width=12, height=12, rx=2,
        class_=["mark", f"fill-{fill % len(FILLS)}"], fill=FILLS[fill % len(FILLS)],
    )  # fmt: skip


def line(x: float, top: float, bottom: float) -> Element:
    """An upright line: an axis, a tick."""
    place = svg.Length(x, "%")
    return svg.Line(x1=place, x2=place, y1=top, y2=bottom, class_=["axis"], stroke=INK, stroke_width=1)


def inline(elements: Sequence[Element], height: int, name: str, title: str, summary: str) -> str:
    """SVG for a page, where *name* tells it from the other pictures."""
    told: list[Element] = [
        svg.Title(id=f"{name}-title", text=written(title)),
        svg.Desc(id=f"{name}-desc", text=written(summary)),
    ]
    root = svg.SVG(
        width=svg.Length(100, "%"),
        height=height,
        class_=["chart"],
        elements=[*told, *elements],
        extra={"role": "img", "aria-labelledby": f"{name}-title {name}-desc", "focusable": "false"},
    )
    return root.as_str()


def standing(elements: Sequence[Element], height: int, title: str, summary: str, source: str) -> str:
    """The same as a document of its own: title above, where it comes from below, paper behind."""
    shown = lines_of(title, 64)
    top = _MARGIN + LINE_HEIGHT * len(shown) + GAP
    whole = top + height + LINE_HEIGHT + _MARGIN
    heads = [
        svg.Text(x=_MARGIN, y=_MARGIN + SIZE + LINE_HEIGHT * place, text=written(one), fill=INK, font_size=16,
                 font_weight="bold")
        for place, one in enumerate(shown)
    ]  # fmt: skip
    inner = svg.SVG(
        x=_MARGIN, y=top, width=_WIDTH - 2 * _MARGIN, height=height, elements=list(elements), xmlns=None
    )
    foot = svg.Text(x=_MARGIN, y=whole - _MARGIN, text=written(source), fill=INK, font_size=11)
    root = svg.SVG(
        width=_WIDTH,
        height=whole,
        viewBox=svg.ViewBoxSpec(0, 0, _WIDTH, whole),
        elements=[
            svg.Title(id="title", text=written(title)),
            svg.Desc(id="desc", text=written(summary)),
            svg.Rect(width=_WIDTH, height=whole, fill="#ffffff"),
            *heads,
            inner,
            foot,
        ],
        extra={"role": "img", "aria-labelledby": "title desc", "font-family": _FONT},
    )
    return root.as_str() + "\n"


def lines_of(content: str, most: int) -> list[str]:
    """*content* in lines of at most *most* letters."""
    return wrap(content, most, break_on_hyphens=False) or [""]
