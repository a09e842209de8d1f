"""The results of a search as a page: names, what they are, and the address of every next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from esslod.addresses import SEARCH, Addresses
from esslod.finding.index import Kind
from esslod.finding.search import PER_PAGE, Found
from esslod.finding.wanted import written
from esslod.representation.html import Frame
from esslod.representation.listing import Pager, Text, address, named, page_of, paged

_LONGEST = 280


@dataclass(frozen=True)
class Result:
    """One thing that was found: its name and page, its class, the beginning of what explains it."""

    name: Text
    kind: Text | None
    about: Text


@dataclass(frozen=True)
class Narrowing:
    """A class among the results: how many, and the address of those alone (or of all, when chosen)."""

    name: Text
    things: int
    address: str
    chosen: bool


class Results:
    """The results of ``text`` as they are shown in the language of *frame*."""

    def __init__(  # noqa: PLR0913, PLR0917 : a page and all it is about
        self, text: str, kind: Kind | None, page: int, found: Found, frame: Frame, addresses: Addresses
    ) -> None:
        self.text, self.kind, self.found = text, kind, found
        self._page, self._frame, self._addresses = page, frame, addresses

    def address(self, text: str, kind: Kind | None, page: int = 1) -> str:
        said = [("q", text), ("class", kind.slug if kind else ""), ("page", str(page) if page > 1 else "")]
        return address(self._frame, SEARCH, written(pair for pair in said if pair[1]))

    def results(self) -> Iterator[Result]:
        language = self._frame.language
        for hit in self.found.hits:
            name = replace(named(hit.names, hit.iri, language), path=page_of(hit.iri, self._addresses))
            kind = named(hit.kind.names, hit.kind.iri, language) if hit.kind else None
            text, spoken = hit.about.said(language)
            shown = text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0] + " …"
            yield Result(name, kind, Text(shown, spoken))

    def kinds(self) -> Iterator[Narrowing]:
        for kind, things in self.found.kinds:
            chosen = self.kind is not None and kind.number == self.kind.number
            to = self.address(self.text, None if chosen else kind)
            yield Narrowing(named(kind.names, kind.iri, self._frame.language), things, to, chosen)

    def mended(self) -> str:
        """The address of the search for the words that were meant."""
        return self.address(self.found.mended, self.kind)

    def pager(self) -> Pager:
        last = max(1, -(-self.found.total // PER_PAGE))
        return paged(self._page, last, lambda page: self.address(self.text, self.kind, page))
