"""What a caller wants of a list, read from the parameters of its address and written back, one way only.

Every list has one address: facets in the order the shapes declare, their values sorted, empty
parameters left out. Whoever spells it otherwise is sent there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from esslod.errors import BadRequest
from esslod.finding.index import Facet, Kind
from esslod.finding.quantities import days, number, typed
from esslod.finding.schema import NUMBER

TEXT: Final = "q"
SORT: Final = "sort"
PAGE: Final = "page"
LEAST: Final = ".min"
MOST: Final = ".max"
#: Values of one facet, letters of a text, number of a page, at most.
_MOST_VALUES: Final = 50
LONGEST_TEXT: Final = 200
_LAST_PAGE: Final = 100_000

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Wanted:
    """``chosen``: facet → keys, any of which will do; ``bounds``: facet → (least, most), as written.

    ``sort`` is the name of a ranged facet, after ``-`` the greatest first; empty: by name.
    """

    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bounds: dict[str, tuple[str, str]] = field(default_factory=dict)
    text: str = ""
    sort: str = ""
    page: int = 1

    @property
    def plain(self) -> bool:
        """Whether it is the whole list."""
        return not (self.chosen or self.bounds or self.text)

    def with_value(self, name: str, key: str) -> Wanted:
        """The first page of the list with one value more."""
        values = tuple(sorted({*self.chosen.get(name, ()), key}))
        return replace(self, chosen={**self.chosen, name: values}, page=1)

    def without(self, name: str, key: str = "") -> Wanted:
        """The first page of the list without one value of a facet, or without the facet or the text."""
        kept = tuple(value for value in self.chosen.get(name, ()) if key and value != key)
        chosen = {**self.chosen, name: kept}
        return replace(
            self,
            chosen={each: values for each, values in chosen.items() if values},
            bounds={each: pair for each, pair in self.bounds.items() if each != name},
            text="" if name == TEXT else self.text,
            page=1,
        )

    def pairs(self, kind: Kind) -> Iterator[tuple[str, str]]:
        """The parameters, in their order."""
        for facet in kind.facets:
            yield from ((facet.name, key) for key in self.chosen.get(facet.name, ()))
            least, most = self.bounds.get(facet.name, ("", ""))
            yield from ((facet.name + end, said) for end, said in ((LEAST, least), (MOST, most)) if said)
        if self.text:
            yield TEXT, self.text
        if self.sort:
            yield SORT, self.sort
        if self.page > 1:
            yield PAGE, str(self.page)

    def query(self, kind: Kind) -> str:
        """The query string of its address, empty for the first page of the whole list."""
        return written(self.pairs(kind))


def written(pairs: Pairs) -> str:
    """*pairs* as a query string."""
    return "&".join(f"{quote(name, safe='.-')}={quote(value, safe='/:-._~')}" for name, value in pairs)


def wanted(kind: Kind, pairs: Pairs) -> Wanted:
    """What the parameters *pairs* ask of the list of *kind*. Raises BadRequest, with the remedy."""
    chosen: dict[str, set[str]] = {}
    said: dict[str, str] = {}
    for name, value in pairs:
        facet = kind.facet(name)
        if facet is not None and not facet.ranged:
            chosen.setdefault(name, set()).update([value] if value else [])
            continue
        _known(kind, name)
        if value.strip() and name in said and said[name] != value.strip():
            raise BadRequest(f"{name}: given twice", remedy=f"Give {name} once.")
        if value.strip():
            said[name] = value.strip()
    many = next((name for name, keys in chosen.items() if len(keys) > _MOST_VALUES), None)
    if many:
        raise BadRequest(f"{many}: too many values", remedy=f"Give at most {_MOST_VALUES}.")
    bounds = ((facet.name, _bounds(facet, said)) for facet in kind.facets if facet.ranged)
    return Wanted(
        {name: tuple(sorted(keys)) for name, keys in chosen.items() if keys},
        {name: pair for name, pair in bounds if any(pair)},
        text_of(said.get(TEXT, "")),
        _sort(kind, said.get(SORT, "")),
        page_of(said.get(PAGE, "")),
    )


def interval(facet: Facet, bounds: tuple[str, str]) -> tuple[float, float]:
    """The bounds as the index compares them; infinite where none is given."""
    least, most = bounds
    if facet.form == NUMBER:
        low, high = number(least), number(most)
        return -_INFINITE if low is None else low, _INFINITE if high is None else high
    first, last = days(least), days(most)
    return -_INFINITE if first is None else first[0], _INFINITE if last is None else last[1]


_INFINITE: Final = 1e300


def text_of(said: str) -> str:
    """The text looked for, its blanks tidied. Raises BadRequest when it is too long."""
    text = " ".join(said.split())
    if len(text) > LONGEST_TEXT:
        raise BadRequest(f"q: over {LONGEST_TEXT} letters", remedy="Ask with fewer words.")
    return text


def page_of(said: str) -> int:
    """The number of a page, from 1. Raises BadRequest."""
    if not said:
        return 1
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= _LAST_PAGE and len(said) < 9):
        raise BadRequest(f"page={said[:40]!r}", remedy="Pages are numbered from 1.")
    return int(said)


def _known(kind: Kind, name: str) -> None:
    ends = (LEAST, MOST)
    ranged = [facet.name + end for facet in kind.facets if facet.ranged for end in ends]
    if name not in (TEXT, SORT, PAGE, *ranged):
        choices = [facet.name for facet in kind.facets if not facet.ranged]
        every = ", ".join((*choices, *ranged, TEXT, SORT, PAGE, "lang"))
        raise BadRequest(f"{name[:80]!r}: no such parameter", remedy=f"Parameters of this list: {every}.")


def _bounds(facet: Facet, said: dict[str, str]) -> tuple[str, str]:
    return _bound(facet, said, LEAST), _bound(facet, said, MOST)


def _bound(facet: Facet, said: dict[str, str], end: str) -> str:
    text = said.get(facet.name + end, "")
    if not text:
        return ""
    if facet.form == NUMBER:
        tidy = typed(text)
        if number(tidy) is None:
            raise BadRequest(
                f"{facet.name}{end}={text[:40]!r}: no number", remedy="Write a number: 1500 or 0.5."
            )
        return tidy
    if days(text) is None:
        raise BadRequest(
            f"{facet.name}{end}={text[:40]!r}: no date", remedy="Write 2024, 2024-05 or 2024-05-31."
        )
    return text


def _sort(kind: Kind, said: str) -> str:
    facet = kind.facet(said.removeprefix("-"))
    if said and (facet is None or not facet.ranged):
        every = ", ".join(f"{each.name}, -{each.name}" for each in kind.facets if each.ranged)
        raise BadRequest(
            f"sort={said[:40]!r}", remedy=f"Sort by: {every}." if every else "This list has one order."
        )
    return said
