"""Periods: from which year to which, on one axis of years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from esslod.representation.charts import drawing
from esslod.representation.charts.drawing import BAR, GAP, LINE_HEIGHT, Element
from esslod.representation.charts.figures import Period

#: Years written under the axis, at most: they must fit on a telephone.
_MOST_TICKS: Final = 6
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)


def periods(spans: Sequence[Period]) -> tuple[list[Element], int]:
    """A bar for each period, and the years below; elements and height."""
    first = min(span.first for span in spans)
    end = max(span.last for span in spans) + 1
    drawn: list[Element] = []
    y = 0

    def place(year: int) -> float:
        return round(100.0 * (year - first) / (end - first), 3)

    for span in spans:
        said, y = drawing.label(y, f"{span.label} ({span.first}–{span.last})")
        drawn += [
            *said, drawing.bar(place(span.first), y, round(place(span.last + 1) - place(span.first), 3), 0)
        ]  # fmt: skip
        y += BAR + GAP
    step = next((one for one in _STEPS if (end - first) / one <= _MOST_TICKS), _STEPS[-1])
    for year in range(first, end, step):
        drawn.append(drawing.line(place(year), y - GAP, y - GAP + 6))
        drawn.append(drawing.text(place(year), y - GAP + 6 + drawing.SIZE, str(year), "tick"))
    return drawn, y + LINE_HEIGHT
