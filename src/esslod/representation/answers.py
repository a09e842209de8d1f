"""The answer to a question as people read it: headed columns, links, numbers with their units."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.rdf.description import labels_of
from esslod.rdf.rebasing import rebase_iri
from esslod.representation.naming import Names
from esslod.representation.page import Value
from esslod.representation.values import Values

if TYPE_CHECKING:
    from esslod.addresses import Addresses
    from esslod.fields import Fields
    from esslod.queries import Heading, QueryFile
    from esslod.rdf.description import Reader
    from esslod.representation.asking import Answer, Row

#: A column ``?xLabel`` beside ``?x`` names it in French, for files; a page names it in its reader's language.
_LABEL: Final = "Label"


Cell = tuple[Value, ...]


@dataclass(frozen=True)
class ShownColumn:
    """``number`` when all its values are numbers."""

    name: str
    title: str
    number: bool


@dataclass(frozen=True)
class ShownTable:
    """Rows of cells. A cell is empty where nothing is said; where rows were put together it has several."""

    columns: tuple[ShownColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Reading:
    """What is needed to write terms for readers: where names, addresses and fields come from."""

    reader: Reader
    addresses: Addresses
    prefixes: Mapping[str, str]
    fields: Fields

    def values(self, terms: Iterable[Any], language: str) -> Values:
        """What shows *terms*, whose names are looked up at once."""
        nodes = sorted({term for term in terms if isinstance(term, NamedNode)}, key=str)
        names = Names(labels_of(self.reader, nodes), self.prefixes, self.addresses.base)
        return Values(self.addresses, self.fields, names, {}, language)


class Written:
    """One answer in one language, the names of all that it mentions looked up, and of *more* terms."""

    def __init__(
        self, answer: Answer, query: QueryFile, reading: Reading, language: str, more: Sequence[Any] = ()
    ) -> None:
        self.answer = answer
        self.language = language
        self._query = query
        self._base = reading.addresses.base
        terms = [term for row in answer.rows for term in row]
        fixed = [self._fixed(one.unit) for one in query.headings if one.unit.startswith("<")]
        self._values = reading.values([*terms, *fixed, *more], language)

    def table(self, given: Collection[str] = ()) -> ShownTable:
        """The columns for people. What is *given* is the same everywhere: left out."""
        kept = [name for name in self.answer.variables if self._is_shown(name, given)]
        rows = self._together(kept)
        columns = (
            ShownColumn(name, self.title(name), _all_numbers(rows, place)) for place, name in enumerate(kept)
        )
        return ShownTable(tuple(columns), rows)

    def _together(self, kept: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
        """The rows, one for those that differ in their sources only."""
        sources = [place for place, name in enumerate(kept) if "source" in self._query.heading(name).manner]
        found: dict[tuple[Cell, ...], list[list[Value]]] = {}
        for row in self.answer.rows:
            values = [self.cell(row, name) for name in kept]
            told = tuple(
                (value,) if value and place not in sources else () for place, value in enumerate(values)
            )
            gathered = found.setdefault(told, [[] for _ in sources])
            for place, several in zip(sources, gathered, strict=True):
                value = values[place]
                if value and value not in several:
                    several.append(value)
        return tuple(_filled(told, sources, gathered) for told, gathered in found.items())

    def title(self, name: str) -> str:
        """What the column *name* is called, or *name*."""
        return self._query.heading(name).titles.get(self.language) or name

    def term(self, row: Row, name: str) -> Any:
        """What *row* has in the column *name*; None when there is nothing, or no such column."""
        place = self.answer.column(name)
        return None if place is None else row[place]

    def cell(self, row: Row, name: str) -> Value | None:
        """The same as readers see it."""
        term, heading = self.term(row, name), self._query.heading(name)
        if term is None:
            return None
        if isinstance(term, Literal):
            if term.value in heading.words:
                return Value(heading.words[term.value].get(self.language, term.value), machine=term.value)
            if "plain" in heading.manner:
                return Value(term.value, kind="number", machine=term.value)
        return self._values.one(term, self._unit(heading, row))

    def value(self, term: Any) -> Value:
        """A term that is in no row, but was named when the answer was asked for (*more*)."""
        return self._values.one(term, None)

    def manner(self, name: str, manner: str) -> bool:
        """Whether the column *name* is shown in that *manner* (`esslod.queries.Heading`)."""
        return manner in self._query.heading(name).manner

    def contexts(self, given: Collection[str] = ()) -> list[str]:
        """The columns that say what a row is about, where that is not the same in all of them."""
        about = [name for name in self.answer.variables if "context" in self._query.heading(name).manner]
        return [name for name in about if name not in given and self._varies(name)]

    def _is_shown(self, name: str, given: Collection[str]) -> bool:
        manner = self._query.heading(name).manner
        named = name.removesuffix(_LABEL)
        names_another = named != name and named in self.answer.variables
        clear = "context" in manner and bool(given) and not self._varies(name)
        return not ("aside" in manner or name in given or names_another or clear)

    def _varies(self, name: str) -> bool:
        return len({self.term(row, name) for row in self.answer.rows}) > 1

    def _unit(self, heading: Heading, row: Row) -> Any:
        return self._fixed(heading.unit) if heading.unit.startswith("<") else self.term(row, heading.unit[1:])

    def _fixed(self, unit: str) -> NamedNode:
        return NamedNode(rebase_iri(unit[1:-1], self._base))


def _filled(
    told: tuple[Cell, ...], sources: Sequence[int], gathered: Sequence[Sequence[Value]]
) -> tuple[Cell, ...]:
    row = list(told)
    for place, several in zip(sources, gathered, strict=True):
        row[place] = tuple(several)
    return tuple(row)


def _all_numbers(rows: tuple[tuple[Cell, ...], ...], place: int) -> bool:
    values = [value for row in rows for value in row[place]]
    return bool(values) and all(value.kind == "number" for value in values)
