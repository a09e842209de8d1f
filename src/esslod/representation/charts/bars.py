"""Bars: one for each figure; or a value over its reference; or a bar cut into its parts."""

from __future__ import annotations

from collections.abc import Sequence

from esslod.representation.charts import drawing
from esslod.representation.charts.drawing import BAR, GAP, LINE_HEIGHT, Element
from esslod.representation.charts.figures import Figure, Group, Scale

#: Pixels between a bar and the number beside it.
_BESIDE = 8
#: What is left between two parts of a bar, in percent of the width.
_BETWEEN = 0.4


def bars(figures: Sequence[Figure]) -> tuple[list[Element], int]:
    """One bar under each label; elements and height."""
    scale = Scale([figure.size for figure in figures])
    drawn: list[Element] = []
    y = 0
    for figure in figures:
        said, y = drawing.label(y, figure.label)
        drawn += [*said, *_bar(figure, scale, y, 0)]
        y += BAR + GAP
    return drawn, max(y - GAP, 0) + 4


def references(groups: Sequence[Group]) -> tuple[list[Element], int]:
    """Under each label, the value and, thinner, what it is compared with, each with its own name."""
    scale = Scale([figure.size for group in groups for figure in group.figures])
    drawn: list[Element] = []
    y = 0
    for group in groups:
        said, y = drawing.label(y, group.label)
        drawn += said
        for place, figure in enumerate(group.figures):
            named = figure.written if not figure.label else f"{figure.written} · {figure.label}"
            drawn += _bar(Figure("", figure.size, named), scale, y, min(place, 1))
            y += BAR + 5
        y += GAP - 5
    return drawn, max(y - GAP, 0) + 4


def stacked(groups: Sequence[Group]) -> tuple[list[Element], int]:
    """Each group is a bar as long as its parts together; under it, what each part is and how much."""
    order = list(dict.fromkeys(figure.label for group in groups for figure in group.figures))
    scale = Scale([sum(figure.size for figure in group.figures) for group in groups], room=100.0)
    drawn: list[Element] = []
    y = 0
    for group in groups:
        said, y = drawing.label(y, group.label)
        drawn += said
        x = 0.0
        for figure in group.figures:
            width = scale.bar(figure.size)[1]
            shown = max(width - _BETWEEN, min(width, 0.2))
            drawn.append(drawing.bar(round(x, 3), y, round(shown, 3), _fill(order, figure)))
            x += width
        y += BAR + 8
        for figure in group.figures:
            drawn.append(drawing.swatch(y + 2, _fill(order, figure)))
            for line in drawing.lines(f"{figure.label} · {figure.written}"):
                drawn.append(drawing.text(0, y + 13, line, "value", beside=20))
                y += LINE_HEIGHT
        y += GAP
    return drawn, max(y - GAP, 0) + 6


def _bar(figure: Figure, scale: Scale, y: int, fill: int) -> list[Element]:
    start, width = scale.bar(figure.size)
    thin = 4 * fill
    written = drawing.text(start + width, y + BAR - 3, figure.written, "value", beside=_BESIDE)
    return [drawing.bar(start, y + thin / 2, max(width, 0.3), fill, height=BAR - thin), written]


def _fill(order: Sequence[str], figure: Figure) -> int:
    """Each part its colour; that of references (1) is none of theirs."""
    place = order.index(figure.label)
    return place + 1 if place else 0
