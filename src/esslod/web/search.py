"""``/search``: full-text search over everything that has a page, suggestions, and what browsers install.

Suggestions are what OpenSearch's extension wants: the text, names, explanations, addresses. The
description document is OpenSearch 1.1's; its addresses are this host's, for a browser installs it from here.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from esslod.addresses import OPENSEARCH, SEARCH, SUGGEST
from esslod.errors import BadRequest, NotFound
from esslod.finding import search as searching
from esslod.finding.index import Kind
from esslod.finding.wanted import PAGE, TEXT, page_of, text_of, written
from esslod.rdf.formats import HTML, JSON, OPENSEARCH_XML
from esslod.representation import html
from esslod.representation.searching import Results
from esslod.web import asked, caching, finding
from esslod.web.headers import SCRIPTED

CLASS: Final = "class"
_NAMES: Final = (TEXT, CLASS, PAGE)

blueprint = Blueprint("search", __name__)


@blueprint.get(f"/{SEARCH}", endpoint="search")
def search() -> AnyResponse:
    """What has the words of ``q``, of one class if asked, in pages."""
    index = finding.index()
    said = _said(_NAMES)
    text, page = text_of(said.get(TEXT, "")), page_of(said.get(PAGE, ""))
    slug = said.get(CLASS, "")
    if slug and slug not in index.kinds:
        raise BadRequest(f"class={slug[:80]!r}: no such class", remedy="Classes are those of browse.")
    one = [(TEXT, text), (CLASS, slug), (PAGE, str(page) if page > 1 else "")]
    asked_for = [pair for pair in one if pair[1]]
    if elsewhere := finding.moved(asked_for):
        return elsewhere
    path = f"{SEARCH}?{written(asked_for)}" if asked_for else SEARCH
    more = [finding.NOT_INDEXED] if asked_for else []
    make = partial(_page, text, index.kinds.get(slug), page, path)
    return finding.page(make, path, more=[SCRIPTED, *more])


def _page(text: str, kind: Kind | None, page: int, path: str) -> bytes:
    site, index = asked.site(), finding.index()
    with index.within(site.search_seconds) as question:
        found = searching.search(index, question, text, kind, page)
    if page > 1 and not found.hits:
        raise NotFound(f"{request.path}, page {page}: {found.total} results")
    frame = asked.frame(canonical=site.addresses.iri(path))
    return html.render("search.html", frame, results=Results(text, kind, page, found, frame, site.addresses))


@blueprint.get(f"/{SUGGEST}", endpoint="suggest")
def suggest() -> Response:
    """Names that begin like the text, with the addresses of their pages on this host."""
    index, language = finding.index(), asked.language()
    text = text_of(_said((TEXT,)).get(TEXT, ""))

    def made() -> bytes:
        with index.within(asked.site().search_seconds) as question:
            found = searching.suggest(question, text, language)
        document = asked.site().addresses.document
        pages = [request.url_root + (document(iri) or "") for _, iri in found]
        names = [name for name, _ in found]
        return json.dumps([text, names, [""] * len(names), pages], ensure_ascii=False).encode()

    context = (language, request.url_root)
    return caching.answer(made, JSON.content_type, context, vary=("Accept-Language",))


@blueprint.get(f"/{OPENSEARCH}", endpoint="opensearch")
def description() -> Response:
    """The description by which a browser adds this site to its search engines."""
    finding.index()
    return caching.answer(_described, OPENSEARCH_XML.content_type, (asked.language(), request.url_root))


def _described() -> bytes:
    site, language, root = asked.site(), asked.language(), request.url_root
    title = site.title_fr if language == "fr" else site.title_en
    about = site.description_fr if language == "fr" else site.description_en
    urls = [
        (HTML.media_type, f"{SEARCH}?{TEXT}={{searchTerms}}", "results"),
        ("application/x-suggestions+json", f"{SUGGEST}?{TEXT}={{searchTerms}}", "suggestions"),
        (OPENSEARCH_XML.media_type, OPENSEARCH, "self"),
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(title[:16])}</ShortName>",
        f"<LongName>{escape(title[:48])}</LongName>",
        f"<Description>{escape(about[:1024])}</Description>",
        *(f'<Url type="{kind}" rel="{rel}" template="{escape(root + to)}"/>' for kind, to, rel in urls),
        f"<Language>{language}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        "</OpenSearchDescription>",
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _said(names: tuple[str, ...]) -> dict[str, str]:
    """The parameters by name. Raises BadRequest for one that is not among *names*, or given twice."""
    said: dict[str, str] = {}
    for name, value in finding.pairs():
        if name not in names:
            every = ", ".join((*names, "lang"))
            raise BadRequest(f"{name[:80]!r}: no such parameter", remedy=f"Parameters here: {every}.")
        if value.strip() and said.get(name, value) != value:
            raise BadRequest(f"{name}: given twice", remedy=f"Give {name} once.")
        if value.strip():
            said[name] = value
    return said
