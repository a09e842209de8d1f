"""A SPARQL Protocol request read from HTTP: GET, form POST, direct POST (SPARQL 1.1 Protocol §2.1).

Nothing here judges the query: only where it stands in the request, and which answers
the caller can read. Unknown parameters are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from esslod.engine.said import said as spoken
from esslod.engine.seam import SparqlRequest
from esslod.errors import BadRequest, NotAcceptable, UnsupportedMediaType
from esslod.rdf.formats import (
    HTML,
    JSON_LD,
    RDF_SYNTAXES,
    RDF_XML,
    RESULTS_JSON,
    RESULTS_SYNTAXES,
    TURTLE,
    RdfSyntax,
    ResultsSyntax,
    Syntax,
    rdf_by_name,
    results_by_name,
)
from esslod.web.negotiation import best

if TYPE_CHECKING:
    from flask import Request

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_UTF_8: Final = frozenset({"utf-8", "utf8", "us-ascii"})
_FORMAT_PARAMETERS: Final = ("format", "output")
#: What clients call RDF syntaxes when they think of results (SPARQLWrapper sends ``format=json`` for all).
_RDF_NAMES: Final = {
    "json": JSON_LD, "json-ld": JSON_LD, "application/json": JSON_LD, "xml": RDF_XML, "rdf+xml": RDF_XML,
    "rdf/xml": RDF_XML, "rdfxml": RDF_XML, "application/xml": RDF_XML, "n3": TURTLE,
}  # fmt: skip
_RESULTS_NAMES: Final = {"application/json": "json", "application/xml": "xml"}
#: Methods whose body is a request (SPARQL 1.1 Protocol §2.1; the HTTP QUERY method is GET with a body).
WITH_BODY: Final = frozenset({"POST", "QUERY"})


@dataclass(frozen=True)
class Asked:
    """What a request says: ``query`` is None when it holds none; ``format`` is lower case, or empty.

    ``seconds`` is the caller's own time limit (``timeout``), None when there is none to speak of.
    """

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    seconds: float | None = None


@dataclass(frozen=True)
class Wanted:
    """The syntaxes to answer in, one for each family; ``page`` when a person is reading."""

    results: ResultsSyntax
    rdf: RdfSyntax
    page: bool


def of_engine(asked: Asked, wanted: Wanted, abandoned: Callable[[], bool]) -> SparqlRequest:
    """What the engine is asked; *abandoned* tells it whether the caller is known to have hung up."""
    return SparqlRequest(
        query=asked.query or "",
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        results=wanted.results,
        rdf=wanted.rdf,
        seconds=asked.seconds,
        abandoned=abandoned,
    )


def read(request: Request, most_bytes: int) -> Asked:
    """What *request* asks; *most_bytes* bounds the query text.

    Raises BadRequest or UnsupportedMediaType; werkzeug's 413 when the body is far too large.
    """
    request.max_content_length = 4 * most_bytes + 65_536  # every byte may be percent-encoded
    pairs = _pairs(request.query_string)
    if request.method in WITH_BODY:
        pairs += _posted(request)
    said = of_pairs(pairs)
    if request.method in WITH_BODY and said.query is None:
        raise spoken("no_query", BadRequest)
    return said


def of_pairs(pairs: list[tuple[str, str]]) -> Asked:
    """What the parameters of a request say, wherever they stood. Raises BadRequest."""
    if any(name == "update" for name, _ in pairs):
        raise spoken("read_only", BadRequest)
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise spoken("queries", BadRequest, count=len(queries))
    return Asked(
        query=queries[0] if queries else None,
        default_graphs=_all(pairs, "default-graph-uri"),
        named_graphs=_all(pairs, "named-graph-uri"),
        format=_format(pairs),
        seconds=_seconds(pairs),
    )


def wanted(asked: Asked, accept: str | None) -> Wanted:
    """The syntaxes that suit the caller: ``?format=`` first, then Accept.

    The query's form will decide between the families, and many clients name only one, or
    the wrong one: the other family falls back to JSON or Turtle. Raises NotAcceptable when
    Accept fits neither.
    """
    everything: tuple[Syntax, ...] = (*RESULTS_SYNTAXES, *RDF_SYNTAXES, HTML)
    preferred = best(accept, everything)
    results, rdf = _by_name(asked.format)
    named = results is not None or rdf is not None
    page = asked.format in {"html", HTML.media_type} or (not named and preferred is HTML)
    if preferred is None and not named and not page:
        raise NotAcceptable("None of the formats you accept is offered.", offered())
    return Wanted(
        results or best(accept, RESULTS_SYNTAXES) or RESULTS_JSON,
        rdf or best(accept, RDF_SYNTAXES) or TURTLE,
        page,
    )


def offered() -> list[tuple[str, str]]:
    """Every format as (media type, parameter that asks for it)."""
    every: tuple[Syntax, ...] = (*RESULTS_SYNTAXES, *RDF_SYNTAXES)
    return [(syntax.media_type, f"?format={syntax.name}") for syntax in every]


def _posted(request: Request) -> list[tuple[str, str]]:
    """The parameters that a body carries; an empty body leaves everything to the URL."""
    body = request.get_data(cache=False)
    kind = request.mimetype
    if kind == UPDATE:
        raise spoken("read_only", BadRequest)
    if not body:
        return [("query", "")] if kind == QUERY else []
    if kind not in {FORM, QUERY}:
        if not kind:
            raise spoken("no_type", BadRequest)
        raise spoken("type", UnsupportedMediaType, sent=kind)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in _UTF_8:
        raise spoken("charset", UnsupportedMediaType, charset=charset)
    return _pairs(body) if kind == FORM else [("query", _text(body))]


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(encoded), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise spoken("utf8", BadRequest) from None
    except ValueError:
        raise spoken("parameters", BadRequest) from None


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        raise spoken("utf8", BadRequest) from None


def _all(pairs: list[tuple[str, str]], wanted_name: str) -> tuple[str, ...]:
    """Values of a repeatable parameter; YASGUI and others send it empty to mean nothing."""
    return tuple(value for name, value in pairs if name == wanted_name and value)


def _format(pairs: list[tuple[str, str]]) -> str:
    """The first format asked for by parameter that we know; a “+” that came unescaped is restored."""
    values = [value.strip().replace(" ", "+").lower() for name, value in pairs if name in _FORMAT_PARAMETERS]
    known = (value for value in values if any(_by_name(value)) or value in {"html", HTML.media_type})
    return next(known, "")


def _seconds(pairs: list[tuple[str, str]]) -> float | None:
    """The least ``timeout``, in seconds, as RDF4J, GraphDB and Blazegraph clients send it.

    Virtuoso's is in milliseconds: a thousand times as long, it lowers nothing here, as it should.
    """
    found = [float(value) for name, value in pairs if name == "timeout" and _NUMBER.fullmatch(value.strip())]
    return min(found, default=None)


def _by_name(name: str) -> tuple[ResultsSyntax | None, RdfSyntax | None]:
    name = name.lower()
    return results_by_name(_RESULTS_NAMES.get(name, name)), rdf_by_name(name) or _RDF_NAMES.get(name)
