"""``/versions/``: the editions of something side by side, and what changed from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from esslod.addresses import VERSIONS
from esslod.errors import BadRequest
from esslod.rdf.formats import HTML
from esslod.representation import html
from esslod.representation.differences import Edition, differences, editions
from esslod.web import asked, caching, resolution

_FROM: Final = "from"
_TO: Final = "to"

blueprint = Blueprint("editions", __name__)


@dataclass(frozen=True)
class Listed:
    """An edition in a list: ``path`` of its page, and of what changed since the one before (empty: none)."""

    version: str
    path: str
    changes: str


@blueprint.get(f"/{VERSIONS}<path:name>", endpoint="editions")
def side_by_side(name: str) -> Response:
    """The editions of the document at *name*, and the differences of two: ``?from=&to=``, else the last two.

    Raises NotFound, and BadRequest when there is no such edition.
    """
    path = resolution.known(name)
    found = editions(asked.published().engine, resolution.subject(path)) if path else ()
    if path is None or not found:
        raise resolution.nothing(name)
    before, after = _chosen(found)
    language = asked.language()

    def make() -> bytes:
        pages = asked.published().pages
        changed = differences(pages, before, after, language) if before != after else ()
        addresses = asked.site().addresses
        frame = asked.frame(canonical=addresses.iri(f"{VERSIONS}{path}"))
        series = pages.link(resolution.subject(path), language)
        listed = listing(path, found)
        return html.render(
            "editions.html", frame, series=series, listed=listed, before=before, after=after, changed=changed
        )

    headers = [("Content-Language", language)]
    context = (language, asked.root(), request.args.get("lang", ""))
    return caching.answer(make, HTML.content_type, context, vary=("Accept-Language",), headers=headers)


def of(series: NamedNode) -> tuple[Listed, ...]:
    """The editions of *series* for its pages, the latest first."""
    document = asked.site().addresses.document(series.value)
    return listing(document, editions(asked.published().engine, series)) if document else ()


def listing(document: str, found: tuple[Edition, ...]) -> tuple[Listed, ...]:
    """Each edition with the address of what changed since the one before it."""
    earlier = dict(pairwise(found))  # the latest comes first
    return tuple(
        Listed(
            edition.version,
            asked.site().addresses.document(edition.node.value) or "",
            _address(document, earlier[edition], edition) if edition in earlier else "",
        )
        for edition in found
    )


def _address(document: str, before: Edition, after: Edition) -> str:
    return f"{VERSIONS}{document}?{urlencode({_FROM: before.version, _TO: after.version})}"


def _chosen(found: tuple[Edition, ...]) -> tuple[Edition, Edition]:
    """The two editions that the caller names; by default the last and the one before it."""
    by_version = {edition.version: edition for edition in found}
    chosen = []
    for name, default in ((_FROM, found[min(1, len(found) - 1)]), (_TO, found[0])):
        version = request.args.get(name, default.version)
        if version not in by_version:
            raise BadRequest(f"?{name}={version}", remedy=" · ".join(by_version))
        chosen.append(by_version[version])
    return chosen[0], chosen[1]
