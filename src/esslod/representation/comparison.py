"""Things side by side: the values that compare, and of the others why they do not.

What is compared, and what two values must share to be compared, is said by a query
(``# compare: …``, `esslod.queries.Comparison`): nothing here knows what an indicator is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal

from esslod.queries import Heading
from esslod.representation.answers import Written
from esslod.representation.asking import Answer
from esslod.representation.charts.picture import of_figures
from esslod.representation.words import word

if TYPE_CHECKING:
    from esslod.queries import Comparison
    from esslod.representation.asking import Row
    from esslod.representation.charts.figures import Picture
    from esslod.representation.page import Value

LEAST: Final = 2
MOST: Final = 5

#: Columns that a comparison adds to the answer, for files.
ADDED: Final = (
    Heading("comparable", {"fr": "Se compare", "en": "Compares"}),
    Heading("reason", {"fr": "Pourquoi non", "en": "Why not"}),
)


@dataclass(frozen=True)
class Measured:
    """A value of one thing; ``circumstances`` are the columns that must agree where they are stated."""

    value: Value
    circumstances: tuple[Value, ...]
    sources: tuple[Value, ...]


@dataclass(frozen=True)
class Alike:
    """Values of one ``subject`` that compare: for each thing its value, or None; ``notes`` are reserves."""

    subject: Value
    cells: tuple[Measured | None, ...]
    notes: tuple[str, ...]
    picture: Picture | None


@dataclass(frozen=True)
class Unlike:
    """Values of one ``subject`` that do not compare, (thing, value) each, and why."""

    subject: Value
    values: tuple[tuple[Value, Measured], ...]
    reason: str


@dataclass(frozen=True)
class SideBySide:
    """``things`` in the order they were named; ``silent`` are those of which nothing is known."""

    things: tuple[Value, ...]
    alike: tuple[Alike, ...]
    unlike: tuple[Unlike, ...]
    silent: tuple[Value, ...]


class Comparing:
    """One comparison in the making."""

    def __init__(self, written: Written, comparison: Comparison, things: Sequence[Any]) -> None:
        self._written = written
        self._comparison = comparison
        self._things = list(things)
        self._rows = list(
            dict.fromkeys(row for row in written.answer.rows if self._thing(row) in self._things)
        )

    def result(self) -> SideBySide:
        """All subjects, in the order of the answer."""
        alike: list[Alike] = []
        unlike: list[Unlike] = []
        for subject in dict.fromkeys(map(self._subject_of, self._rows)):
            rows = [row for row in self._rows if self._subject_of(row) == subject]
            groups = list(self._groups(rows))
            together = [group for group in groups if len(self._things_of(group)) >= LEAST]
            alike += [self._alike(group) for group in together]
            apart = [row for group in groups if group not in together for row in group]
            if apart:
                unlike.append(self._unlike(apart, rows))
        told = {self._thing(row) for row in self._rows}
        silent = tuple(self._named(thing) for thing in self._things if thing not in told)
        return SideBySide(tuple(map(self._named, self._things)), tuple(alike), tuple(unlike), silent)

    def flagged(self) -> Answer:
        """The rows, each with whether it compares (``comparable``) and, if not, why (``reason``)."""
        told: list[Row] = []
        for row in self._rows:
            rows = [one for one in self._rows if self._subject_of(one) == self._subject_of(row)]
            group = next(group for group in self._groups(rows) if row in group)
            compares = len(self._things_of(group)) >= LEAST
            reason = None if compares else Literal(self._reason(rows), language=self._written.language)
            told.append((*row, Literal(compares), reason))
        return Answer((*self._written.answer.variables, "comparable", "reason"), tuple(told))

    # ── what goes together ──

    def _groups(self, rows: Sequence[Row]) -> Iterator[list[Row]]:
        """Rows of one subject that are alike; what is not stated goes with what is, if that is one thing."""
        keys = dict.fromkeys(self._key(row) for row in rows)
        for key in keys:
            same = [row for row in rows if self._key(row) == key]
            stated = dict.fromkeys(self._stated(row) for row in same)
            if not self._disagree(list(stated)):
                yield same
                continue
            for one in stated:
                yield [row for row in same if self._stated(row) == one]

    def _disagree(self, stated: Sequence[tuple[Any, ...]]) -> bool:
        return any(
            len({one for one in column if one is not None}) > 1 for column in zip(*stated, strict=True)
        )

    def _alike(self, rows: Sequence[Row]) -> Alike:
        cells = tuple(self._measured([row for row in rows if self._thing(row) == it]) for it in self._things)
        figures = [
            (self._named(thing).text, self._number(rows, thing), cell.value.text)
            for thing, cell in zip(self._things, cells, strict=True)
            if cell
        ]
        subject = self._subject(rows)
        drawn = of_figures(figures, name=f"alike-{self._rows.index(rows[0])}", title=subject.text,
                           language=self._written.language)  # fmt: skip
        return Alike(subject, cells, tuple(self._reserves(rows)), drawn)

    def _unlike(self, apart: Sequence[Row], rows: Sequence[Row]) -> Unlike:
        values = []
        for thing in self._things_of(apart):
            measured = self._measured([row for row in apart if self._thing(row) == thing])
            if measured:
                values.append((self._named(thing), measured))
        return Unlike(self._subject(apart), tuple(values), self._reason(rows))

    def _reason(self, rows: Sequence[Row]) -> str:
        """Why not all *rows* of a subject go together."""
        language = self._written.language
        if len(self._things_of(rows)) < LEAST:
            return word("compare-alone", language)
        names = [*self._comparison.alike[1:], *self._comparison.stated]
        differ = [name for name in names if len({self._term(row, name) for row in rows} - {None}) > 1]
        return word("compare-differs", language, what=", ".join(self._written.title(name) for name in differ))

    def _reserves(self, rows: Sequence[Row]) -> Iterator[str]:
        """What a reader must know: something that nobody, or not everybody, states."""
        for name in self._comparison.stated:
            if any(self._term(row, name) is None for row in rows):
                title = self._written.title(name)
                yield word("compare-not-stated", self._written.language, what=title)

    # ── rows ──

    def _measured(self, rows: Sequence[Row]) -> Measured | None:
        """The value that *rows* of one thing give; several sources of one value are one."""
        if not rows:
            return None
        row, answer = rows[0], self._written.answer
        value = self._written.cell(row, self._comparison.value)
        if value is None:
            return None
        told = (self._written.cell(row, name) for name in self._comparison.stated)
        kept = [name for name in answer.variables if self._written.manner(name, "source")]
        sources = dict.fromkeys(
            cell for one in rows for name in kept if (cell := self._written.cell(one, name))
        )
        return Measured(value, tuple(cell for cell in told if cell), tuple(sources))

    def _subject(self, rows: Sequence[Row]) -> Value:
        found = self._written.cell(rows[0], self._comparison.alike[0])
        assert found is not None
        return found

    def _subject_of(self, row: Row) -> Any:
        return self._term(row, self._comparison.alike[0])

    def _number(self, rows: Sequence[Row], thing: Any) -> Any:
        return next(self._term(row, self._comparison.value) for row in rows if self._thing(row) == thing)

    def _things_of(self, rows: Sequence[Row]) -> list[Any]:
        told = {self._thing(row) for row in rows}
        return [thing for thing in self._things if thing in told]

    def _key(self, row: Row) -> tuple[Any, ...]:
        return tuple(self._term(row, name) for name in self._comparison.alike)

    def _stated(self, row: Row) -> tuple[Any, ...]:
        return tuple(self._term(row, name) for name in self._comparison.stated)

    def _thing(self, row: Row) -> Any:
        return self._term(row, self._comparison.thing)

    def _term(self, row: Row, name: str) -> Any:
        return self._written.term(row, name)

    def _named(self, thing: Any) -> Value:
        return self._written.value(thing)
