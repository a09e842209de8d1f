"""Where every page leads: the menu and the footer, as far as this site has those places.

A place is shown when a route answers at its path, and the release has something to show there: who adds
one adds a line here, or finds it written already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
    CODE,
    COMPARE,
    DESCRIPTION,
    DUMPS,
    LEGAL,
    MAPS,
    PORTALS,
    QUESTIONS,
    REUSE,
    SEARCH,
    SHAPES,
    SPARQL,
    TABLES,
    VOCABULARY,
)
from esslod.representation.html import Entry

MENU: Final = (
    Entry(BROWSE, "menu-browse", (DESCRIPTION, SEARCH)),
    Entry(QUESTIONS, "menu-questions"),
    Entry(MAPS, "maps"),
    Entry(COMPARE, "menu-compare"),
    Entry(TABLES, "menu-tables"),
    Entry(VOCABULARY, "vocabulary", (CODE, SHAPES)),
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


def menu(app: Flask, *, release: bool, lacks: Collection[str] = ()) -> tuple[Entry, ...]:
    """The menu of *app*, without what the release *lacks*; shorter where no *release* is served."""
    return _shown(app, MENU, release, lacks)


def foot(app: Flask, *, release: bool, lacks: Collection[str] = ()) -> tuple[Entry, ...]:
    """The places in the footer of *app*, in the same way."""
    return _shown(app, FOOT, release, lacks)


def search(app: Flask, *, release: bool) -> str:
    """The path of the search page; empty when there is none."""
    return SEARCH if release and SEARCH in _answered(app) else ""


def _shown(app: Flask, entries: Iterable[Entry], release: bool, lacks: Collection[str]) -> tuple[Entry, ...]:
    there = _answered(app).difference(lacks)
    return tuple(entry for entry in entries if entry.path in there and (release or entry.path in _ANYWHERE))


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
