"""What this request is about beside its path: language, the site's root on this host, the release."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request

from esslod.config import Site
from esslod.representation.html import Alternate, Frame
from esslod.representation.words import LANGUAGES
from esslod.web.negotiation import best_language
from esslod.web.published import Published

SITE = "ESSLOD_SITE"


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


def frame(canonical: str = "", alternates: tuple[Alternate, ...] = ()) -> Frame:
    """What surrounds an HTML page that answers this request, with or without a release."""
    settings, spoken = site(), language()
    manifest = g.published.manifest if "published" in g else None
    licence, names = g.published.licence if manifest else ("", {})
    return Frame(
        language=spoken,
        root=root(),
        path=path(),
        site_title=settings.title_fr if spoken == "fr" else settings.title_en,
        publisher=settings.publisher_name,
        asked=request.args.get("lang") in LANGUAGES,
        release=manifest.name if manifest and not settings.describe_any else "",
        date=manifest.date if manifest else "",
        licence=licence,
        licence_name=names.get(spoken, ""),
        canonical=canonical,
        alternates=alternates,
        base=settings.base_iri if canonical_only() else "",
    )
