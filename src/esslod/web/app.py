"""The application: routes, headers of every answer, and the release each request borrows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from esslod.addresses import SPARQL
from esslod.config import Site
from esslod.errors import InvalidSettings
from esslod.rdf.formats import JSON
from esslod.representation import html
from esslod.representation.look import look_of
from esslod.web import (
    about,
    asked,
    citations,
    compare,
    contexts,
    discovery,
    editions,
    feeds,
    files,
    front,
    headers,
    linksets,
    lists,
    maps,
    normal,
    oai,
    observed,
    openapi,
    part_tables,
    problems,
    profile_list,
    questions,
    resources,
    reuse,
    search,
    sitemap,
    sparql_terms,
    tables,
)
from esslod.web.access_log import AccessLog
from esslod.web.answers import Answers
from esslod.web.exact import REFUSAL, Exact
from esslod.web.metrics import metrics_blueprint
from esslod.web.observed import Observed
from esslod.web.published import OpenEngine, open_published
from esslod.web.shelf import CurrentEngine, Shelf
from esslod.web.tally import Tally
from esslod.web.unbroken import Unbroken
from esslod.web.wellformed import WellFormed

if TYPE_CHECKING:
    from esslod.engine.seam import Engine

SHELF: Final = "esslod.shelf"


def _answers(app: Flask, shelf: Shelf, site: Site) -> Answers:
    """Put the kept answers in front of *app*, and the short way to the engine."""
    from esslod.web.direct import direct  # noqa: PLC0415 : as `sparql_blueprint`

    teller = app.wsgi_app
    answers = Answers(
        teller,
        site,
        sparql=f"/{SPARQL}",
        turn=shelf.turn,
        direct=observed.by_engine(direct(CurrentEngine(shelf), headers.ALWAYS)),
    )
    app.wsgi_app = WellFormed(Exact(Unbroken(answers), teller), teller)  # type: ignore[method-assign]
    return answers


def open_embedded(store: Path, site: Site) -> Engine:
    """The engine a site has by default."""
    from esslod.engine.embedded import Embedded  # noqa: PLC0415 : heavy, and tests bring their own

    return Embedded(store, site)


def create_app(  # noqa: PLR0913 : three by name only
    release: Path,
    store: Path,
    site: Site,
    *,
    open_engine: OpenEngine = open_embedded,
    follow: Path | None = None,
    counting: tuple[Tally, int] | None = None,
) -> Flask:
    """The WSGI application that serves *release*, whose query index is *store*.

    ``follow`` is a folder of releases whose ``current`` link is obeyed while running. ``counting``
    is where all web processes count, and the number of this one (from 1).
    Whoever makes the application closes it: `close`.
    Raises InvalidSettings for templates that cannot be used.
    """
    if faults := html.check(look_of(site)):
        raise InvalidSettings(faults)
    shelf = Shelf(open_published(release.resolve(), store, site, open_engine), open_engine, follow)
    app = Flask("esslod", static_folder=None, template_folder=None)
    app.config[asked.SITE] = site
    app.extensions[SHELF] = shelf
    app.json.sort_keys = False  # type: ignore[attr-defined]
    if site.trust_forwarded:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)  # type: ignore[method-assign]
    _borrow(app, shelf)
    tally, number = counting or (Tally(1), 1)
    _register(app, shelf, site, tally)
    problems.install(app, site.base_iri)
    normal.install(app, site.base_iri)
    app.after_request(headers.finished)
    app.wsgi_app = observed.by_application(app.wsgi_app)  # type: ignore[method-assign,assignment]
    answers = _answers(app, shelf, site)
    log = None if site.access_log == "off" else AccessLog(site.access_log)
    app.wsgi_app = Observed(  # type: ignore[method-assign]
        app.wsgi_app, tally.row(number), timing=site.server_timing, log=log, at_once=answers.at_once
    )
    return app


def close(app: Flask) -> None:
    """Close the engines of *app*; it answers no more."""
    shelf_of(app).close()


def shelf_of(app: Flask) -> Shelf:
    """What lends *app* its release."""
    shelf: Shelf = app.extensions[SHELF]
    return shelf


def _borrow(app: Flask, shelf: Shelf) -> None:
    @app.before_request
    def take() -> None:
        g.published = shelf.take()
        if REFUSAL in request.environ:
            raise request.environ[REFUSAL]

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        published = g.pop("published", None)
        if published is not None:
            shelf.give_back(published)


def _register(app: Flask, shelf: Shelf, site: Site, tally: Tally) -> None:
    from esslod.web.sparql import sparql_blueprint  # noqa: PLC0415 : it brings the engine's modules with it

    app.register_blueprint(resources.blueprint)
    app.register_blueprint(questions.blueprint)
    app.register_blueprint(citations.blueprint)
    app.register_blueprint(compare.blueprint)
    app.register_blueprint(editions.blueprint)
    app.register_blueprint(part_tables.blueprint)
    app.register_blueprint(files.blueprint)
    app.register_blueprint(feeds.blueprint)
    app.register_blueprint(tables.blueprint)
    app.register_blueprint(oai.blueprint)
    app.register_blueprint(sparql_blueprint(CurrentEngine(shelf), site))
    app.register_blueprint(sparql_terms.blueprint)
    app.register_blueprint(reuse.blueprint)
    app.register_blueprint(front.blueprint)
    app.register_blueprint(contexts.blueprint)
    app.register_blueprint(profile_list.blueprint)
    app.register_blueprint(linksets.blueprint)
    app.register_blueprint(lists.blueprint)
    app.register_blueprint(search.blueprint)
    app.register_blueprint(discovery.blueprint)
    app.register_blueprint(sitemap.blueprint)
    app.register_blueprint(openapi.blueprint)
    app.register_blueprint(maps.blueprint)
    app.register_blueprint(about.blueprint)
    if site.metrics:
        app.register_blueprint(metrics_blueprint(tally))
    app.add_url_rule("/health", view_func=health)
    app.add_url_rule("/ready", view_func=ready)


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
