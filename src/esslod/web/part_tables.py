"""``/parts/``: what the page of a document shows in place, as a workbook or as tables."""

from __future__ import annotations

import io
from typing import Final

from flask import Blueprint, Response, request

from esslod.addresses import PARTS
from esslod.errors import BadRequest
from esslod.rdf.formats import CSV, TABLES, XLSX
from esslod.representation.part_tables import part_tables
from esslod.representation.words import LANGUAGES
from esslod.tables.table import Table
from esslod.tables.workbook import workbook
from esslod.tables.writers import WRITERS
from esslod.web import asked, caching, resolution

_BY_SUFFIX: Final = {syntax.suffix: syntax for syntax in TABLES}
_TABLE: Final = "table"

blueprint = Blueprint("part-tables", __name__)


@blueprint.get(f"/{PARTS}<path:name>.xlsx", endpoint="parts-xlsx", defaults={"suffix": "xlsx"})
@blueprint.get(f"/{PARTS}<path:name>.fr.csv", endpoint="parts-csv-fr", defaults={"suffix": "fr.csv"})
@blueprint.get(f"/{PARTS}<path:name>.csv", endpoint="parts-csv", defaults={"suffix": "csv"})
@blueprint.get(f"/{PARTS}<path:name>.json", endpoint="parts-json", defaults={"suffix": "json"})
def parts(name: str, suffix: str) -> Response:
    """The parts of the document at *name*: all in one workbook, or those of ``?table=`` in a file.

    Raises NotFound, and BadRequest for a table that there is not.
    """
    syntax, path = _BY_SUFFIX[suffix], resolution.known(name)
    tables = part_tables(asked.published().pages, resolution.subject(path)) if path else ()
    if path is None or not tables:
        raise resolution.nothing(name)
    language = request.args.get("lang", "")
    language = language if language in LANGUAGES else LANGUAGES[0]
    chosen = _chosen(tables) if syntax is not XLSX or _TABLE in request.args else tables

    def make() -> bytes:
        if syntax is XLSX:
            target = io.BytesIO()
            workbook(chosen, language, target)
            return target.getvalue()
        return b"".join(WRITERS[syntax.name](chosen[0], "" if syntax is CSV else language))

    named = chosen[0].name if len(chosen) == 1 else path.rpartition("/")[2]
    headers = [
        ("Content-Language", language),
        ("Content-Disposition", f'attachment; filename="{named}.{suffix}"'),
    ]
    return caching.answer(make, syntax.content_type, (syntax.name, language), headers=headers)


def _chosen(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The one that the caller names. Raises BadRequest."""
    wanted = request.args.get(_TABLE, "")
    found = tuple(table for table in tables if table.name == wanted)
    if not found:
        raise BadRequest(
            f"?{_TABLE}={wanted}", remedy=f"?{_TABLE}= " + " · ".join(table.name for table in tables)
        )
    return found
