"""The application: routes, headers of every answer, and the release each request borrows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, g, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix

from esslod.addresses import CATALOGUE, SPARQL
from esslod.config import Site
from esslod.errors import NotAcceptable, NotFound
from esslod.rdf.formats import HTML, JSON, RDF_SYNTAXES
from esslod.representation import html
from esslod.representation.home import home
from esslod.web import asked, caching, files, problem_types, problems, resources
from esslod.web.answers import Answers
from esslod.web.negotiation import best
from esslod.web.published import OpenEngine, open_published
from esslod.web.shelf import CurrentEngine, Shelf
from esslod.web.unbroken import Unbroken

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from esslod.engine.seam import Engine

SHELF: Final = "esslod.shelf"

#: No script, no outside host, no frame: the pages need none of them.
SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Content-Length, Content-Location, Content-Range, ETag, Link, Location, Retry-After"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, Cache-Control, Content-Type, If-Modified-Since, If-None-Match, Range"
    ),
    "Access-Control-Max-Age": "86400",
}


def _answers(app: Flask, shelf: Shelf, site: Site) -> None:
    """Put the kept answers in front of *app*, and the short way to the engine."""
    from esslod.web.direct import direct  # noqa: PLC0415 : as `sparql_blueprint`

    app.wsgi_app = Answers(  # type: ignore[method-assign]
        app.wsgi_app,
        site,
        sparql=f"/{SPARQL}",
        turn=shelf.turn,
        direct=direct(CurrentEngine(shelf), _ALWAYS),
    )
    app.wsgi_app = Unbroken(app.wsgi_app)  # type: ignore[method-assign]


def open_embedded(store: Path, site: Site) -> Engine:
    """The engine a site has by default."""
    from esslod.engine.embedded import Embedded  # noqa: PLC0415 : heavy, and tests bring their own

    return Embedded(store, site)


def create_app(
    release: Path,
    store: Path,
    site: Site,
    *,
    open_engine: OpenEngine = open_embedded,
    follow: Path | None = None,
) -> Flask:
    """The WSGI application that serves *release*, whose query index is *store*.

    ``follow`` is a folder of releases whose ``current`` link is obeyed while running.
    Whoever makes the application closes it: `close`.
    """
    shelf = Shelf(open_published(release.resolve(), store, site, open_engine), open_engine, follow)
    app = Flask("esslod", static_folder=None, template_folder=None)
    app.config[asked.SITE] = site
    app.extensions[SHELF] = shelf
    app.json.sort_keys = False  # type: ignore[attr-defined]
    if site.trust_forwarded:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)  # type: ignore[method-assign]
    _borrow(app, shelf)
    _register(app, shelf, site)
    problems.install(app, site.base_iri)
    app.after_request(_finished)
    _answers(app, shelf, site)
    return app


def close(app: Flask) -> None:
    """Close the engines of *app*; it answers no more."""
    app.extensions[SHELF].close()


def _borrow(app: Flask, shelf: Shelf) -> None:
    @app.before_request
    def take() -> None:
        g.published = shelf.take()
        caching.exact_dates()

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        published = g.pop("published", None)
        if published is not None:
            shelf.give_back(published)


def _register(app: Flask, shelf: Shelf, site: Site) -> None:
    from esslod.web.sparql import sparql_blueprint  # noqa: PLC0415 : it brings the engine's modules with it

    app.register_blueprint(resources.blueprint)
    app.register_blueprint(files.blueprint)
    app.register_blueprint(sparql_blueprint(CurrentEngine(shelf), site))
    app.add_url_rule("/", view_func=front)
    app.add_url_rule("/assets/<version>/<name>", view_func=asset)
    app.add_url_rule(f"/{problems.PROBLEMS}", view_func=problems_page)
    app.add_url_rule("/health", view_func=health)
    app.add_url_rule("/ready", view_func=ready)


def front() -> AnyResponse:
    """The home page; who prefers data is shown the catalogue; files without release, the query page."""
    syntax = best(request.headers.get("Accept"), (HTML, *RDF_SYNTAXES))
    if syntax is None:
        raise NotAcceptable(request.headers.get("Accept", ""), [(HTML.media_type, asked.root())])
    if syntax is not HTML or asked.site().describe_any:
        response = redirect(asked.root() + (SPARQL if asked.site().describe_any else CATALOGUE), 303)
        response.vary.update(("Accept",))
        return response
    language, site, published = asked.language(), asked.site(), asked.published()

    def page() -> bytes:
        words = site.description_fr if language == "fr" else site.description_en
        made = home(
            published.engine, published.manifest, site.addresses, language=language, host=request.url_root
        )
        frame = asked.frame(canonical=site.base_iri)
        return html.render("home.html", frame, home=made, description=words)

    context = (language, request.url_root, request.args.get("lang", ""))
    return caching.answer(
        page, HTML.content_type, context, vary=("Accept", "Accept-Language"),
        headers=[("Content-Language", language)],
    )  # fmt: skip


def asset(version: str, name: str) -> Response:
    """A style sheet or picture; its address changes with its content."""
    if name not in html.ASSET_TYPES:
        raise NotFound(request.path)
    response = Response(html.asset(name), content_type=html.ASSET_TYPES[name])
    current = version == html.asset_digest()
    response.headers["Cache-Control"] = caching.IMMUTABLE if current else "no-store"
    return response


def problems_page() -> Response:
    """What the type IRIs of problem documents lead to."""
    language = asked.language()
    context = (language, asked.root(), request.args.get("lang", ""))
    return caching.answer(
        lambda: html.render("problems.html", asked.frame(), kinds=problem_types.types()),
        HTML.content_type, context, vary=("Accept-Language",),
    )  # fmt: skip


def health() -> Response:
    """This process answers."""
    return _status({"status": "ok"}, 200)


def ready() -> Response:
    """A query asked now would be answered: the engine stands, and the release can be read."""
    published = asked.published()
    stands = published.engine.ready() and bool(published.engine.select("SELECT * WHERE { ?s ?p ?o } LIMIT 1"))
    state = {"status": "ready" if stands else "not ready", "release": published.manifest.name}
    return _status(state, 200 if stands else 503)


def _status(state: dict[str, str], status: int) -> Response:
    response = Response(json.dumps(state) + "\n", status, content_type=JSON.content_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _finished(response: Response) -> Response:
    """Headers of every answer, problems included."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == HTML.media_type:
        response.headers.setdefault("Content-Security-Policy", SECURITY_POLICY)
    if request.method == "OPTIONS":
        for name, value in _PREFLIGHT.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault(
            "Access-Control-Allow-Methods", response.headers.get("Allow", "GET, HEAD")
        )
    return response
