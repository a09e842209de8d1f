"""What this request is about beside its path: language, the site's root on this host, the release."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from flask import current_app, g, request

from esslod.config import Site
from esslod.representation.html import Alternate, Frame
from esslod.representation.look import look_of
from esslod.representation.words import LANGUAGES
from esslod.web import navigation
from esslod.web.negotiation import best_language
from esslod.web.published import Published

SITE = "ESSLOD_SITE"
#: A question of more bytes is not repeated in the link to the other language.
_LONGEST_QUESTION = 2000


def site() -> Site:
    return cast(Site, current_app.config[SITE])


def published() -> Published:
    """The release this request borrowed, for as long as it lasts."""
    return cast(Published, g.published)


def language() -> str:
    """``?lang=`` when it is one of ours, else what Accept-Language prefers, else French."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else best_language(request.headers.get("Accept-Language"), LANGUAGES)


def root() -> str:
    """The path of the site's root on this host, ending in a slash."""
    return request.script_root.rstrip("/") + "/"


def canonical_only() -> bool:
    """Whether the caller wants links to be canonical IRIs on this host too (``?rewrite=false``)."""
    return request.args.get("rewrite", "") == "false"


def path() -> str:
    """The path of this request below the root, without leading slash."""
    return request.path.removeprefix("/")


def question() -> str:
    """What this address asks beside the language, as it stands in a URL; empty for a long question."""
    said = request.query_string.split(b"&")
    kept = b"&".join(part for part in said if part and not part.startswith(b"lang="))
    return quote(kept, safe="!$&'()*+,;=:@/?%[]|^`{}\\") if len(kept) <= _LONGEST_QUESTION else ""


def frame(canonical: str = "", alternates: tuple[Alternate, ...] = ()) -> Frame:
    """What surrounds an HTML page that answers this request, with or without a release."""
    settings, spoken = site(), language()
    manifest = g.published.manifest if "published" in g else None
    licence, names = g.published.licence if manifest else ("", {})
    app, release = current_app, bool(manifest and not settings.describe_any)
    lacks = g.published.lacks if release else frozenset()
    return Frame(
        language=spoken,
        root=root(),
        path=path(),
        site_title=settings.title_fr if spoken == "fr" else settings.title_en,
        publisher=settings.publisher_name,
        asked=request.args.get("lang") in LANGUAGES,
        release=manifest.name if manifest and release else "",
        date=manifest.date if manifest else "",
        licence=licence,
        licence_name=names.get(spoken, ""),
        canonical=canonical,
        alternates=alternates,
        base=settings.base_iri if canonical_only() else "",
        query=question(),
        menu=navigation.menu(app, release=release, lacks=lacks),
        foot=navigation.foot(app, release=release, lacks=lacks),
        search=navigation.search(app, release=release),
        contact=settings.contact,
        look=look_of(settings),
    )
