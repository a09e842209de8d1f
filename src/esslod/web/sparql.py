"""``/sparql``: the SPARQL 1.1 Protocol over the engine, for programs and, with a form, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from esslod.addresses import SPARQL
from esslod.errors import MethodNotAllowed, NotFound
from esslod.rdf.formats import HTML, RDF_SYNTAXES, TURTLE, Syntax, rdf_by_name, rdf_by_suffix
from esslod.web import connection, sparql_description, sparql_page, sparql_request
from esslod.web.negotiation import best

if TYPE_CHECKING:
    from esslod.config import Site
    from esslod.engine.seam import Engine
    from esslod.web.sparql_request import Asked, Wanted

#: Where in the WSGI environment an error stands that the engine has raised already for this request.
ERROR: Final = "esslod.error"
ALLOWED: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
_REFUSED: Final = ("PUT", "DELETE", "PATCH")
#: On every answer. ``Accept-Query``: the bodies that the HTTP QUERY method takes here.
CORS: Final = {
    "Accept-Query": f"{sparql_request.QUERY}, {sparql_request.FORM}",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Query, Allow, Content-Length, ETag, Link, Retry-After, Vary, X-Esslod-Truncated"
    ),
}
_PREFLIGHT: Final = {
    "Allow": ", ".join(ALLOWED),
    "Access-Control-Allow-Methods": ", ".join(ALLOWED),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Cache-Control, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_DESCRIPTION_OFFER: Final[tuple[Syntax, ...]] = (*RDF_SYNTAXES, HTML)


def sparql_blueprint(engine: Engine, site: Site) -> Blueprint:
    """The routes of ``/sparql``, answering with *engine* under the limits of *site*."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.route(f"/{SPARQL}", methods=[*ALLOWED, *_REFUSED], provide_automatic_options=False)
    def sparql() -> Response:
        if request.method == "OPTIONS":
            return Response(status=204, headers=_PREFLIGHT)
        _check()
        said = sparql_request.read(request, site.query_text_bytes)
        if said.query is None:
            return _introduction(said, site)
        wanted = sparql_request.wanted(said, request.headers.get("Accept"))
        if not wanted.page:
            return _answer(engine, said, wanted)
        completing = request.args.get("prefixes") == "add"
        return sparql_page.completed(said) if completing else sparql_page.answered(engine, said)

    @blueprint.get(f"/{SPARQL}.<suffix>")
    def sparql_as(suffix: str) -> Response:
        if suffix == HTML.suffix:
            return sparql_page.form(sparql_request.read(request, site.query_text_bytes))
        syntax = rdf_by_suffix(suffix)
        if syntax is None:
            raise NotFound(request.path)
        return sparql_description.answer(syntax, site, negotiated=False)

    @blueprint.after_request
    def open_to_all(response: Response) -> Response:
        for name, value in CORS.items():
            response.headers.setdefault(name, value)
        return response

    return blueprint


def _check() -> None:
    """Raise what is wrong with the method, or what `direct` was told when it asked the engine."""
    if request.method in _REFUSED:
        raise MethodNotAllowed("", ALLOWED)
    if ERROR in request.environ:
        raise request.environ[ERROR]


def _answer(engine: Engine, said: Asked, wanted: Wanted) -> Response:
    answer = engine.ask(sparql_request.of_engine(said, wanted, connection.of(request.environ).gone))
    response = _sent(answer.body, answer.syntax)
    if answer.truncated:  # no engine of ours cuts an answer; one that does must not hide it
        response.headers["X-Esslod-Truncated"] = "true"
    return response


def _introduction(said: Asked, site: Site) -> Response:
    """No query: a form for people, a description of the endpoint for programs."""
    syntax = rdf_by_name(said.format) or best(request.headers.get("Accept"), _DESCRIPTION_OFFER)
    if said.format in {"html", HTML.media_type} or syntax is HTML:
        return sparql_page.form(said)
    chosen = rdf_by_name(syntax.name if syntax else "") or TURTLE
    return sparql_description.answer(chosen, site, negotiated=True)


def _sent(body: bytes, syntax: Syntax) -> Response:
    response = Response(body, content_type=syntax.content_type)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Accept",))
    return response
