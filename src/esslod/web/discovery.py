"""What programs look for at known addresses: robots.txt, security.txt, the API catalogue."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from flask import Blueprint, Response, request

from esslod.addresses import (
    API,
    BROWSE,
    CATALOGUE,
    CHANGES,
    DESCRIBE,
    OAI,
    OPENAPI,
    ROBOTS,
    SEARCH,
    SITEMAP,
    SPARQL,
    VOID_DOCUMENT,
    WELL_KNOWN,
    Addresses,
)
from esslod.errors import NotFound
from esslod.rdf.formats import API_CATALOGUE, HTML, JSON, TEXT, TURTLE
from esslod.web import asked, caching, history, links

blueprint = Blueprint("discovery", __name__)

#: RFC 9116 (§2.5.5) recommends that what the file says be looked at again within a year.
_GOOD_FOR: Final = timedelta(days=365)


@blueprint.get(f"/{ROBOTS}")
def robots() -> Response:
    """Everything may be read but answers to questions, which have no end (RFC 9309)."""
    root = asked.root()
    lines = (
        "User-agent: *",
        f"Disallow: {root}{SPARQL}?",
        f"Disallow: {root}{DESCRIBE}?",
        f"Disallow: {root}{SEARCH}?",
        f"Disallow: {root}{BROWSE}/*?",
        f"Allow: {root}{BROWSE}/*?page=",
        "",
        f"Sitemap: {request.url_root}{SITEMAP}.xml",
    )
    return caching.answer(lambda: _lines(*lines), TEXT.content_type, (request.url_root,))


@blueprint.get(f"/{WELL_KNOWN}security.txt")
def security() -> Response:
    """Where to report a flaw (RFC 9116); nothing here when the operator has named no address.

    It expires a year after the release was made: whoever publishes has then looked at the settings.
    """
    site, manifest = asked.site(), asked.published().manifest
    if not site.security_contact:
        raise NotFound(request.path)
    expires = date.fromisoformat(manifest.date) + _GOOD_FOR
    lines = (
        f"Contact: {site.security_contact}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        "Preferred-Languages: fr, en",
    )
    return caching.answer(lambda: _lines(*lines), TEXT.content_type, ("security",))


@blueprint.get(f"/{WELL_KNOWN}api-catalog")
def api_catalogue() -> Response:
    """The interfaces of this site and where each is described (RFC 9727), as a linkset (RFC 9264)."""
    addresses, manifest = asked.site().addresses, asked.published().manifest
    files = [path for path in (VOID_DOCUMENT, CATALOGUE) if manifest.file(f"{path}.{TURTLE.suffix}")]
    followed = (OAI, *history.streams(), f"{CHANGES}.atom") if history.is_told() else ()
    link = f'<{links.place()}{WELL_KNOWN}api-catalog>; rel="api-catalog"'
    text = json.dumps(catalogue(addresses, files, followed), indent=2) + "\n"
    return caching.answer(
        text.encode,
        API_CATALOGUE.content_type, ("api-catalog", links.place()), headers=[("Link", link)],
    )  # fmt: skip


def catalogue(addresses: Addresses, files: list[str], followed: Sequence[str] = ()) -> dict[str, object]:
    """The linkset; its addresses are the canonical ones.

    *files* are the paths of what describes the data, *followed* those of what tells its changes.
    """

    def to(path: str, media_type: str) -> list[dict[str, str]]:
        return [{"href": addresses.iri(path), "type": media_type}]

    site: dict[str, object] = {
        "anchor": addresses.iri(""),
        "service-desc": to(OPENAPI, JSON.media_type),
        "service-doc": to(API, HTML.media_type),
        "service-meta": [link for path in files for link in to(path, TURTLE.media_type)],
        "status": to("ready", JSON.media_type),
        "item": [{"href": addresses.iri(path)} for path in (SPARQL, *followed)],
    }
    endpoint = {
        "anchor": addresses.iri(SPARQL),
        "service-desc": to(f"{SPARQL}.{TURTLE.suffix}", TURTLE.media_type),
        "service-doc": to(f"{SPARQL}.{HTML.suffix}", HTML.media_type),
    }
    return {"linkset": [site, endpoint]}


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
