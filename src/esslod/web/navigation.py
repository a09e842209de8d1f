"""Where every page leads: the menu and the footer, as far as this site has those places.

A place is shown when a route answers at its path: who adds one adds a line here, or finds it written already.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from esslod.addresses import (
    ACCESSIBILITY,
    API,
    BROWSE,
    CATALOGUE_PAGE,
    CHANGES,
    COMPARE,
    DUMPS,
    LEGAL,
    MAPS,
    PORTALS,
    QUESTIONS,
    REUSE,
    SEARCH,
    SPARQL,
    TABLES,
    VOCABULARY,
)
from esslod.representation.html import Entry

MENU: Final = (
    Entry(BROWSE, "menu-browse"),
    Entry(QUESTIONS, "menu-questions"),
    Entry(MAPS, "maps"),
    Entry(COMPARE, "menu-compare"),
    Entry(TABLES, "menu-tables"),
    Entry(VOCABULARY, "vocabulary"),
    Entry(SPARQL, "menu-sparql"),
    Entry(DUMPS, "dumps"),
    Entry(REUSE, "menu-reuse"),
)
FOOT: Final = (
    Entry(CATALOGUE_PAGE, "catalogue"),
    Entry(PORTALS, "portals"),
    Entry(API, "foot-api"),
    Entry(CHANGES, "changes"),
    Entry(LEGAL, "foot-legal"),
    Entry(ACCESSIBILITY, "foot-accessibility"),
)
#: What a site without release, which shows any RDF files, has too.
_ANYWHERE: Final = frozenset({SPARQL, API})
_KEPT: Final = "esslod.navigation"


def menu(app: Flask, *, release: bool) -> tuple[Entry, ...]:
    """The menu of *app*, shorter where no *release* is served."""
    return _shown(app, MENU, release)


def foot(app: Flask, *, release: bool) -> tuple[Entry, ...]:
    """The places in the footer of *app*."""
    return _shown(app, FOOT, release)


def search(app: Flask, *, release: bool) -> str:
    """The path of the search page; empty when there is none."""
    return SEARCH if release and SEARCH in _answered(app) else ""


def _shown(app: Flask, entries: Iterable[Entry], release: bool) -> tuple[Entry, ...]:
    answered = _answered(app)
    return tuple(
        entry for entry in entries if entry.path in answered and (release or entry.path in _ANYWHERE)
    )


def _answered(app: Flask) -> frozenset[str]:
    """The paths of menu, footer and search that a route of *app* answers; routes do not change."""
    known = app.extensions.get(_KEPT)
    if known is None:
        paths = (*(entry.path for entry in (*MENU, *FOOT)), SEARCH)
        known = app.extensions[_KEPT] = frozenset(path for path in paths if _answers(app, path))
    return frozenset(known)


def _answers(app: Flask, path: str) -> bool:
    try:
        app.url_map.bind("localhost").match(f"/{path}", method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True
