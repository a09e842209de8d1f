"""``esslod query``: ask the current release, under the same limits as the endpoint."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from esslod.commands import Invocation
from esslod.commands.publishing import current_with_index
from esslod.config import Site
from esslod.engine.embedded import Embedded
from esslod.engine.seam import SparqlAnswer, SparqlRequest
from esslod.errors import EXIT_DONE, NotAcceptable, OperatorError
from esslod.namespaces import XSD, prefixes
from esslod.queries import bind, read_query
from esslod.rdf.formats import (
    RDF_SYNTAXES,
    RESULTS_JSON,
    RESULTS_SYNTAXES,
    TURTLE,
    rdf_by_name,
    results_by_name,
)
from esslod.text_table import fits, records, table

TABLE: Final = "table"
NUMBERS: Final = {XSD.integer, XSD.decimal, XSD.double, XSD.float}


def run(invocation: Invocation) -> int:
    """Print the answer in the form asked for."""
    site, wanted = invocation.site, invocation.arguments.format
    text = _bound(_text(invocation), invocation.arguments.param, site)
    _, store = current_with_index(site)
    answer = _ask(store, site, text, wanted)
    if wanted == TABLE and answer.form in ("select", "ask"):
        invocation.console.show(_drawn(answer, site, invocation))
    else:
        invocation.console.show_bytes(answer.body)
    return EXIT_DONE


def _text(invocation: Invocation) -> str:
    """The query: the text of ``-e``, a file, or standard input."""
    asked, console = invocation.arguments, invocation.console
    if (asked.text is None) == (asked.file is None):
        raise OperatorError(
            console.pick("une requête est attendue, et une seule", "one query is expected, and only one"),
            remedy="esslod query FILE · esslod query -e TEXT · esslod query -",
        )
    if asked.text is not None:
        return str(asked.text)
    try:
        content = sys.stdin.buffer.read() if asked.file == "-" else Path(asked.file).read_bytes()
        return content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{asked.file}: {error}", remedy="UTF-8, SPARQL 1.1") from error


def _bound(text: str, assignments: list[tuple[str, str]], site: Site) -> str:
    query = read_query(text)
    return bind(text, {name: query.parameter(name).term(value, site.base_iri) for name, value in assignments})


def _ask(store: Path, site: Site, text: str, wanted: str) -> SparqlAnswer:
    results, rdf = results_by_name(wanted), rdf_by_name(wanted)
    if wanted == TABLE:
        results, rdf = RESULTS_JSON, TURTLE
    engine = Embedded(store, replace(site, query_workers=1))
    try:
        return engine.ask(SparqlRequest(text, results=results, rdf=rdf))
    except NotAcceptable as error:
        rows = " ".join(syntax.name for syntax in RESULTS_SYNTAXES)
        graphs = " ".join(syntax.name for syntax in RDF_SYNTAXES)
        remedy = f"--format: SELECT, ASK: {TABLE} {rows} · CONSTRUCT, DESCRIBE: {graphs}"
        raise OperatorError(f"--format {wanted}: {error.message}", remedy=remedy) from error
    finally:
        engine.close()


def _drawn(answer: SparqlAnswer, site: Site, invocation: Invocation) -> str:
    """SELECT as a table, or as blocks when it is wider than the terminal; ASK as a word."""
    parsed = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(parsed, ox.QueryBoolean):
        return invocation.console.pick("oui", "yes") if parsed else invocation.console.pick("non", "no")
    names = [variable.value for variable in parsed.variables]
    solutions = [[row[name] for name in names] for row in parsed]
    rows = [[_shown(term, site) for term in solution] for solution in solutions]
    drawn = table(names, rows, _numeric(solutions))
    if invocation.console.interactive and not fits(drawn, shutil.get_terminal_size().columns):
        return records(names, rows)
    return drawn


def _numeric(
    solutions: list[list[ox.Literal | ox.NamedNode | ox.BlankNode | ox.Triple | None]],
) -> frozenset[int]:
    """Columns that hold numbers and nothing else."""
    return frozenset(
        index
        for index, column in enumerate(zip(*solutions, strict=True))
        if all(term is None or (isinstance(term, ox.Literal) and term.datatype in NUMBERS) for term in column)
    )


def _shown(term: object, site: Site) -> str:
    """A literal's text; an IRI as Turtle would write it: ``org:Membership``, ``<id/…>`` under our base."""
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in prefixes(site.base_iri).items():
            name = term.value.removeprefix(namespace)
            if name != term.value and name.replace("-", "").replace("_", "").isalnum():
                return f"{prefix}:{name}"
        return f"<{term.value.removeprefix(site.base_iri)}>"
    return str(term)
