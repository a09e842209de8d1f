"""``/sparql`` in a browser: a form that needs no script, examples to pick, the answer under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import Response, g, request

from esslod.addresses import EXAMPLES, SPARQL, TERMS
from esslod.engine.seam import SparqlRequest
from esslod.errors import EsslodError
from esslod.namespaces import prefixes
from esslod.queries import read_query, with_defaults
from esslod.rdf.formats import HTML, RDF_SYNTAXES, RESULTS_JSON, RESULTS_SYNTAXES, RESULTS_XML, TURTLE, Syntax
from esslod.release.manifest import read_manifest
from esslod.representation import html
from esslod.representation.bundle import SCRIPT, bundle
from esslod.representation.html import Alternate
from esslod.representation.maps import SHADES
from esslod.representation.prefixing import with_prefixes
from esslod.web import asked, caching, connection, problems
from esslod.web.headers import SCRIPTED
from esslod.web.sparql_table import SHOWN, graph, table
from esslod.web.sparql_views import views

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esslod.engine.seam import Engine, SparqlStream
    from esslod.web.sparql_request import Asked

#: Longer addresses do not pass everywhere: the form then sends a POST.
_LONGEST_ADDRESS: Final = 6000
#: Bytes of an answer that a page is made from; more are not waited for.
_READ: Final = 5_000_000
_SUFFIX: Final = ".rq"
_VERDICT_SYNTAXES: Final = (RESULTS_JSON, RESULTS_XML)


@dataclass(frozen=True)
class Example:
    """One of the release's queries, ready to run; ``titles`` and ``descriptions`` by language."""

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    text: str


def form(said: Asked) -> Response:
    """The form alone, filled with the example that ``?example=`` names, or with the text of ``?draft=``."""
    language = asked.language()
    chosen = next((one for one in _examples() if one.name == request.args.get("example")), None)

    def page() -> bytes:
        return _rendered(said, chosen=chosen)

    if "published" not in g:
        return _sent(page(), language)
    built = bundle()
    context = (language, asked.root(), request.query_string.decode("latin-1"), built.digest if built else "")
    return caching.answer(
        page, HTML.content_type, context,
        vary=("Accept", "Accept-Language"), headers=[("Content-Language", language), *_policy()],
    )  # fmt: skip


def completed(said: Asked) -> Response:
    """The form with the query of *said*, the prefixes that it lacks before it; nothing is run."""
    query = with_prefixes(said.query or "", prefixes(asked.site().base_iri))
    return _sent(_rendered(replace(said, query=query)), asked.language())


def _policy() -> list[tuple[str, str]]:
    """What a browser may do with the page: run the editor, when it was built."""
    return [SCRIPTED] if bundle() else []


def answered(engine: Engine, said: Asked) -> Response:
    """The answer to the query of *said* under the form; what is wrong with it beside the form."""
    try:
        stream = engine.stream(
            SparqlRequest(
                query=said.query or "",
                default_graphs=said.default_graphs,
                named_graphs=said.named_graphs,
                results=RESULTS_JSON,
                rdf=TURTLE,
                seconds=said.seconds,
                abandoned=connection.of(request.environ).gone,
            )
        )
        body, whole = _beginning(stream)
    except EsslodError as error:
        return _refused(said, error)
    return _sent(_rendered(said, **_shown(body, stream.syntax, whole=whole)), asked.language())


def _beginning(stream: SparqlStream) -> tuple[bytes, bool]:
    """As much of the answer as a page needs, and whether that is all; the query then ends."""
    if stream.whole is not None:
        return stream.whole, True
    body = bytearray()
    try:
        for piece in stream.pieces:
            body += piece
            if len(body) >= _READ:
                return bytes(body), False
        return bytes(body), True
    finally:
        stream.close()


def _refused(said: Asked, error: EsslodError) -> Response:
    """The status and headers that a program would get, the query kept for correction."""
    problem = problems.problem_of(error, asked.language())
    response = _sent(_rendered(said, problem=problem), asked.language())
    response.status_code = problem.status
    response.headers["Cache-Control"] = "no-store"
    for name, value in problem.headers:
        response.headers.add(name, value)
    return response


