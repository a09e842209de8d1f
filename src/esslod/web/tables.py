"""``tables/``: every class as a table, explained, shown in part, and downloaded.

Files are those of the release, sent from disk; pages are made from its Data Package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, request

from esslod.addresses import TABLES, TABLES_LISTED, table_path
from esslod.errors import NotAcceptable, NotFound
from esslod.rdf.formats import CSV, CSVW, DATA_PACKAGE, HTML, JSON, XLSX, Syntax, table_by_name
from esslod.representation import html
from esslod.representation.tables import GLIMPSED, GLIMPSED_COLUMNS, SHOWN, Glimpse, book, glimpse, tabular
from esslod.web import asked, caching, files, links, table_links
from esslod.web.negotiation import best

blueprint = Blueprint("tables", __name__)

_OFFERED: Final = (HTML, CSV, XLSX, JSON, CSVW)


@blueprint.get(f"/{TABLES}", endpoint="tables")
def every() -> Response:
    """What tables there are: of each what it holds, how many rows, the first of them, its files."""
    published, language, addresses = asked.published(), asked.language(), asked.site().addresses
    listed = _resources()

    def page() -> bytes:
        made = [tabular(each, published.manifest, addresses, language) for each in listed.values()]
        shown = [_glimpse(each, GLIMPSED, GLIMPSED_COLUMNS) for each in listed.values()]
        package = table_path(TABLES_LISTED, DATA_PACKAGE.suffix)
        whole = book(published.manifest, language)
        pairs = zip(made, shown, strict=True)
        return html.render("tables.html", asked.frame(), tables=pairs, book=whole, package=package)

    return _page(page, table_links.of_tables())


@blueprint.get(f"/{TABLES}<table>", endpoint="table")
def one(table: str) -> Response:
    """The page of a table, or the file of it that the caller prefers."""
    resource = _resources().get(table)
    if resource is None:
        raise NotFound(request.path)
    syntax = best(request.headers.get("Accept"), _OFFERED)
    if syntax is None:
        root = links.place() + table_path(table, "")
        raise NotAcceptable(
            request.headers.get("Accept", ""), [(each.media_type, root + each.suffix) for each in _OFFERED]
        )
    response = _page_of(resource) if syntax is HTML else _file(table, syntax.suffix)
    response.headers["Content-Location"] = asked.root() + table_path(table, syntax.suffix)
    response.vary.add("Accept")
    return response


@blueprint.get(f"/{TABLES}<table>.<form>", endpoint="table-as")
def one_as(table: str, form: str) -> Response:
    """One file of a table, or its page by suffix."""
    if form == HTML.suffix and table in _resources():
        return _page_of(_resources()[table])
    return _file(table, form)


def _page_of(resource: Mapping[str, Any]) -> Response:
    published, language, addresses = asked.published(), asked.language(), asked.site().addresses

    def page() -> bytes:
        made = tabular(resource, published.manifest, addresses, language)
        frame = asked.frame(canonical=addresses.iri(made.path))
        return html.render("table.html", frame, table=made, shown=_glimpse(resource, SHOWN))

    return _page(page, table_links.of_page(resource["name"]))


def _page(page: Any, about: tuple[links.Link, ...]) -> Response:
    language = asked.language()
    context = (language, asked.root(), request.args.get("lang", ""))
    headers = [("Content-Language", language), ("Link", links.field(about))]
    return caching.answer(page, HTML.content_type, context, vary=("Accept-Language",), headers=headers)


def _file(table: str, form: str) -> Response:
    """Raises NotFound."""
    published = asked.published()
    path = table_path(table, form)
    entry = published.manifest.file(path)
    if entry is None:
        raise NotFound(request.path)
    return files.send(published.folder, published.manifest, path, _about(table, table_by_name(entry.syntax)))


def _about(table: str, syntax: Syntax | None) -> tuple[links.Link, ...]:
    """Parts of the name that tell variants apart (``.links``, ``.fr``) are no part of the table's."""
    name = table.partition(".")[0]
    return table_links.of_file(name, syntax) if name in _resources() else table_links.of_tables()


def _resources() -> Mapping[str, Any]:
    """The tables of the release by name. Raises NotFound when it has none."""
    published = asked.published()
    path = table_path(TABLES_LISTED, DATA_PACKAGE.suffix)
    if published.manifest.file(path) is None:
        raise NotFound(request.path)
    return _read(published.folder / path)


@lru_cache(maxsize=4)
def _read(package: Path) -> Mapping[str, Any]:
    """The folder of a release is never another one's."""
    listed = json.loads(package.read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in listed["resources"]}


def _glimpse(resource: Mapping[str, Any], rows: int, columns: int = 0) -> Glimpse:
    """The first rows, from the first lines of the JSON file: an object a line, a comma at its end."""
    file = asked.published().folder / table_path(resource["name"], JSON.suffix)
    with file.open("rb") as content:
        lines = [line.rstrip(b",\n") for line in islice(content, 1, rows + 1) if line.startswith(b"{")]
    return glimpse(resource, lines, asked.site().addresses, asked.language(), most=columns)
