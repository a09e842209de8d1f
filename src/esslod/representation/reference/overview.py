"""All classes and what leads from one to another, in one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from esslod.representation.page import Value
from esslod.representation.reference.drawing import Arrow, Box, Picture, curve, height_of, width_of
from esslod.representation.reference.layers import Layout, layered

_GAP: Final = 70.0
_BETWEEN: Final = 14.0
_EDGE: Final = 8.0
#: Room for an edge that passes through a column.
_LANE: Final = 10.0


@dataclass(frozen=True)
class Lead:
    """From one class to another: through the property ``name``, or (``is-a``) as a kind of it."""

    start: str
    end: str
    name: str
    kind: str = "lead"


def overview(classes: Mapping[str, Value], leads: Sequence[Lead]) -> Picture | None:
    """The picture of *classes* (IRI → link) joined by *leads*; None when nothing leads anywhere."""
    joined = [lead for lead in leads if lead.start in classes and lead.end in classes]
    ends = {name for lead in joined for name in (lead.start, lead.end)}
    names = [name for name in classes if name in ends]
    if not names:
        return None
    layout = layered(names, [(lead.start, lead.end) for lead in joined])
    boxes, lanes, width, height = _placed(layout, classes)
    return Picture(
        width,
        height,
        tuple(boxes.values()),
        tuple(_arrows(layout, joined, boxes, lanes)),
        said=tuple((classes[lead.start], lead.name, classes[lead.end]) for lead in joined),
    )


def _placed(
    layout: Layout, classes: Mapping[str, Value]
) -> tuple[dict[str, Box], dict[str, tuple[float, float, float]], float, float]:
    """Boxes; lanes as (left, right, height); the size of the whole."""
    high = height_of(0)
    tall = max(sum(_room(name, high) for name in column) for column in layout.columns)
    boxes: dict[str, Box] = {}
    lanes: dict[str, tuple[float, float, float]] = {}
    x = _EDGE
    for column in layout.columns:
        wide = max((width_of(classes[name].text) for name in column if name in classes), default=_LANE)
        free = (tall - sum(_room(name, high) for name in column)) / (len(column) + 1)
        y = _EDGE
        for name in column:
            y += free
            if name in classes:
                boxes[name] = Box(x, round(y, 1), wide, high, classes[name])
            else:
                lanes[name] = (x, x + wide, y + _LANE / 2)
            y += _room(name, high)
        x += wide + _GAP
    return boxes, lanes, x - _GAP + _EDGE, round(tall + 2 * _EDGE, 1)


def _room(name: str, high: float) -> float:
    return _LANE + _BETWEEN if name.startswith(" ") else high + _BETWEEN


def _arrows(
    layout: Layout,
    leads: Sequence[Lead],
    boxes: Mapping[str, Box],
    lanes: Mapping[str, tuple[float, float, float]],
) -> list[Arrow]:
    together: dict[tuple[str, str], list[Lead]] = {}
    for lead in leads:
        if lead.start != lead.end:
            together.setdefault((lead.start, lead.end), []).append(lead)
    arrows = []
    for edge, several in together.items():
        kind = "is-a" if all(lead.kind == "is-a" for lead in several) else "lead"
        path = _route(layout.routes[edge], boxes, lanes)
        arrows.append(Arrow(path, kind, " · ".join(lead.name for lead in several)))
    return arrows


def _route(
    names: Sequence[str], boxes: Mapping[str, Box], lanes: Mapping[str, tuple[float, float, float]]
) -> str:
    """Curves from box to box, straight through the lanes of columns between."""

    def sides(name: str) -> tuple[float, float, float]:
        if name in lanes:
            return lanes[name]
        box = boxes[name]
        return box.x, box.x + box.width, box.middle

    forward = sides(names[0])[0] < sides(names[-1])[0]
    pieces = []
    for one, other in pairwise(names):
        (left, right, y1), (onward_left, onward_right, y2) = sides(one), sides(other)
        start, end = (right, onward_left) if forward else (left, onward_right)
        pieces.append(curve((start, y1), (end, y2)))
        if other in lanes:
            pieces.append(f"L{onward_right if forward else onward_left:.1f} {y2:.1f}")
    return "".join(pieces)