def _shown(body: bytes, syntax: Syntax, *, whole: bool) -> dict[str, Any]:
    site = asked.site()
    if syntax is not RESULTS_JSON:
        return {"graph": graph(body, whole=whole), "formats": RDF_SYNTAXES}
    found = table(body, site.addresses, prefixes(site.base_iri), whole=whole)
    if found.verdict is not None:
        return {"table": found, "formats": _VERDICT_SYNTAXES}
    return {"table": found, "formats": RESULTS_SYNTAXES, **views(body, whole=whole)}


def _rendered(said: Asked, chosen: Example | None = None, **shown: Any) -> bytes:
    site, query = asked.site(), said.query or (chosen.text if chosen else request.args.get("draft", ""))
    formats: tuple[Syntax, ...] = shown.pop("formats", ())
    parameters = _parameters(said)
    downloads = [(one, urlencode([*parameters, ("format", one.name)])) for one in formats]
    nothing = dict.fromkeys(("table", "graph", "problem", "picture", "drawn", "raw"))
    values = {**nothing, "shades": SHADES, **shown}
    built = bundle()
    return html.render(
        "sparql.html",
        _frame(parameters, chosen),
        query=query,
        chosen=chosen.name if chosen else "",
        examples=_examples(),
        downloads=downloads,
        parameters=parameters,
        long=len(urlencode(parameters)) > _LONGEST_ADDRESS,
        endpoint=site.addresses.iri(SPARQL),
        site=site,
        shown=SHOWN,
        script=f"{asked.root()}assets/{built.digest}/{SCRIPT}" if built and "published" in g else "",
        terms=f"{asked.root()}{TERMS}",
        **values,
    )


def _frame(parameters: list[tuple[str, str]], chosen: Example | None) -> html.Frame:
    """The page's frame; the link to the other language keeps the query or the example."""
    kept = parameters if parameters[0][1] else [("example", chosen.name)] if chosen else []
    address = f"{SPARQL}?{urlencode(kept)}" if kept else SPARQL
    alternates = tuple(
        Alternate(syntax.label, f"{SPARQL}.{syntax.suffix}", syntax.media_type) for syntax in RDF_SYNTAXES
    )
    return replace(
        asked.frame(alternates=alternates), path=address if len(address) <= _LONGEST_ADDRESS else SPARQL
    )


def _parameters(said: Asked) -> list[tuple[str, str]]:
    """What asks the same question again, format excepted."""
    asked_again = [("query", said.query or "")]
    asked_again += [("default-graph-uri", iri) for iri in said.default_graphs]
    asked_again += [("named-graph-uri", iri) for iri in said.named_graphs]
    return asked_again


def _examples() -> tuple[Example, ...]:
    published = g.get("published")
    return _of_release(published.folder, asked.site().base_iri) if published else ()


@lru_cache(maxsize=8)
def _of_release(folder: Path, base: str) -> tuple[Example, ...]:
    """The query files of the release in *folder*, which never changes, in the order of their names."""
    files = (entry.path for entry in read_manifest(folder).files)
    listed = sorted(path for path in files if path.startswith(f"{EXAMPLES}/") and path.endswith(_SUFFIX))
    return tuple(_example(folder / path, base) for path in listed)


def _example(file: Path, base: str) -> Example:
    query = read_query(file.read_text(encoding="utf-8"))
    name = PurePosixPath(file.name).stem
    return Example(name, query.title, query.description, with_defaults(query, base) + "\n")


def _sent(body: bytes, language: str) -> Response:
    response = Response(body, content_type=HTML.content_type)
    response.headers["Cache-Control"] = caching.REVALIDATE
    response.headers["Content-Language"] = language
    response.headers.extend(_policy())
    response.vary.update(("Accept", "Accept-Language"))
    return response
