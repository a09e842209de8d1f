"""``/reuse``: how to take the data into other programs, with the addresses of this very server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from esslod.addresses import MAPS, REUSE, WHOLE
from esslod.namespaces import VOID
from esslod.rdf.formats import CSV, HTML
from esslod.representation import html
from esslod.representation.recipes import Facts, recipes
from esslod.tables.writers import workbook_path
from esslod.web import asked, caching, links

if TYPE_CHECKING:
    from esslod.web.published import Published

_EXAMPLE: Final = f"SELECT ?thing WHERE {{ ?set {VOID.exampleResource} ?thing }} ORDER BY ?thing LIMIT 1"
#: The kind of chart that has a name in its first column and a number in its second.
_BARS: Final = "bars"

blueprint = Blueprint("reuse", __name__)


@blueprint.get(f"/{REUSE}", endpoint="reuse")
def reuse() -> Response:
    """What to copy into a spreadsheet, a program, a map."""
    language = asked.language()

    def page() -> bytes:
        shown = recipes(facts(asked.published(), request.url_root), language)
        frame = asked.frame(canonical=asked.site().addresses.iri(REUSE))
        return html.render("reuse.html", frame, recipes=shown)

    context = (language, request.url_root, request.args.get("lang", ""))
    canonical = links.Link("canonical", asked.site().addresses.iri(REUSE), ours=False)
    return caching.answer(
        page, HTML.content_type, context, vary=("Accept-Language",),
        headers=[("Content-Language", language), ("Link", links.field([canonical]))],
    )  # fmt: skip


def facts(published: Published, host: str) -> Facts:
    """What recipes are filled in with, from the release itself."""
    charts = ((name, query.chart) for name, query in published.questions.files.items())
    question, columns = next(
        ((name, chart.columns) for name, chart in charts if chart and chart.kind == _BARS), ("", ("", ""))
    )
    rows = published.engine.select(_EXAMPLE)
    thing = next((row["thing"] for row in rows if isinstance(row["thing"], NamedNode)), None)
    choice = published.atlas.first
    return Facts(
        host,
        question,
        label=columns[0],
        value=columns[1],
        thing=(asked.site().addresses.path(thing.value) or "") if thing else "",
        map=f"{MAPS}{choice.name}.{CSV.suffix}" if choice else "",
        book=_book(published, "fr"),
        english=_book(published, "en"),
    )


def _book(published: Published, language: str) -> str:
    """The path of the workbook of everything; empty when the release has none in *language*."""
    path = workbook_path(WHOLE, language)
    return path if published.manifest.file(path) is not None else ""
