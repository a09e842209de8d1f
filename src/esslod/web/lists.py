"""``/browse``: the classes of a release, the list of each with its facets, and every list as a table.

A list has one address (`finding/wanted.py`); other spellings of it are sent there. A page whose facets
could not all be counted in time says so, and is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from esslod.addresses import BROWSE, table_path
from esslod.addresses import TABLES as TABLES_FOLDER
from esslod.errors import NotFound
from esslod.finding import exports, lists
from esslod.finding.index import Facet, Kind
from esslod.finding.wanted import Wanted, wanted
from esslod.rdf.formats import CSV, CSV_FR, TABLES, XLSX, Syntax
from esslod.representation import html
from esslod.representation.html import Alternate
from esslod.representation.listing import Listing
from esslod.representation.writing import sorting_key
from esslod.tables.writers import WRITERS
from esslod.web import asked, caching, finding, spelling
from esslod.web.headers import SCRIPTED
from esslod.web.links import Link

blueprint = Blueprint("lists", __name__)


@blueprint.get(f"/{BROWSE}", endpoint="classes")
def classes() -> Response:
    """Every class that has a list, those with most facets first."""
    kinds, addresses = finding.index().kinds.values(), asked.site().addresses

    def page() -> bytes:
        frame = asked.frame(canonical=addresses.iri(BROWSE))
        shown = [Listing(kind, Wanted(), frame, addresses) for kind in kinds]
        shown.sort(key=lambda view: (-len(view.kind.facets), sorting_key(view.title.text)))
        main = [view for view in shown if view.kind.facets]
        return html.render("browse.html", frame, main=main, others=[v for v in shown if not v.kind.facets])

    return finding.page(page, BROWSE, more=[SCRIPTED])


@blueprint.get(f"/{BROWSE}/<slug>", endpoint="list")
def listing(slug: str) -> AnyResponse:
    """The list of a class: what is wanted of it, facets with counts, order, pages."""
    kind = _kind(slug)
    want = wanted(kind, finding.pairs())
    if elsewhere := finding.moved(want.pairs(kind)):
        return elsewhere
    late: list[Facet] = []
    path = _path(kind, want)
    response = finding.page(
        partial(_page, kind, want, late), path, rest=list(_around(kind, want)),
        more=[] if want == Wanted() else [finding.NOT_INDEXED],
    )  # fmt: skip
    if late:  # it may say more another time: nobody shall keep it
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
    return response


def _page(kind: Kind, want: Wanted, late: list[Facet]) -> bytes:
    site = asked.site()
    files = [
        Alternate(syntax.label, _path(kind, replace(want, page=1), f".{syntax.suffix}"), syntax.media_type)
        for syntax in TABLES
    ]
    frame = asked.frame(canonical=site.addresses.iri(_path(kind, want)), alternates=tuple(files))
    view = Listing(kind, want, frame, site.addresses)
    with finding.index().within(site.search_seconds) as question:
        lists.check(question, kind, want)
        total = lists.total(question, kind, want)
        start = (want.page - 1) * lists.PER_PAGE
        if start >= max(total, 1):
            raise NotFound(f"{request.path}, page {want.page}: the list has {total} entries")
        things = lists.numbers(question, kind, want, frame.language, start, lists.PER_PAGE)
        items = lists.items(question, things, view.columns)
        counted, missing = lists.counted(question, kind, want, site.facet_seconds)
    late += missing
    return html.render(
        "list.html", replace(frame, description=view.about.text), view=view, total=total, items=items,
        filters=list(view.filters(counted)), chips=list(view.chips(counted)),
        late=[view.named(facet.names, "") for facet in missing], pager=view.pager(total),
        whole=_whole_table(kind),
    )  # fmt: skip


def _whole_table(kind: Kind) -> str:
    """The path of the table that holds all properties of the class; empty when the release has none."""
    return (
        TABLES_FOLDER + kind.slug
        if asked.published().manifest.file(table_path(kind.slug, CSV.suffix))
        else ""
    )


def _around(kind: Kind, want: Wanted) -> Iterator[Link]:
    """The list as tables, and the page before this one."""
    for syntax in TABLES:
        path = _path(kind, replace(want, page=1), f".{syntax.suffix}")
        yield Link("alternate", path, syntax.media_type)
    if want.page > 1:
        yield Link("prev", _path(kind, replace(want, page=want.page - 1)))


def _path(kind: Kind, want: Wanted, suffix: str = "") -> str:
    query = want.query(kind)
    return f"{BROWSE}/{kind.slug}{suffix}{'?' if query else ''}{query}"


def _table(syntax: Syntax) -> Callable[[str], AnyResponse]:
    """What answers with a whole list in one format."""

    def table(slug: str) -> AnyResponse:
        kind = _kind(slug)
        want = replace(wanted(kind, finding.pairs()), page=1)
        if elsewhere := finding.moved(want.pairs(kind)):
            return elsewhere
        index, site = finding.index(), asked.site()
        language = "fr" if syntax is CSV_FR else asked.language()
        with index.within(site.search_seconds) as question:
            lists.check(question, kind, want)

        def rows() -> Iterator[bytes]:
            made = exports.table(index, kind, want, language, site.search_seconds)
            return WRITERS[syntax.name](made, language if syntax in (CSV_FR, XLSX) else "")

        name = f'attachment; filename="{kind.slug}.{syntax.suffix}"'
        headers = [("Content-Disposition", name), finding.NOT_INDEXED]
        return caching.answer(
            rows, syntax.content_type, (syntax.name, language), vary=("Accept-Language",), headers=headers
        )

    return table


def _kind(slug: str) -> Kind:
    kinds = finding.index().kinds
    if slug not in kinds:
        near = spelling.closest(kinds, slug, 3)
        raise NotFound(request.path, near=[asked.site().addresses.iri(f"{BROWSE}/{name}") for name in near])
    return kinds[slug]


for _syntax in TABLES:
    blueprint.add_url_rule(f"/{BROWSE}/<slug>.{_syntax.suffix}", f"list-{_syntax.name}", _table(_syntax))
