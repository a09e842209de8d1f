"""One class with what it holds, what it leads to and what leads to it: a picture for each class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from esslod.representation.page import Value
from esslod.representation.reference.drawing import (
    LINE,
    Arrow,
    Box,
    Label,
    Picture,
    curve,
    height_of,
    width_of,
)

_BETWEEN: Final = 16.0
_EDGE: Final = 8.0
_INSET: Final = 8.0


@dataclass(frozen=True)
class Neighbour:
    """Another class, and the names of the properties that lead to or from it; ``is-a`` for its kinds."""

    link: Value
    names: tuple[str, ...]
    kind: str = "lead"


def neighbours(
    focus: Value, lines: Sequence[str], before: Sequence[Neighbour], after: Sequence[Neighbour]
) -> Picture | None:
    """*focus*, whose attributes are *lines*, between what leads to it and what it leads to."""
    if not (lines or before or after):
        return None
    gaps = [_gap(before), _gap(after)]
    left, right = _column(before), _column(after)
    high = height_of(len(lines))
    tall = max(high, left.height, right.height)
    start = _EDGE + left.width + gaps[0]
    centre = Box(
        start, _EDGE + (tall - high) / 2, width_of(focus.text, *lines), high, focus, tuple(lines), focus=True
    )
    beyond = start + centre.width + gaps[1]
    boxes, arrows, labels = [centre], list[Arrow](), list[Label]()
    for side, column, x in ((before, left, _EDGE), (after, right, beyond)):
        for neighbour, box in zip(side, column.boxes(x, _EDGE + (tall - column.height) / 2), strict=True):
            boxes.append(box)
            _join(neighbour, box, centre, arrows, labels)
    width = beyond + right.width + _EDGE if after else start + centre.width + _EDGE
    said = tuple((one.link, name, focus) for one in before for name in one.names)
    said += tuple((focus, name, one.link) for one in after for name in one.names)
    return Picture(
        round(width, 1), round(tall + 2 * _EDGE, 1), tuple(boxes), tuple(arrows), tuple(labels), said
    )


@dataclass(frozen=True)
class _Column:
    links: tuple[Value, ...]
    heights: tuple[float, ...]
    width: float

    @property
    def height(self) -> float:
        return sum(self.heights) + _BETWEEN * max(len(self.heights) - 1, 0)

    def boxes(self, x: float, y: float) -> list[Box]:
        made = []
        for link, room in zip(self.links, self.heights, strict=True):
            high = height_of(0)
            made.append(Box(x, round(y + (room - high) / 2, 1), self.width, high, link))
            y += room + _BETWEEN
        return made


def _column(side: Sequence[Neighbour]) -> _Column:
    heights = tuple(max(height_of(0), LINE * (len(one.names) + 0.4)) for one in side)
    width = width_of(*(one.link.text for one in side)) if side else 0.0
    return _Column(tuple(one.link for one in side), heights, width)


def _gap(side: Sequence[Neighbour]) -> float:
    names = [name for one in side for name in one.names]
    return width_of(*names) + 3 * _INSET if names else 0.0


def _join(neighbour: Neighbour, box: Box, centre: Box, arrows: list[Arrow], labels: list[Label]) -> None:
    """The arrow between the two, its names stacked at the neighbour's end."""
    outward = box.x > centre.x
    beside = box.x - _INSET if outward else box.x + box.width + _INSET
    top = box.middle - 5 - LINE * (len(neighbour.names) - 1)
    near = min(max(box.middle, centre.y + _INSET), centre.y + centre.height - _INSET)
    at_centre = (centre.x + centre.width if outward else centre.x, near)
    at_box = (box.x if outward else box.x + box.width, box.middle)
    path = curve(at_centre, at_box) if outward else curve(at_box, at_centre)
    arrows.append(Arrow(path, neighbour.kind, " · ".join(neighbour.names)))
    for place, name in enumerate(neighbour.names):
        anchor = "end" if outward else "start"
        labels.append(Label(beside - (4 if outward else -4), round(top + LINE * place, 1), name, anchor))


def merged(found: Mapping[str, Sequence[str]], links: Mapping[str, Value]) -> tuple[Neighbour, ...]:
    """Neighbours of IRI → names of properties, those with most names first."""
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), links[item[0]].text))
    return tuple(Neighbour(links[iri], tuple(dict.fromkeys(names))) for iri, names in ordered)
