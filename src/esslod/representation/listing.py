"""Lists and searches as pages: names in the reader's language, and the address of every next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from esslod.addresses import BROWSE, Addresses
from esslod.finding.index import Facet, Kind, Name
from esslod.finding.lists import PER_PAGE, Counted, Item, Option, Value
from esslod.finding.schema import DAY, NUMBER
from esslod.finding.wanted import LEAST, MOST, TEXT, Wanted
from esslod.rdf.borrowed import BORROWED
from esslod.representation.html import Frame
from esslod.representation.words import LANGUAGES
from esslod.representation.writing import date, number


@dataclass(frozen=True)
class Text:
    """A name as it is shown; ``language`` when not the page's; ``path`` of its page, if it has one."""

    text: str
    language: str = ""
    path: str | None = None


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many things have it, and the list with it (or without, when chosen)."""

    name: Text
    things: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A facet: choices, or the two bounds of a range as they are asked for. ``span``: what there is."""

    facet: Facet
    title: Text
    choices: tuple[Choice, ...] = ()
    more: int = 0
    least: str = ""
    most: str = ""
    span: tuple[str, str] = ("", "")

    @property
    def days(self) -> bool:
        return self.facet.form == DAY


@dataclass(frozen=True)
class Chip:
    """Something the list is restricted to, and the list without it."""

    title: str
    text: Text
    address: str


@dataclass(frozen=True)
class Heading:
    """A column. ``address`` sorts by it, when it can; ``sorted`` is what aria-sort says."""

    title: Text
    number: bool
    address: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Pager:
    """Where a page stands among the others; addresses are empty where there is none."""

    number: int
    last: int
    first: str
    previous: str
    next: str
    end: str


