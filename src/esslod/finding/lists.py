"""Lists: the things of a class that have what is wanted, and how many have each value of each facet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from esslod.errors import BadRequest, SearchTimeout
from esslod.finding.folding import asked_words
from esslod.finding.index import Facet, Kind, Name, Question
from esslod.finding.matching import expression
from esslod.finding.wanted import Wanted, interval

PER_PAGE: Final = 50
#: Values of a facet that a page can show.
MOST_OPTIONS: Final = 150

Clause = tuple[str, list[object]]


@dataclass(frozen=True)
class Option:
    """A value of a facet, and how many of the things have it."""

    key: str
    iri: str
    names: Name
    things: int
    chosen: bool


@dataclass(frozen=True)
class Counted:
    """A facet as the page shows it. ``more`` values are not among the options."""

    facet: Facet
    options: tuple[Option, ...]
    more: int


@dataclass(frozen=True)
class Value:
    """What a thing has for a facet: a named value, or a quantity as it is written."""

    iri: str
    names: Name
    quantity: bool = False


@dataclass(frozen=True)
class Item:
    """A thing of a list; ``values``: number of a facet → what it has."""

    number: int
    iri: str
    names: Name
    values: dict[int, tuple[Value, ...]]


def check(question: Question, kind: Kind, wanted: Wanted) -> None:
    """Whether every value that is wanted exists. Raises BadRequest."""
    for name, keys in wanted.chosen.items():
        facet = kind.facet(name)
        assert facet is not None
        known = {row[0] for row in question.rows(*_options_of(facet, keys))}
        for key in keys:
            if key not in known:
                raise BadRequest(
                    f"{name}={key[:80]!r}: no such value", remedy=f"The list shows those of {name}."
                )


def total(question: Question, kind: Kind, wanted: Wanted) -> int:
    """How many things have what is wanted."""
    if wanted.plain:
        return kind.things
    sql, values = matched(kind, wanted)
    return int(question.one(f"SELECT count(*) FROM ({sql})", values))


def numbers(  # noqa: PLR0913, PLR0917 : which list, in which order, which part
    question: Question, kind: Kind, wanted: Wanted, language: str, start: int = 0, most: int = -1
) -> list[int]:
    """The numbers of *most* things (all by default) from *start* on, in their order."""
    sql, values = matched(kind, wanted)
    joined, order, more = _order(kind, wanted, language)
    rows = question.rows(
        f"SELECT t.id FROM ({sql}) m JOIN thing t ON t.id = m.thing {joined}"
        f" ORDER BY {order} LIMIT ? OFFSET ?",
        [*values, *more, most, start],
    )
    return [row[0] for row in rows]


def items(question: Question, things: Sequence[int], facets: Sequence[Facet]) -> list[Item]:
    """The *things*, as they are ordered, with what they have for *facets*."""
    rows = question.rows(f"SELECT id, iri, fr, en, plain FROM thing WHERE id IN ({_marks(things)})", things)
    found = {row[0]: row for row in rows}
    had = values_of(question, things, facets)
    return [
        Item(number, found[number][1], Name(*found[number][2:]), had.get(number, {})) for number in things
    ]


def values_of(
    question: Question, things: Sequence[int], facets: Sequence[Facet]
) -> dict[int, dict[int, tuple[Value, ...]]]:
    """Number of a thing → number of a facet → its values."""
    found: dict[int, dict[int, tuple[Value, ...]]] = {}
    wanted = [*(facet.number for facet in facets), *things]
    where = f"facet IN ({_marks(facets)}) AND thing IN ({_marks(things)})"
    for thing, facet, iri, *names in question.rows(
        "SELECT thing, v.facet, iri, fr, en, plain FROM value v JOIN option o ON o.id = v.option"
        f" WHERE v.{where} ORDER BY o.id",
        wanted,
    ):
        held = found.setdefault(thing, {})
        held[facet] = (*held.get(facet, ()), Value(iri, Name(*names)))
    for thing, facet, said in question.rows(
        f"SELECT thing, facet, said FROM quantity WHERE {where} ORDER BY low, said", wanted
    ):
        held = found.setdefault(thing, {})
        held[facet] = (*held.get(facet, ()), Value("", Name(None, None, said), quantity=True))
    return found


def counted(
    question: Question, kind: Kind, wanted: Wanted, seconds: float
) -> tuple[list[Counted], list[Facet]]:
    """The facets with the values that the things wanted have; and those there was no time for."""
    found: list[Counted] = []
    late: list[Facet] = []
    counts = _Counts(kind, wanted)
    with question.shorter(seconds) as short:
        for facet in kind.facets:
            try:
                found.append(counts.of(short, facet))
            except SearchTimeout:
                late.append(facet)
    return found, late


class _Counts:
    """Counts of values among the things wanted; facets that are not asked for share these."""

    def __init__(self, kind: Kind, wanted: Wanted) -> None:
        self._kind, self._wanted = kind, wanted
        self._things: dict[str, str] = {}

    def of(self, question: Question, facet: Facet) -> Counted:
        if facet.ranged:
            return Counted(facet, (), 0)
        chosen = self._wanted.chosen.get(facet.name, ())
        counts, values = self._counts(question, facet)
        rows = question.rows(
            "SELECT o.key, o.iri, o.fr, o.en, o.plain, ifnull(c.things, 0) AS n"
            f" FROM option o LEFT JOIN ({counts}) c ON c.id = o.id"
            f" WHERE o.facet = ? AND (c.things > 0 OR o.key IN ({_marks(chosen)})) ORDER BY n DESC, o.id",
            [*values, facet.number, *chosen],
        )
        options = [Option(row[0], row[1], Name(*row[2:5]), row[5], row[0] in chosen) for row in rows]
        kept = [option for place, option in enumerate(options) if place < MOST_OPTIONS or option.chosen]
        return Counted(facet, tuple(kept), len(options) - len(kept))

    def _counts(self, question: Question, facet: Facet) -> Clause:
        """SQL of the number of each value and how many things have it, whatever is asked of this facet."""
        others = self._wanted.without(facet.name)
        if others.plain:
            return "SELECT id, things FROM option WHERE facet = ?", [facet.number]
        key = others.query(self._kind)
        if key not in self._things:
            self._things[key] = json.dumps([row[0] for row in question.rows(*matched(self._kind, others))])
        sql = (
            "SELECT option AS id, count(*) AS things FROM value WHERE facet = ?"
            " AND thing IN (SELECT value FROM json_each(?)) GROUP BY option"
        )
        return sql, [facet.number, self._things[key]]


def matched(kind: Kind, wanted: Wanted) -> Clause:
    """SQL of the numbers of the things wanted, in a column ``thing``."""
    clauses, values = ["class = ?"], [kind.number]  # type: tuple[list[str], list[object]]
    for sql, more in _restrictions(kind, wanted):
        clauses.append(f"thing IN ({sql})")
        values += more
    return f"SELECT thing FROM member WHERE {' AND '.join(clauses)}", values


def _restrictions(kind: Kind, wanted: Wanted) -> Iterator[Clause]:
    for facet in kind.facets:
        keys = wanted.chosen.get(facet.name, ())
        if keys:
            sql = (
                f"SELECT thing FROM value WHERE facet = ? AND option IN"
                f" (SELECT id FROM option WHERE facet = ? AND key IN ({_marks(keys)}))"
            )
            yield sql, [facet.number, facet.number, *keys]
        bounds = wanted.bounds.get(facet.name)
        if bounds:
            low, high = interval(facet, bounds)
            sql = "SELECT thing FROM quantity WHERE facet = ? AND high >= ? AND low <= ?"
            yield sql, [facet.number, low, high]
    if wanted.text:
        yield "SELECT rowid FROM text WHERE text MATCH ?", [expression(asked_words(wanted.text))]


def _order(kind: Kind, wanted: Wanted, language: str) -> tuple[str, str, list[object]]:
    """What to join, to order by, and the values that this takes."""
    named = "t.id" if language == "fr" else "t.order_en, t.id"
    facet = kind.facet(wanted.sort.removeprefix("-"))
    if facet is None:
        return "", named, []
    end, direction = ("max(high)", "DESC") if wanted.sort.startswith("-") else ("min(low)", "ASC")
    joined = (
        f"LEFT JOIN (SELECT thing, {end} AS place FROM quantity WHERE facet = ? GROUP BY thing) s"
        " ON s.thing = t.id"
    )
    return joined, f"s.place IS NULL, s.place {direction}, {named}", [facet.number]


def _options_of(facet: Facet, keys: Sequence[str]) -> tuple[str, list[object]]:
    return f"SELECT key FROM option WHERE facet = ? AND key IN ({_marks(keys)})", [facet.number, *keys]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
