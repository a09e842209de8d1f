"""From an answer to its picture: which figures, under which labels, and the sentence that sums it up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pyoxigraph import Literal

from esslod.representation.charts import drawing
from esslod.representation.charts.bars import bars, references, stacked
from esslod.representation.charts.figures import Figure, Group, Period, Picture
from esslod.representation.charts.periods import periods
from esslod.representation.words import word

if TYPE_CHECKING:
    from esslod.queries import Chart
    from esslod.representation.answers import Written
    from esslod.representation.asking import Row
    from esslod.representation.charts.drawing import Element

Mark = TypeVar("Mark")

#: Marks, or groups of them: a picture of more says nothing.
MOST: Final = 24
#: What is written between a thing and what it belongs to.
_BETWEEN: Final = " – "


@dataclass(frozen=True)
class _Drawn:
    elements: Sequence[Element]
    height: int
    count: int
    first: str
    last: str
    cut: bool


def picture(  # noqa: PLR0913 : four by name only
    chart: Chart,
    written: Written,
    *,
    name: str,
    title: str,
    source: str = "",
    given: Collection[str] = (),
) -> Picture | None:
    """The picture of a *written* answer; None when there is nothing to draw.

    *name* tells it from the other pictures of a page; *source* is said under it when it stands alone;
    *given* is the same in every row, and no label repeats it.
    """
    if chart.kind not in _KINDS:  # key figures: numbers are enough
        return None
    said, draw = _KINDS[chart.kind]
    drawn = draw(chart, _Reader(written, given))
    if drawn is None:
        return None
    return _finished(drawn, said, written.language, name, title, source)


def of_figures(
    figures: Sequence[tuple[str, Any, str]], *, name: str, title: str, language: str
) -> Picture | None:
    """Bars of *figures*: (label, number, the number in words) each; None when that shows nothing."""
    sized = ((label, _number(term), text) for label, term, text in figures)
    shown = [Figure(label, size, text) for label, size, text in sized if size is not None]
    drawn = _drawn(bars, shown, [_said(one) for one in shown], cut=False) if len(shown) > 1 else None
    return _finished(drawn, "chart-bars", language, name, title, "") if drawn else None


def _finished(  # noqa: PLR0913, PLR0917 : a drawing and all that is said of it
    drawn: _Drawn, said: str, language: str, name: str, title: str, source: str
) -> Picture:
    summary = word(said, language, count=drawn.count, first=drawn.first, last=drawn.last)
    return Picture(
        drawing.inline(drawn.elements, drawn.height, f"chart-{name}", title, summary),
        drawing.standing(drawn.elements, drawn.height, title, summary, source),
        summary,
        drawn.cut,
    )


def _bars(chart: Chart, answer: _Reader) -> _Drawn | None:
    label, value = chart.columns
    found = (answer.figure(row, label, value) for row in answer.rows)
    shown, cut = _some(figure for figure in found if figure)
    if len(shown) < 2:  # one bar shows nothing that its number does not
        return None
    return _drawn(bars, shown, [_said(one) for one in shown], cut=cut)


def _benchmark(chart: Chart, answer: _Reader) -> _Drawn | None:
    label, value, other, reference = chart.columns
    found = []
    for row in answer.rows:
        own, compared = answer.figure(row, label, value), answer.figure(row, other, reference, alone=True)
        if own and compared:
            found.append(Group(own.label, (Figure("", own.size, own.written), compared)))
    shown, cut = _some(found)
    ends = [f"{one.label} {one.figures[0].written} / {one.figures[1].written}" for one in shown]
    return _drawn(references, shown, ends, cut=cut)


def _stacked(chart: Chart, answer: _Reader) -> _Drawn | None:
    whole, part, value = chart.columns
    pairs = [
        (answer.label(row, whole), figure)
        for row in answer.rows
        if (figure := answer.figure(row, part, value, alone=True)) and figure.size >= 0
    ]
    grouped = groupby(dict.fromkeys(pairs), key=lambda pair: pair[0])
    shown, cut = _some(Group(label, tuple(figure for _, figure in members)) for label, members in grouped)
    ends = [f"{one.label} {', '.join(map(_said, one.figures))}" for one in shown]
    return _drawn(stacked, shown, ends, cut=cut)


def _periods(chart: Chart, answer: _Reader) -> _Drawn | None:
    label, first, last = chart.columns
    found = []
    for row in answer.rows:
        start, end = _year(answer.term(row, first)), _year(answer.term(row, last))
        if start is not None and end is not None and start <= end:
            found.append(Period(answer.label(row, label), start, end))
    shown, cut = _some(found)
    return _drawn(periods, shown, [f"{one.label} {one.first}–{one.last}" for one in shown], cut=cut)


#: Kind of picture → the word that says what it shows, and what draws it.
_KINDS: Final[dict[str, tuple[str, Callable[[Chart, _Reader], _Drawn | None]]]] = {
    "bars": ("chart-bars", _bars),
    "benchmark": ("chart-benchmark", _benchmark),
    "stacked": ("chart-stacked", _stacked),
    "periods": ("chart-periods", _periods),
}


class _Reader:
    """Reads figures from the rows of a written answer."""

    def __init__(self, written: Written, given: Collection[str]) -> None:
        self.rows = written.answer.rows
        self.term = written.term
        self._written = written
        self._contexts = written.contexts(given)

    def label(self, row: Row, column: str) -> str:
        """The name of a mark; before it, what the rows are about when that is not one thing."""
        names = [*(name for name in self._contexts if name != column), column]
        return _BETWEEN.join(cell.text for name in names if (cell := self._written.cell(row, name)))

    def figure(self, row: Row, label: str, value: str, *, alone: bool = False) -> Figure | None:
        """The figure of *row*, if any; *alone*: its label is that of the column and nothing else."""
        size, cell = _number(self.term(row, value)), self._written.cell(row, value)
        if size is None or cell is None:
            return None
        named = self._written.cell(row, label)
        own = named.text if named else ""
        return Figure(own if alone else self.label(row, label), size, cell.text)


def _some(found: Iterable[Mark]) -> tuple[list[Mark], bool]:
    """The first of *found*, each once, and whether there are more."""
    every = list(dict.fromkeys(found))
    return every[:MOST], len(every) > MOST


def _drawn(
    draw: Callable[[Sequence[Mark]], tuple[list[Element], int]],
    shown: Sequence[Mark],
    ends: Sequence[str],
    *,
    cut: bool,
) -> _Drawn | None:
    if not shown:
        return None
    elements, height = draw(shown)
    return _Drawn(elements, height, len(shown), ends[0], ends[-1], cut)


def _said(figure: Figure) -> str:
    return f"{figure.label} {figure.written}"


def _number(term: Any) -> float | None:
    if not isinstance(term, Literal):
        return None
    try:
        return float(term.value)
    except ValueError:
        return None


def _year(term: Any) -> int | None:
    """The year of a year or of a date."""
    text = term.value[:4] if isinstance(term, Literal) else ""
    return int(text) if len(text) == 4 and text.isdigit() else None