class Listing:
    """The page of one list as it was asked for."""

    def __init__(self, kind: Kind, wanted: Wanted, frame: Frame, addresses: Addresses) -> None:
        self.kind, self.wanted = kind, wanted
        self._frame, self._addresses = frame, addresses
        self._language = frame.language

    @property
    def path(self) -> str:
        return f"{BROWSE}/{self.kind.slug}"

    @property
    def title(self) -> Text:
        return self.named(self.kind.names, self.kind.iri)

    @property
    def about(self) -> Text:
        return Text(*self.kind.about.said(self._language))

    @property
    def term(self) -> str | None:
        """The path of what the vocabulary says of the class; None for a borrowed one."""
        return page_of(self.kind.iri, self._addresses)

    @property
    def first(self) -> int:
        """Which entry of the list its page begins with, from 1."""
        return (self.wanted.page - 1) * PER_PAGE + 1

    @property
    def columns(self) -> tuple[Facet, ...]:
        """The facets that the table shows: the first four."""
        return self.kind.facets[:4]

    def named(self, name: Name, iri: str) -> Text:
        """*name* in the reader's language."""
        return named(name, iri, self._language)

    def address(self, wanted: Wanted) -> str:
        """The address on this host of the list *wanted*."""
        return address(self._frame, self.path, wanted.query(self.kind))

    def headings(self) -> Iterator[Heading]:
        for facet in self.columns:
            title = self.named(facet.names, "")
            if not facet.ranged:
                yield Heading(title, number=False)
                continue
            by, up = self.wanted.sort, facet.name
            state = {up: "ascending", f"-{up}": "descending"}.get(by, "none")
            turned = f"-{up}" if by == up else up
            yield Heading(
                title, facet.form == NUMBER, self.address(replace(self.wanted, sort=turned, page=1)), state
            )

    def sorts(self) -> Iterator[tuple[str, Text, bool]]:
        """(value of ``sort``, name of the facet, greatest first)."""
        for facet in self.kind.facets:
            if facet.ranged:
                title = self.named(facet.names, "")
                yield facet.name, title, False
                yield f"-{facet.name}", title, True

    def cells(self, item: Item) -> Iterator[tuple[Text, ...]]:
        """What *item* shows in each column after its name."""
        for facet in self.columns:
            yield tuple(self._value(facet, value) for value in item.values.get(facet.number, ()))

    def thing(self, item: Item) -> Text:
        return replace(self.named(item.names, item.iri), path=page_of(item.iri, self._addresses))

    def filters(self, counted: Sequence[Counted]) -> Iterator[Filter]:
        for each in counted:
            facet = each.facet
            title = self.named(facet.names, "")
            if facet.ranged:
                least, most = self.wanted.bounds.get(facet.name, ("", ""))
                span = (self._quantity(facet, facet.least), self._quantity(facet, facet.most))
                yield Filter(facet, title, least=least, most=most, span=span)
            elif each.options:
                choices = tuple(self._choice(facet, option) for option in each.options)
                yield Filter(facet, title, choices, each.more)

    def chips(self, counted: Sequence[Counted]) -> Iterator[Chip]:
        """What restricts the list, in the order of the facets, then the text."""
        options = {(each.facet.name, option.key): option for each in counted for option in each.options}
        for facet in self.kind.facets:
            title = self.named(facet.names, "").text
            for key in self.wanted.chosen.get(facet.name, ()):
                option = options.get((facet.name, key))
                name = self.named(option.names, option.iri) if option else Text(key)
                yield Chip(title, name, self.address(self.wanted.without(facet.name, key)))
            if facet.name in self.wanted.bounds:
                least, most = (self._quantity(facet, end) for end in self.wanted.bounds[facet.name])
                said = f"{least} – {most}" if least and most else f"≥ {least}" if least else f"≤ {most}"
                yield Chip(title, Text(said), self.address(self.wanted.without(facet.name)))
        if self.wanted.text:
            yield Chip("", Text(self.wanted.text), self.address(self.wanted.without(TEXT)))

    def hidden(self) -> Iterator[tuple[str, str]]:
        """What a form must send along: the choices, which are links beside it."""
        typed = {facet.name + end for facet in self.kind.facets for end in (LEAST, MOST)}
        for name, value in replace(self.wanted, page=1, text="", sort="").pairs(self.kind):
            if name not in typed:
                yield name, value

    def pager(self, total: int) -> Pager:
        last = max(1, -(-total // PER_PAGE))
        return paged(self.wanted.page, last, lambda page: self.address(replace(self.wanted, page=page)))

    def clear(self) -> str:
        """The whole list, in the same order."""
        return self.address(Wanted(sort=self.wanted.sort))

    def _choice(self, facet: Facet, option: Option) -> Choice:
        turned = self.wanted.without if option.chosen else self.wanted.with_value
        to = self.address(turned(facet.name, option.key))
        return Choice(self.named(option.names, option.iri), option.things, to, option.chosen)

    def _value(self, facet: Facet, value: Value) -> Text:
        if value.quantity:
            return Text(self._quantity(facet, value.names.plain))
        return replace(
            self.named(value.names, value.iri),
            path=page_of(value.iri, self._addresses) if value.iri else None,
        )

    def _quantity(self, facet: Facet, text: str) -> str:
        return date(text, self._language) if facet.form == DAY else number(text, self._language)


def named(name: Name, iri: str, language: str) -> Text:
    """*name* in *language*; without any, what vocabularies call *iri*."""
    text, spoken = name.said(language)
    if name.fr is None and name.en is None and iri in BORROWED:
        text = BORROWED[iri][LANGUAGES.index(language)]
    return Text(text, spoken)


def page_of(iri: str, addresses: Addresses) -> str | None:
    """The path of the page of *iri*, with the part of it that it is."""
    path, fragment = addresses.document(iri), iri.partition("#")[2]
    return f"{path}#{fragment}" if path is not None and fragment else path


def address(frame: Frame, path: str, query: str) -> str:
    """The address on this host of *path* with *query*, in the language asked for."""
    language = f"lang={frame.language}" if frame.asked else ""
    asked = "&".join(filter(None, (query, language)))
    return f"{frame.place}{path}{'?' if asked else ''}{asked}"


def paged(page: int, last: int, to: Callable[[int], str]) -> Pager:
    """Page *page* of *last*; *to* gives the address of a page."""
    before, after = page > 1, page < last
    return Pager(
        page, last,
        to(1) if before else "", to(page - 1) if before else "",
        to(page + 1) if after else "", to(last) if after else "",
    )  # fmt: skip
