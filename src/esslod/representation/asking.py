"""Questions put to the engine, and their answers as terms: what pages, pictures and tables are made of.

A question is a query file of the release. It goes the way of strangers' queries, in isolation and
under the site's limits, so that no page waits for one without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, parse_query_results

from esslod.engine.seam import SparqlRequest
from esslod.errors import EngineFailure
from esslod.queries import bind
from esslod.rdf.description import Reader
from esslod.rdf.formats import RESULTS_JSON

if TYPE_CHECKING:
    from esslod.engine.seam import SparqlAnswer
    from esslod.parameters import Term
    from esslod.queries import QueryFile

#: The end of a query that has a limit of its own.
_LIMITED: Final = re.compile(r"(?i)\b(?:LIMIT|OFFSET)\s+\d+\s*\Z")
_SELECT: Final = re.compile(r"(?im)^\s*SELECT\b")

Row = tuple[Any, ...]


class Asker(Reader, Protocol):
    """The part of an engine (`engine/seam.py`) that answers questions and names things."""

    def ask(self, request: SparqlRequest) -> SparqlAnswer: ...


@dataclass(frozen=True)
class Answer:
    """Solutions in order: a term or None for each variable. ``more`` when only the first were asked for."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    more: bool = False

    def column(self, name: str) -> int | None:
        """The place of the variable *name* in a row; None when there is no such variable."""
        return self.variables.index(name) if name in self.variables else None


def ask(
    engine: Asker,
    query: QueryFile,
    values: Mapping[str, Term | Sequence[Term]],
    *,
    most: int | None = None,
    seconds: float | None = None,
) -> Answer:
    """The answer to *query* with *values* given: at most the first *most* rows.

    Raises what `Engine.ask` raises.
    """
    text = query.text if most is None else _limited(query.text, most + 1)
    answer = _asked(engine, bind(text, values), seconds)
    if most is None or len(answer.rows) <= most:
        return answer
    return Answer(answer.variables, answer.rows[:most], more=True)


def count(engine: Asker, query: QueryFile, values: Mapping[str, Term], *, seconds: float) -> int:
    """How many rows the whole answer has. Raises what `Engine.ask` raises."""
    text = bind(query.text, values)
    start = _SELECT.search(text)
    place = start.start() if start else 0
    counted = f"{text[:place]}\nSELECT (COUNT(*) AS ?rows) WHERE {{ {{\n{text[place:]}\n}} }}"
    (row,) = _asked(engine, counted, seconds).rows
    return int(row[0].value) if isinstance(row[0], Literal) else 0


def _limited(text: str, most: int) -> str:
    bare = text.rstrip()
    return text if _LIMITED.search(bare) else f"{bare}\nLIMIT {most}\n"


def _asked(engine: Asker, text: str, seconds: float | None) -> Answer:
    answer = engine.ask(SparqlRequest(query=text, results=RESULTS_JSON, seconds=seconds))
    found = parse_query_results(answer.body, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        raise EngineFailure("a question is a SELECT query")
    names = tuple(variable.value for variable in found.variables)
    return Answer(names, tuple(_rows(found, names)))


def _rows(found: Iterable[Any], names: tuple[str, ...]) -> Iterable[Row]:
    for solution in found:
        yield tuple(solution[name] for name in names)
