"""The home page, the page of problem types, assets: what is no resource of the release."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from esslod.addresses import CATALOGUE, PORTALS, SPARQL
from esslod.errors import NotAcceptable, NotFound
from esslod.rdf.formats import HTML, RDF_SYNTAXES
from esslod.representation import html
from esslod.representation.home import home
from esslod.representation.portals import portals
from esslod.representation.schema_org import script
from esslod.web import asked, caching, files, links, problem_types, problems
from esslod.web.negotiation import best

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
def front() -> AnyResponse:
    """The home page; who prefers data is shown the catalogue; files without release, the query page."""
    loose = asked.site().describe_any
    formats = RDF_SYNTAXES if loose else tuple(files.formats(CATALOGUE))
    syntax = best(request.headers.get("Accept"), (HTML, *formats))
    if syntax is None:
        catalogue = [(kind, to) for kind, to in links.offered(CATALOGUE, formats) if kind != HTML.media_type]
        pages = [(HTML.media_type, links.place())]
        raise NotAcceptable(request.headers.get("Accept", ""), [*pages, *catalogue])
    if loose or syntax is not HTML:
        response = redirect(asked.root() + (SPARQL if loose else CATALOGUE), 303)
        response.headers["Cache-Control"] = caching.REVALIDATE
        response.vary.add("Accept")
        return response
    return _home()


def _home() -> Response:
    language, site, published = asked.language(), asked.site(), asked.published()

    def page() -> bytes:
        words = site.description_fr if language == "fr" else site.description_en
        made = home(
            published.engine, published.manifest, site.addresses, language=language, host=request.url_root
        )
        told = script(published.profiles.schema_org.home(site.base_iri, language))
        frame = replace(asked.frame(canonical=site.base_iri), description=words, structured=told)
        return html.render("home.html", frame, home=made, description=words)

    about = links.field(links.of_front(files.formats(CATALOGUE)))
    context = (language, request.url_root, request.args.get("lang", ""))
    return caching.answer(
        page, HTML.content_type, context, vary=("Accept", "Accept-Language"),
        headers=[("Content-Language", language), ("Link", about)],
    )  # fmt: skip


@blueprint.get(f"/{PORTALS}", endpoint="portals")
def for_portals() -> Response:
    """What to copy into the settings of a portal, with the addresses of this very server."""
    language = asked.language()
    context = (language, request.url_root, request.args.get("lang", ""))
    canonical = links.Link("canonical", asked.site().addresses.iri(PORTALS), ours=False)
    return caching.answer(
        lambda: html.render("portals.html", asked.frame(), portals=portals(request.url_root)),
        HTML.content_type, context, vary=("Accept-Language",),
        headers=[("Content-Language", language), ("Link", links.field([canonical]))],
    )  # fmt: skip


@blueprint.get("/assets/<version>/<name>")
def asset(version: str, name: str) -> Response:
    """A style sheet or picture; its address changes with its content."""
    if name not in html.ASSET_TYPES:
        raise NotFound(request.path)
    response = Response(html.asset(name), content_type=html.ASSET_TYPES[name])
    current = version == html.asset_digest()
    response.headers["Cache-Control"] = caching.IMMUTABLE if current else "no-store"
    return response


@blueprint.get(f"/{problems.PROBLEMS}")
def problems_page() -> Response:
    """What the type IRIs of problem documents lead to."""
    language = asked.language()
    context = (language, asked.root(), request.args.get("lang", ""))
    canonical = links.Link("canonical", asked.site().addresses.iri(problems.PROBLEMS), ours=False)
    return caching.answer(
        lambda: html.render("problems.html", asked.frame(), kinds=problem_types.types()),
        HTML.content_type, context, vary=("Accept-Language",),
        headers=[("Content-Language", language), ("Link", links.field([canonical]))],
    )  # fmt: skip
