"""Following the site: event streams, the feed of changes, and their pages for people.

All are files of the history; only the pages are made here. `oai.py` reads the same journal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response

from esslod.addresses import CHANGES, DUMPS, LATEST, STREAMS
from esslod.errors import Gone, NotFound
from esslod.rdf.formats import ATOM, GZIP, HTML, TRIG
from esslod.release.journal import Journal
from esslod.representation import html
from esslod.web import asked, caching, history, links
from esslod.web.links import Link

blueprint = Blueprint("feeds", __name__)

#: Publications on the page that lists them, and graphs on the page of one.
LISTED: Final = 50
GRAPHS: Final = 200
#: The files of a publication: the name at its own address, and beside the dumps of its release.
_FILES: Final = {
    "changes.json": ".json",
    "changes-added.nq": "-added.nq",
    "changes-removed.nq": "-removed.nq",
}
_PACKED: Final = f".{GZIP.suffix}"


@blueprint.get(f"/{STREAMS}<stream>", endpoint="stream")
@blueprint.get(f"/{STREAMS}<stream>.trig", endpoint="stream-as")
def stream(stream: str) -> Response:
    """The root of a stream: the way to its pages."""
    response = history.answer(f"{STREAMS}{stream}.trig")
    response.headers["Link"] = links.field([_feeds()])
    return response


@blueprint.get(f"/{STREAMS}<stream>/<int:number>.trig")
def fragment(stream: str, number: int) -> Response:
    """A page of a stream. What was there and is no more is gone: clients then go on without."""
    known = history.journal().stream(stream).pages
    if known and 0 < number < known[-1].number and number not in {page.number for page in known}:
        raise Gone(asked.path())
    return history.answer(asked.path())


@blueprint.get(f"/{STREAMS}<stream>/member/<int:number>")
def member(stream: str, number: int) -> Response:
    """303: a member is found on its page."""
    found = next((m for m in history.journal().stream(stream).members if m.number == number), None)
    if found is None:
        raise NotFound(asked.path())
    response = Response(status=303, content_type="text/plain; charset=utf-8")
    response.location = f"{asked.root()}{STREAMS}{stream}/{found.page}.{TRIG.suffix}"
    response.headers["Cache-Control"] = caching.REVALIDATE
    return response


@blueprint.get(f"/{STREAMS}shape.ttl")
def member_shape() -> Response:
    """What every member is like."""
    return history.answer(asked.path())


@blueprint.get(f"/{CHANGES}.atom", endpoint="feed")
@blueprint.get(f"/{CHANGES}.<language>.atom", endpoint="feed-in")
def feed(**_language: str) -> Response:
    """The feed of changes (RFC 4287), one address a language."""
    return history.answer(asked.path())


@blueprint.get(f"/{CHANGES}")
def changes() -> Response:
    """What changed from release to release, newest first."""
    known = history.journal()
    newest = known.events[::-1][:LISTED]

    def page() -> bytes:
        events = [_summary(event.number) for event in newest]
        return html.render("changes.html", asked.frame(), events=events)

    return _page(page, known)


@blueprint.get(f"/{CHANGES}/<int:number>")
def change(number: int) -> Response:
    """What one publication changed."""
    known = history.journal()
    if not any(event.number == number for event in known.events):
        raise NotFound(asked.path())

    def page() -> bytes:
        event = _summary(number)
        graphs = [(graph, _document(graph)) for graph in event["graphs"][:GRAPHS]]
        more = len(event["graphs"]) - len(graphs)
        return html.render("change.html", asked.frame(), event=event, graphs=graphs, more=more)

    return _page(page, known)


@blueprint.get(f"/{CHANGES}/<int:number>.json", endpoint="change-as")
@blueprint.get(f"/{CHANGES}/<int:number>-added.nq", endpoint="added")
@blueprint.get(f"/{CHANGES}/<int:number>-removed.nq", endpoint="removed")
def change_file(**_number: int) -> Response:
    """The summary for programs, and the statements that came and went, in N-Quads."""
    return history.answer(asked.path())


def beside_dumps(release: str, name: str) -> Response:
    """The changes that first brought *release*, or the latest ones, among its dumps. Raises NotFound."""
    plain = name.removesuffix(_PACKED)
    known = history.journal()
    event = known.events[-1] if release == LATEST else known.event_of(release)
    if event is None or plain not in _FILES:
        raise NotFound(asked.path())
    address = f"{CHANGES}/{event.number}{_FILES[plain]}"
    send = history.packed if name != plain else history.answer
    response = send(address, parts=True)
    if release == LATEST:
        response.headers["Cache-Control"] = caching.REVALIDATE
    return response


def _named(release: str, name: str) -> Response:
    return beside_dumps(release, name)


for _name in _FILES:
    for _given in (_name, _name + _PACKED):
        blueprint.add_url_rule(
            f"/{DUMPS}<release>/{_given}",
            endpoint="changed",
            view_func=_named,
            defaults={"name": _given},
        )


def _summary(number: int) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(history.content(f"{CHANGES}/{number}.json"))
    return table


def _document(graph: Mapping[str, Any]) -> str:
    """The path of what describes a graph that is there; else empty."""
    if graph["change"] == "Delete":
        return ""
    return asked.site().addresses.document(graph["graph"]) or ""


def _page(page: Callable[[], bytes], known: Journal) -> Response:
    language = asked.language()
    event = known.events[-1]
    context = (language, asked.root(), str(event.number), event.moment)
    headers = [("Content-Language", language), ("Link", links.field([_feeds()]))]
    return caching.answer(page, HTML.content_type, context, vary=("Accept-Language",), headers=headers)


def _feeds() -> Link:
    spoken = asked.language()
    address = f"{CHANGES}.atom" if spoken == "fr" else f"{CHANGES}.{spoken}.atom"
    return Link("alternate", address, ATOM.media_type)
