"""The answer to a question as files: a table (CSV, XLSX, JSON), or RDF in the W3C's words for result sets.

The vocabulary of result sets is the one that the test suites of SPARQL are written in: it keeps every
term as it is, and several libraries read it back to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from esslod.namespaces import RDF, XSD
from esslod.tables.table import Column, Table

if TYPE_CHECKING:
    from esslod.queries import QueryFile
    from esslod.rdf.formats import RdfSyntax
    from esslod.representation.asking import Answer, Row

_RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


def table_of(name: str, query: QueryFile, answer: Answer) -> Table:
    """The whole *answer* to the question *name*, its columns headed as the query says."""
    columns = [_column(variable, query, answer) for variable in answer.variables]
    return Table(name, query.title, columns, answer.rows, query.description)


def _column(name: str, query: QueryFile, answer: Answer) -> Column:
    place = answer.variables.index(name)
    terms = [row[place] for row in answer.rows if row[place] is not None]
    titles = query.heading(name).titles
    if terms and all(isinstance(term, NamedNode) for term in terms):
        return Column(name, titles, datatype="")
    kinds = {term.datatype.value for term in terms if isinstance(term, Literal)}
    spoken = {term.language or "" for term in terms if isinstance(term, Literal)}
    alike = len(kinds) == 1 and all(isinstance(term, Literal) for term in terms)
    language = spoken.pop() if alike and len(spoken) == 1 else ""
    datatype = kinds.pop() if alike and not language else XSD.string.value
    return Column(name, titles, datatype=datatype, language=language)


def rdf_of(answer: Answer, syntax: RdfSyntax) -> bytes:
    """The *answer* as one ``rs:ResultSet``, rows numbered from 1 (``rs:index``)."""
    prefixes = {"rs": _RS, "xsd": XSD.string.value.removesuffix("string")}
    return serialize(_result_set(answer), format=syntax.rdf, prefixes=prefixes) or b""


def _result_set(answer: Answer) -> Iterator[Triple]:
    whole = BlankNode("answer")
    yield Triple(whole, RDF.type, _rs("ResultSet"))
    for name in answer.variables:
        yield Triple(whole, _rs("resultVariable"), Literal(name))
    for index in range(1, len(answer.rows) + 1):
        yield Triple(whole, _rs("solution"), BlankNode(f"row{index}"))
    for index, row in enumerate(answer.rows, 1):
        yield from _solution(BlankNode(f"row{index}"), index, answer, row)


def _solution(solution: BlankNode, index: int, answer: Answer, row: Row) -> Iterator[Triple]:
    """One row; what is said of one node stands together, so that Turtle reads well."""
    bound = {
        name: (BlankNode(f"{solution.value}c{place}"), term)
        for place, (name, term) in enumerate(zip(answer.variables, row, strict=True))
        if term is not None
    }
    yield Triple(solution, _rs("index"), Literal(index))
    for binding, _ in bound.values():
        yield Triple(solution, _rs("binding"), binding)
    for name, (binding, term) in bound.items():
        yield Triple(binding, _rs("variable"), Literal(name))
        yield Triple(binding, _rs("value"), term)


def _rs(name: str) -> NamedNode:
    return NamedNode(_RS + name)
