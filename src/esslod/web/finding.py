"""What lists and search share: the index of the release, one address each, pages for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from esslod.errors import NotFound
from esslod.finding.index import Index
from esslod.finding.wanted import written
from esslod.rdf.formats import HTML
from esslod.web import asked, caching, links

#: Parameters of pages, which say nothing of what is looked for.
_OF_PAGES = ("lang", "rewrite")
#: There is no end to what a list can be restricted to, or to what can be searched for.
NOT_INDEXED = ("X-Robots-Tag", "noindex, follow")


def index() -> Index:
    """The index of the release. Raises NotFound where any RDF files are served, which have none."""
    if asked.site().describe_any:
        raise NotFound(request.path)
    return asked.published().index


def pairs() -> list[tuple[str, str]]:
    """The parameters that say what is looked for."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in _OF_PAGES]


def moved(wanted: Iterable[tuple[str, str]]) -> AnyResponse | None:
    """To the one address of what is *wanted* here, unless this is it."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name in _OF_PAGES]
    one = [*wanted, *kept]
    if list(request.args.items(multi=True)) == one:
        return None
    query = written(one)
    response = redirect(f"{asked.root()}{asked.path()}{'?' if query else ''}{query}", 301)
    response.headers["Cache-Control"] = caching.REVALIDATE
    return response


def page(
    make: Callable[[], bytes],
    path: str,
    *,
    more: Sequence[tuple[str, str]] = (),
    rest: Sequence[links.Link] = (),
) -> Response:
    """The page that *make* writes; *path* is its canonical one, *rest* are other links."""
    language = asked.language()
    canonical = links.Link("canonical", asked.site().addresses.iri(path), ours=False)
    headers = [("Content-Language", language), ("Link", links.field([canonical, *rest])), *more]
    context = (language, asked.root(), request.args.get("lang", ""))
    return caching.answer(make, HTML.content_type, context, vary=("Accept-Language",), headers=headers)
