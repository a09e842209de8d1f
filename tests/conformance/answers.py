"""Answers to queries, and when two of them are the same.

Solutions are compared as SPARQL defines them: a multiset unless the query says an order,
blank nodes up to renaming (a bijection over the whole answer), numbers by value within one
datatype, since an engine may write ``1.0`` for ``1.00``.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"
_EXACT = {"integer", "decimal", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"}
_APPROXIMATE = {"double", "float"}

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Solutions:
    """The answer to SELECT: rows in the order of ``variables``, None where unbound."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Graph:
    """The answer to CONSTRUCT or DESCRIBE."""

    rows: tuple[Row, ...]


Answer = Solutions | Graph | bool


def of_engine(found: Any) -> Answer:
    """What pyoxigraph gives for a query."""
    if isinstance(found, QueryBoolean):
        return bool(found)
    if isinstance(found, QuerySolutions):
        names = sorted(variable.value for variable in found.variables)
        return Solutions(tuple(names), tuple(tuple(map(plain, (row[n] for n in names))) for row in found))
    return graph(found)


def of_results(body: bytes, syntax: QueryResultsFormat) -> Answer:
    return of_engine(parse_query_results(body, format=syntax))


def of_rdf(body: bytes, syntax: RdfFormat, base: str | None = None) -> Graph:
    return graph(quad.triple for quad in parse(body, format=syntax, base_iri=base))


def of_csv(body: bytes) -> Solutions:
    """CSV says nothing of kinds of terms: cells are texts, blank nodes those that begin with ``_:``.

    Columns are put in order: for ``SELECT *`` SPARQL leaves theirs open.
    """
    header, *lines = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    order = sorted(range(len(header)), key=header.__getitem__)
    rows = (tuple(_cell(line[place]) for place in order) for line in lines)
    return Solutions(tuple(sorted(header)), tuple(rows))


def of_file(file: Path, address: str) -> Answer:
    """The answer that a result file of the suites holds."""
    results = {
        ".srx": QueryResultsFormat.XML,
        ".srj": QueryResultsFormat.JSON,
        ".tsv": QueryResultsFormat.TSV,
    }
    if file.suffix in results:
        return of_results(file.read_bytes(), results[file.suffix])
    if file.suffix == ".csv":
        return of_csv(file.read_bytes())
    store = Store()
    store.load(path=str(file), base_iri=address)
    if next(store.quads_for_pattern(None, None, NamedNode(RS + "ResultSet")), None):
        return _result_set(store)
    return graph(quad.triple for quad in store)


def graph(triples: Iterable[Triple]) -> Graph:
    return Graph(tuple({(plain(t.subject), plain(t.predicate), plain(t.object)) for t in triples}))


def plain(term: Any) -> Any:
    """A term as a value to compare: blank nodes are ``("blank", label)``."""
    if isinstance(term, BlankNode):
        return ("blank", term.value)
    if isinstance(term, Triple):
        return ("triple", plain(term.subject), plain(term.predicate), plain(term.object))
    if isinstance(term, Literal):
        kind = term.datatype.value
        return ("literal", _value(term.value, kind), kind, (term.language or "").lower(), str(term.direction))
    return None if term is None else ("iri", term.value)


def same(expected: Answer, actual: Answer, *, ordered: bool = False, lax: bool = False) -> bool:
    """Whether *actual* is the answer *expected*. ``lax``: REDUCED may drop duplicates."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, Solutions) and isinstance(actual, Solutions):
        if expected.variables != actual.variables:
            return False
        if lax:
            wanted, got = Counter(expected.rows), Counter(actual.rows)
            return wanted.keys() == got.keys() and got <= wanted
    elif type(expected) is not type(actual):
        return False
    if ordered:
        return len(expected.rows) == len(actual.rows) and _match(
            [(row, [other]) for row, other in zip(expected.rows, actual.rows, strict=True)]
        )
    return _same_rows(expected.rows, actual.rows)


def _same_rows(expected: tuple[Row, ...], actual: tuple[Row, ...]) -> bool:
    if Counter(map(_shape, expected)) != Counter(map(_shape, actual)):
        return False
    blank = [row for row in expected if _shape(row) != row]
    candidates = {shape: [r for r in actual if _shape(r) == shape] for shape in map(_shape, blank)}
    blank.sort(key=lambda row: len(candidates[_shape(row)]))
    return _match([(row, candidates[_shape(row)]) for row in blank])


def _match(pairs: list[tuple[Row, list[Row]]]) -> bool:
    """Whether each row can be given one of its candidates, all different, under one bijection."""
    return _extend(pairs, 0, {}, {}, frozenset())


def _extend(
    pairs: list[tuple[Row, list[Row]]],
    place: int,
    there: dict[Any, Any],
    back: dict[Any, Any],
    used: frozenset[int],
) -> bool:
    if place == len(pairs):
        return True
    row, candidates = pairs[place]
    for other in candidates:
        if id(other) in used:
            continue
        forth, again = dict(there), dict(back)
        if _unify(row, other, forth, again) and _extend(pairs, place + 1, forth, again, used | {id(other)}):
            return True
    return False


def _unify(one: Any, other: Any, there: dict[Any, Any], back: dict[Any, Any]) -> bool:
    if _is_blank(one) and _is_blank(other):
        return there.setdefault(one, other) == other and back.setdefault(other, one) == one
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return all(_unify(a, b, there, back) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def _shape(value: Any) -> Any:
    """*value* with every blank node made the same."""
    if _is_blank(value):
        return ("blank", "")
    return tuple(map(_shape, value)) if isinstance(value, tuple) else value


def _is_blank(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and value[0] == "blank"


def _cell(text: str) -> Any:
    return ("blank", text) if text.startswith("_:") else text


def _value(text: str, datatype: str) -> Any:
    kind = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    try:
        if kind in _EXACT:
            return str(Decimal(text).normalize())
        if kind in _APPROXIMATE:
            return repr(float(text))
        if kind == "boolean":
            return {"0": "false", "1": "true"}.get(text, text)
    except (InvalidOperation, ValueError):
        pass
    return text


def _result_set(store: Store) -> Answer:
    """A result written as RDF (vocabulary rs:), as SPARQL 1.0's suite does."""

    def objects(subject: Any, name: str) -> list[Any]:
        return [q.object for q in store.quads_for_pattern(subject, NamedNode(RS + name), None)]

    (root,) = (q.subject for q in store.quads_for_pattern(None, None, NamedNode(RS + "ResultSet")))
    if verdict := objects(root, "boolean"):
        return bool(verdict[0].value == "true")
    names = sorted(literal.value for literal in objects(root, "resultVariable"))
    found = []
    for solution in objects(root, "solution"):
        bound = {
            objects(b, "variable")[0].value: objects(b, "value")[0] for b in objects(solution, "binding")
        }
        index = next((int(literal.value) for literal in objects(solution, "index")), 0)
        found.append((index, tuple(plain(bound.get(name)) for name in names)))
    return Solutions(tuple(names), tuple(row for _, row in sorted(found, key=lambda pair: pair[0])))
