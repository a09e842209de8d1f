"""Errors as answers: one table from the error tree to HTTP, one document for each (RFC 9457).

Everything that goes wrong during a request comes through `answer`: our own errors,
werkzeug's, and what nobody expected. A problem document is JSON, Turtle or HTML by
negotiation, and says what to do.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Flask, Response, request
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from werkzeug.exceptions import HTTPException
from werkzeug.urls import iri_to_uri

from esslod import errors
from esslod.namespaces import HYDRA, RDF, RDFS, XSD
from esslod.rdf.formats import HTML, PROBLEM_JSON, TURTLE, Syntax
from esslod.representation import html, rdf
from esslod.representation.words import LANGUAGES
from esslod.web import asked
from esslod.web.negotiation import best
from esslod.web.problem_types import TABLE, ProblemType, kind_of

logger = logging.getLogger("esslod.web")

PROBLEMS: Final = "problems"
OFFERED: Final = (PROBLEM_JSON, HTML, TURTLE)


#: werkzeug's errors by status; any other keeps its own status under the nearest family.
_BY_STATUS: Final = {kind.status: kind for kind in reversed(TABLE.values()) if kind.status not in (400,)}
_BAD_REQUEST: Final = TABLE[errors.BadRequest]


@dataclass(frozen=True)
class Problem:
    """One problem as it is told: RFC 9457 members, plus ``remedy`` and what each kind adds."""

    kind: ProblemType
    status: int
    detail: str
    remedy: str
    language: str
    extensions: Mapping[str, Any] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()


def install(app: Flask, base: str) -> None:
    """Send every error of *app* through `answer`; problem types are under *base*."""

    def told(error: Exception) -> Response:
        return answer(error, base)

    app.register_error_handler(Exception, told)


def answer(error: Exception, base: str) -> Response:
    """The problem document for *error*, in the format and language the caller prefers."""
    language = asked.language()
    problem = _problem(error, language)
    syntax = best(request.headers.get("Accept"), OFFERED) or PROBLEM_JSON
    body, syntax = _written(problem, base, syntax)
    response = Response(body, status=problem.status, content_type=syntax.content_type)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept", "Accept-Language"))
    for name, value in problem.headers:
        response.headers.add(name, value)
    return response


def problem_of(error: Exception, language: str) -> Problem:
    """*error* as it is told in *language*, for pages that show it themselves."""
    return _problem(error, language)


def _problem(error: Exception, language: str) -> Problem:
    if isinstance(error, HTTPException):
        return _from_werkzeug(error, language)
    kind = kind_of(error)
    if kind.status == 500:
        reference = str(uuid.uuid4())
        logger.error("%s %s: %s", request.method, request.path, reference, exc_info=error)
        return Problem(kind, 500, "", kind.remedy(language), language, {"reference": reference})
    if kind.slug == "unavailable":  # what is wrong with the machine is for its operator only
        logger.error("%s %s: %s", request.method, request.path, error)
        return Problem(kind, kind.status, "", kind.remedy(language), language, {}, (("Retry-After", "30"),))
    detail, remedy = _words(error, language)
    remedy = remedy or kind.remedy(language)
    return Problem(kind, kind.status, detail, remedy, language, _members(error), _fields(error))


def _words(error: Exception, language: str) -> tuple[str, str]:
    """Message and remedy, in *language* when the error knows it."""
    french: tuple[str, str] = getattr(error, "french", ("", ""))
    if language == "fr" and french[0]:
        return french
    return str(error), getattr(error, "remedy", "")


def _from_werkzeug(error: HTTPException, language: str) -> Problem:
    status = error.code or 500
    kind = _BY_STATUS.get(status, _BAD_REQUEST if status < 500 else TABLE[Exception])
    kept = ("Allow", "Retry-After", "Location", "Content-Range")
    headers = tuple((name, value) for name, value in error.get_headers() if name in kept)
    detail = "" if status in (404, 405) else error.description or ""
    return Problem(kind, status, detail, kind.remedy(language), language, {}, headers)


def _members(error: Exception) -> dict[str, Any]:
    """Members that a kind of error adds to its problem; those that are empty are left out."""
    found: dict[str, Any] = {}
    match error:
        case errors.Gone():
            found = dict(error.tombstone)
        case errors.NotFound():
            found = {"near": list(error.near)}
        case errors.NotAcceptable():
            found = {"offered": [{"type": kind, "href": address} for kind, address in error.offered]}
        case errors.RangeNotSatisfiable():
            found = {"size": error.size}
        case errors.QuerySyntaxError() if error.line:
            found = {"line": error.line, "column": error.column, "expected": error.expected}
    return {name: value for name, value in found.items() if value not in ("", [])}


def _fields(error: Exception) -> tuple[tuple[str, str], ...]:
    """Headers that a kind of error adds to its problem."""
    match error:
        case errors.NotAcceptable() if error.offered:
            links = ", ".join(
                f'<{iri_to_uri(to)}>; rel="alternate"; type="{kind}"' for kind, to in error.offered
            )
            return (("Link", links),)
        case errors.MethodNotAllowed():
            return (("Allow", ", ".join(error.allowed)),)
        case errors.RangeNotSatisfiable():
            return (("Content-Range", f"bytes */{error.size}"),)
        case errors.EngineBusy():
            return (("Retry-After", str(error.retry_after)),)
    return ()


def _written(problem: Problem, base: str, syntax: Syntax) -> tuple[bytes, Syntax]:
    """The document in *syntax*, or as JSON when a page cannot be made either: that needs nothing."""
    try:
        return _WRITTEN[syntax](problem, base), syntax
    except Exception:
        logger.exception("the problem document cannot be written as %s", syntax.label)
        return _json(problem, base), PROBLEM_JSON


def _json(problem: Problem, base: str) -> bytes:
    members = {
        "type": f"{base}{PROBLEMS}#{problem.kind.slug}",
        "title": problem.kind.title(problem.language),
        "status": problem.status,
        "detail": problem.detail,
        "remedy": problem.remedy,
        **problem.extensions,
    }
    said = {name: value for name, value in members.items() if value != ""}
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _turtle(problem: Problem, base: str) -> bytes:
    node = BlankNode("problem")
    kind = NamedNode(f"{base}{PROBLEMS}#{problem.kind.slug}")
    quads = [Quad(node, RDF.type, HYDRA.Error), Quad(node, RDF.type, kind)]
    quads.append(Quad(node, HYDRA.statusCode, Literal(str(problem.status), datatype=XSD.integer)))
    quads += [Quad(node, HYDRA.title, Literal(problem.kind.title(lang), language=lang)) for lang in LANGUAGES]
    said = " ".join(filter(None, (problem.detail, problem.remedy)))
    if said:
        quads.append(Quad(node, HYDRA.description, Literal(said)))
    quads += [Quad(node, RDFS.seeAlso, NamedNode(iri)) for iri in problem.extensions.get("near", ())]
    return rdf.serialise(quads, TURTLE, {"hydra": HYDRA.iri, "rdfs": RDFS.iri, "xsd": XSD.iri})


def _html(problem: Problem, _base: str) -> bytes:
    addresses = asked.site().addresses
    near = [(iri, addresses.document(iri) or "") for iri in problem.extensions.get("near", ())]
    return html.render(
        "problem.html",
        asked.frame(),
        status=problem.status,
        title=problem.kind.title(problem.language),
        detail=problem.detail,
        remedy=problem.remedy,
        near=near,
        offered=problem.extensions.get("offered", ()),
        reference=problem.extensions.get("reference", ""),
        line=problem.extensions.get("line", 0),
        column=problem.extensions.get("column", 0),
    )


_WRITTEN: Final[dict[Syntax, Any]] = {PROBLEM_JSON: _json, HTML: _html, TURTLE: _turtle}
