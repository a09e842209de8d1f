"""The home page, the page of problem types, assets: what is no resource of the release."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from esslod.addresses import CATALOGUE, PORTALS, SPARQL
from esslod.errors import EsslodError, NotAcceptable, NotFound
from esslod.rdf.formats import HTML, RDF_SYNTAXES
from esslod.representation import bundle, html, look
from esslod.representation.home import home
from esslod.representation.look import asset_digest, look_of
from esslod.representation.maps import SHADES
from esslod.representation.outlines import outlines
from esslod.representation.portals import portals
from esslod.representation.schema_org import script
from esslod.web import asked, caching, files, history, links, problem_types, problems
from esslod.web.headers import SCRIPTED
from esslod.web.negotiation import best

if TYPE_CHECKING:
    from esslod.representation.atlas import Choice
    from esslod.representation.overview import KeyFigures

#: Publications that the home page names.
_EVENTS: Final = 5

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
    language, site, events = asked.language(), asked.site(), history.newest(_EVENTS)
    # The journal is no part of the release: what is shown of it makes another answer.
    told = [f"{event['number']} {event['moment']}" for event in events]
    context = (language, request.url_root, request.args.get("lang", ""), *told)
    about = links.field(links.of_front(files.formats(CATALOGUE)))
    figures, choice, whole = _of_engine()

    def page() -> bytes:
        words = site.description_fr if language == "fr" else site.description_en
        structured = script(asked.published().profiles.schema_org.home(site.base_iri, language))
        frame = replace(asked.frame(canonical=site.base_iri), description=words, structured=structured)
        return html.render(
            "home.html", frame, description=words, changes=events,
            map=_map(choice, language) if choice else None, **_shown(frame, figures),
        )  # fmt: skip

    response = caching.answer(
        page, HTML.content_type, context, vary=("Accept", "Accept-Language"),
        headers=[("Content-Language", language), ("Link", about), SCRIPTED],
    )  # fmt: skip
    if not whole:
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
    return response


def _of_engine() -> tuple[KeyFigures | None, Choice | None, bool]:
    """What the engine is asked for once: key figures, the first map. False: it had no time for them."""
    published = asked.published()
    try:
        figures, choice = published.overview.figures, published.atlas.first
        if choice is not None:
            published.atlas.prepare(choice)
    except EsslodError:
        return None, None, False
    return figures, choice, True


def _shown(frame: html.Frame, figures: KeyFigures | None) -> dict[str, Any]:
    """What the release holds, and the places of the menu that there are."""
    published = asked.published()
    made = home(
        published.overview, published.questions, published.manifest, figures,
        language=frame.language, host=request.url_root,
    )  # fmt: skip
    example = made.profiles[0].territory.text if made.profiles else ""
    places = {entry.path for entry in frame.menu}
    return {"home": made, "shades": SHADES, "places": places, "example": example}


def _map(choice: Choice, language: str) -> dict[str, Any]:
    """The map of *choice* on the coarsest layer."""
    atlas, drawn = asked.published().atlas, outlines()
    view = atlas.view(choice, next(iter(drawn.layers.values())), language)
    title = atlas.titles(language)[choice.name].text
    return {"name": choice.name, "title": title, "view": view, "outlines": drawn}


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
    if name in bundle.TYPES:
        return _built(version, name)
    wanted = look_of(asked.site())
    if name not in wanted.types:
        raise NotFound(request.path)
    response = Response(look.asset(name, wanted), content_type=wanted.types[name])
    current = version == asset_digest(wanted)
    response.headers["Cache-Control"] = caching.IMMUTABLE if current else "no-store"
    return response


def _built(version: str, name: str) -> Response:
    """A file of the editor, when it was built."""
    built = bundle.bundle()
    if built is None:
        raise NotFound(request.path)
    response = Response(built.files[name], content_type=bundle.TYPES[name])
    response.headers["Cache-Control"] = caching.IMMUTABLE if version == built.digest else "no-store"
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
