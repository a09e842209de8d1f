"""The answer to a question as people read it: headed columns, links, numbers with their units."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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


@dataclass(frozen=True)
class ShownColumn:
    """``number`` when all its values are numbers."""

    name: str
    title: str
    number: bool


@dataclass(frozen=True)
class ShownTable:
    """Rows of cells, None where nothing is said."""

    columns: tuple[ShownColumn, ...]
    rows: tuple[tuple[Value | None, ...], ...]

    @property
    def any(self) -> bool:
        return bool(self.rows)


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


def shown(
    answer: Answer, query: QueryFile, reading: Reading, language: str, *, given: Collection[str] = ()
) -> ShownTable:
    """The table of *answer* for readers of *language*. What is *given* is the same everywhere: left out."""
    return _Shown(answer, query, reading, language).table(given)


class _Shown:
    """One answer being written, the names of all that it mentions looked up."""

    def __init__(self, answer: Answer, query: QueryFile, reading: Reading, language: str) -> None:
        self._answer = answer
        self._query = query
        self._base = reading.addresses.base
        self._language = language
        terms = [term for row in answer.rows for term in row]
        fixed = [self._fixed(one.unit) for one in query.headings if one.unit.startswith("<")]
        self._values = reading.values([*terms, *fixed], language)

    def table(self, given: Collection[str]) -> ShownTable:
        kept = [name for name in self._answer.variables if self._is_shown(name, given)]
        rows = tuple(tuple(self._cell(name, row) for name in kept) for row in self._answer.rows)
        headed = ((name, title(self._query.heading(name), self._language)) for name in kept)
        columns = (
            ShownColumn(name, text, _all_numbers(rows, place)) for place, (name, text) in enumerate(headed)
        )
        return ShownTable(tuple(columns), rows)

    def _is_shown(self, name: str, given: Collection[str]) -> bool:
        named = name.removesuffix(_LABEL)
        names_another = named != name and named in self._answer.variables
        manner = self._query.heading(name).manner
        clear = "context" in manner and bool(given) and len(self._distinct(name)) < 2
        return not ("aside" in manner or name in given or names_another or clear)

    def _distinct(self, name: str) -> set[str]:
        place = self._answer.variables.index(name)
        return {str(row[place]) for row in self._answer.rows}

    def _cell(self, name: str, row: Row) -> Value | None:
        term, heading = row[self._answer.variables.index(name)], self._query.heading(name)
        if term is None:
            return None
        if isinstance(term, Literal) and term.value in heading.words:
            return Value(heading.words[term.value].get(self._language, term.value), machine=term.value)
        if isinstance(term, Literal) and "plain" in heading.manner:
            return Value(term.value, kind="number", machine=term.value)
        return self._values.one(term, self._unit(heading, row))

    def _unit(self, heading: Heading, row: Row) -> Any:
        if heading.unit.startswith("<"):
            return self._fixed(heading.unit)
        place = self._answer.column(heading.unit[1:])
        return None if place is None else row[place]

    def _fixed(self, unit: str) -> NamedNode:
        return NamedNode(rebase_iri(unit[1:-1], self._base))


def title(heading: Heading, language: str) -> str:
    """What a column is called in *language*, or the name of its variable."""
    return heading.titles.get(language) or heading.name


def _all_numbers(rows: tuple[tuple[Value | None, ...], ...], place: int) -> bool:
    cells = [row[place] for row in rows if row[place] is not None]
    return bool(cells) and all(cell.kind == "number" for cell in cells if cell)
