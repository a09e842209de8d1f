"""An answer of the endpoint as people read it: rows of cells, or the first lines of a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from esslod.namespaces import RDF, XSD
from esslod.representation.writing import NUMBERS

if TYPE_CHECKING:
    from esslod.addresses import Addresses

#: Rows, or lines of Turtle, that a page shows; the downloads beside it hold them all.
SHOWN: Final = 500
_SAID_OTHERWISE: Final = (XSD.string, RDF.langString)


@dataclass(frozen=True)
class Cell:
    """One value. ``path`` is its page on this host, ``href`` another host's; ``note`` a datatype."""

    text: str
    iri: str = ""
    path: str | None = None
    href: str = ""
    language: str = ""
    note: str = ""
    number: bool = False


@dataclass(frozen=True)
class Column:
    """``number`` when every value of the column is one."""

    name: str
    number: bool


@dataclass(frozen=True)
class Table:
    """Solutions as rows of cells. ``total`` is None when not all have been read."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    total: int | None
    verdict: bool | None = None

    @property
    def cut(self) -> bool:
        return self.total is None or self.total > len(self.rows)


@dataclass(frozen=True)
class Graph:
    """The first lines of a Turtle document; ``total`` counts them all, None when not all have been read."""

    text: str
    lines: int
    total: int | None


def table(results: bytes, addresses: Addresses, prefixes: Mapping[str, str], *, whole: bool) -> Table:
    """The first rows of a SPARQL results JSON document; of an ASK the verdict alone.

    Not *whole*, the document stops anywhere: what can be read of it is shown.
    """
    parsed = parse_query_results(results, format=QueryResultsFormat.JSON)
    if isinstance(parsed, QueryBoolean):
        return Table((), (), 0, verdict=bool(parsed))
    names = [variable.value for variable in parsed.variables]
    read = iter(parsed) if whole else _readable(parsed)
    rows = tuple(
        tuple(_cell(row[name], addresses, prefixes) for name in names) for row in islice(read, SHOWN)
    )
    total = len(rows) + sum(1 for _ in read) if whole else None
    columns = tuple(Column(name, _numeric(rows, place)) for place, name in enumerate(names))
    return Table(columns, rows, total)


def graph(turtle: bytes, *, whole: bool) -> Graph:
    """The first lines of *turtle*."""
    lines = turtle.split(b"\n", SHOWN)
    rest = lines.pop() if len(lines) > SHOWN else b""
    text = b"\n".join(lines).decode(errors="replace")
    return Graph(text, len(lines), len(lines) + rest.count(b"\n") if whole else None)


def _readable(solutions: QuerySolutions) -> Iterator[Any]:
    """The solutions up to where the document was left."""
    try:
        yield from solutions
    except SyntaxError:
        return


def _numeric(rows: tuple[tuple[Cell | None, ...], ...], place: int) -> bool:
    cells = [row[place] for row in rows if row[place] is not None]
    return bool(cells) and all(cell.number for cell in cells if cell)


def _cell(term: Any, addresses: Addresses, prefixes: Mapping[str, str]) -> Cell | None:
    match term:
        case None:
            return None
        case NamedNode():
            return _link(term.value, addresses, prefixes)
        case Literal():
            shown = term.datatype not in (*_SAID_OTHERWISE, *NUMBERS)
            note = _short(term.datatype.value, addresses, prefixes) if shown else ""
            number = term.datatype in NUMBERS
            return Cell(term.value, language=term.language or "", note=note, number=number)
    return Cell(str(term))


def _link(iri: str, addresses: Addresses, prefixes: Mapping[str, str]) -> Cell:
    text, document = _short(iri, addresses, prefixes), addresses.document(iri)
    if document is not None:
        _, mark, fragment = iri.partition("#")
        return Cell(text, iri, path=f"{document}{mark}{fragment}")
    return Cell(text, iri, href=iri if iri.startswith(("http://", "https://")) else "")


def _short(iri: str, addresses: Addresses, prefixes: Mapping[str, str]) -> str:
    """``dct:title``; what follows the base for the other IRIs of ours."""
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?"):
            return f"{prefix}:{local}"
    return addresses.path(iri) or iri
