"""``/map/``: a map for each choice of the question that makes maps, as page, picture and table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, request

from esslod.addresses import EXAMPLES, MAPS
from esslod.errors import BadRequest, NotFound
from esslod.rdf.formats import CSV, HTML, SVG
from esslod.representation import html
from esslod.representation.maps import SHADES, table
from esslod.representation.outlines import outlines
from esslod.representation.words import LANGUAGES, word
from esslod.tables import writers
from esslod.web import asked, caching, links

if TYPE_CHECKING:
    from esslod.representation.atlas import Atlas, Choice
    from esslod.representation.maps import MapView
    from esslod.representation.outlines import Layer

#: Things that a page lists; the question's page has them all.
MOST: Final = 200
_BY: Final = "by"
_PARAMETERS: Final = frozenset({_BY, "lang", "rewrite"})
#: Name of a column of the table → name of the word that heads it.
_COLUMNS: Final = {
    "area": "map-area", "areaLabel": "map-area-name", "value": "map-value", "unit": "map-unit",
    "own": "map-is-own", "territories": "map-count", "lowest": "map-lowest", "highest": "map-highest",
}  # fmt: skip

blueprint = Blueprint("maps", __name__)


@blueprint.get(f"/{MAPS}", endpoint="maps")
def first() -> Response:
    """The maps there are, and the first of them."""
    return _page(asked.published().atlas.first)


@blueprint.get(f"/{MAPS}<name>", endpoint="map")
def one(name: str) -> Response:
    """One map as a page: picture, legend, tables."""
    return _page(_choice(name))


@blueprint.get(f"/{MAPS}<name>.svg", endpoint="map-picture")
def picture(name: str) -> Response:
    """The map as a picture that stands alone."""
    choice, layer = _choice(name), _layer()

    def make() -> bytes:
        return html.render("map.svg", asked.frame(), **_shown(choice, layer)).lstrip()

    language = asked.language()
    return caching.answer(
        make, SVG.content_type, (language, asked.root()), vary=("Accept-Language",),
        headers=[("Content-Language", language)],
    )  # fmt: skip


@blueprint.get(f"/{MAPS}<name>.csv", endpoint="map-table")
def values(name: str) -> Response:
    """What the map shows, as a table."""
    choice, layer = _choice(name), _layer()

    def make() -> bytes:
        atlas = asked.published().atlas
        view = atlas.view(choice, layer, LANGUAGES[0])
        titles = {
            language: word(
                "map-table-title", language,
                title=atlas.titles(language)[choice.name].text, layer=layer.title[language],
            )
            for language in LANGUAGES
        }  # fmt: skip
        headings = {
            key: {language: word(name, language) for language in LANGUAGES} for key, name in _COLUMNS.items()
        }
        return b"".join(writers.csv(table(view, choice.name, titles, headings)))

    return caching.answer(make, CSV.content_type, (layer.name,))


def _headings() -> dict[str, dict[str, str]]:
    said = _COLUMNS.items()
    return {column: {language: word(name, language) for language in LANGUAGES} for column, name in said}


def _page(choice: Choice | None) -> Response:
    layer, language = _layer(), asked.language()

    def make() -> bytes:
        frame = asked.frame(canonical=asked.site().addresses.iri(MAPS + (choice.name if choice else "")))
        if choice is None:
            return html.render("map.html", frame, view=None, title="")
        shown = _shown(choice, layer)
        told = word("map-alternative", language, layer=layer.title[language], title=shown["title"],
                    known=len(shown["view"].known), total=len(shown["view"].areas))  # fmt: skip
        return html.render("map.html", replace(frame, description=told), **shown)

    context = (language, asked.root(), request.args.get("lang", ""))
    canonical = links.Link("canonical", asked.site().addresses.iri(asked.path()), ours=False)
    return caching.answer(
        make, HTML.content_type, context, vary=("Accept-Language",),
        headers=[("Content-Language", language), ("Link", links.field([canonical]))],
    )  # fmt: skip


def _shown(choice: Choice, layer: Layer) -> dict[str, Any]:
    """What the templates of page and picture need."""
    atlas, language = asked.published().atlas, asked.language()
    view: MapView = atlas.view(choice, layer, language)
    titles = atlas.titles(language)
    drawn = outlines()
    first_layer = next(iter(drawn.layers.values()))
    return {
        "view": view, "title": titles[choice.name].text, "titles": titles, "name": choice.name,
        "choices": atlas.choices, "outlines": drawn, "shades": SHADES, "most": MOST,
        "by": f"?{_BY}={layer.name}" if layer is not first_layer else "",
        "question": _question(atlas, choice),
    }  # fmt: skip


def _question(atlas: Atlas, choice: Choice) -> str:
    """The page of the question behind the map, asked about the same."""
    assert atlas.question is not None
    name, query = atlas.question
    parameter = next(parameter.name for parameter in query.parameters if parameter.choices)
    path = asked.site().addresses.path(choice.iri) or choice.iri
    return f"{EXAMPLES}/{name}?{parameter}={path}"


def _choice(name: str) -> Choice:
    found = asked.published().atlas.choice(name)
    if found is None:
        base = asked.site().addresses.iri(MAPS)
        near = tuple(base + choice.name for choice in asked.published().atlas.choices)
        raise NotFound(request.path, near=near)
    return found


def _layer() -> Layer:
    """The layer asked for, the first one when none is. Raises BadRequest, for other parameters too."""
    layers = outlines().layers
    name, remedy = request.args.get(_BY, next(iter(layers))), f"{_BY}: " + " | ".join(layers)
    if name not in layers:
        raise BadRequest(f"{_BY}={name!r}", remedy=remedy)
    if unknown := sorted(set(request.args) - _PARAMETERS):
        raise BadRequest(f"?{unknown[0]}", remedy=remedy)
    return layers[name]
