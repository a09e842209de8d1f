"""``/about/…``: legal notices and accessibility statement, the publisher's or what we can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from esslod.addresses import ACCESSIBILITY, LEGAL
from esslod.rdf.formats import HTML
from esslod.representation import html
from esslod.representation.about import text_of
from esslod.web import asked, caching, links

if TYPE_CHECKING:
    from esslod.representation.about import Subject

blueprint = Blueprint("about", __name__)


@blueprint.get(f"/{LEGAL}")
def legal() -> Response:
    """Who publishes, under which licence, what is recorded of readers."""
    return _page("legal")


@blueprint.get(f"/{ACCESSIBILITY}")
def accessibility() -> Response:
    """How accessible the site is, what was tested, and whom to tell."""
    return _page("accessibility")


def _page(subject: Subject) -> Response:
    language, site = asked.language(), asked.site()
    canonical = site.addresses.iri(asked.path())

    def make() -> bytes:
        text = text_of(site, subject, language)
        return html.render(f"{subject}.html", asked.frame(canonical=canonical), text=text, site=site)

    context = (language, asked.root(), request.args.get("lang", ""))
    link = links.Link("canonical", canonical, ours=False)
    return caching.answer(
        make, HTML.content_type, context, vary=("Accept-Language",),
        headers=[("Content-Language", language), ("Link", links.field([link]))],
    )  # fmt: skip
