"""Any table as a file: CSV, CSV for French spreadsheet programs, JSON, XLSX.

CSV and JSON are written piece by piece, so that memory does not grow with the table.
"""

from __future__ import annotations

import csv as rfc_4180
import io
import json as rfc_8259
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from esslod.addresses import table_path
from esslod.rdf.formats import CSV, CSV_FR, JSON, XLSX
from esslod.tables import cells
from esslod.tables.table import Cell, Column, Table
from esslod.tables.workbook import workbook

#: Written at once, in characters.
_PIECE: Final = 65536
_BOM: Final = "\ufeff"


def csv(table: Table, language: str = "") -> Iterator[bytes]:
    """RFC 4180, in UTF-8. The first line holds the titles in *language*, or else the names for programs."""
    written = cells.plain if table.exact else cells.guarded
    return _lines(table, _head(table.columns, language), ",", written)


def csv_fr(table: Table, language: str = "fr") -> Iterator[bytes]:
    """What a French spreadsheet program opens at a click: a byte order mark, semicolons, decimal commas.

    Texts that look like formulas are always made harmless; the first line holds the titles in *language*.
    """
    yield _BOM.encode()
    yield from _lines(table, _head(table.columns, language or "fr"), ";", cells.french)


def json(table: Table, _language: str = "") -> Iterator[bytes]:
    """An array of objects, one a line (RFC 8259): the names for programs are the keys, the same in each.

    An empty cell is ``null``; where a cell may hold several values it is an array.
    """
    keys = [rfc_8259.dumps(column.name, ensure_ascii=False) for column in table.columns]
    repeated = [column.repeated for column in table.columns]
    start = "[\n"
    waiting: list[str] = []
    size = 0
    for row in table.rows:
        values = map(_json_cell, row, repeated)
        waiting.append(start + "{" + ",".join(f"{k}:{v}" for k, v in zip(keys, values, strict=True)) + "}")
        size += len(waiting[-1])
        start = ",\n"
        if size >= _PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield ("".join(waiting) + ("[]\n" if start == "[\n" else "\n]\n")).encode()


def workbook_path(name: str, language: str) -> str:
    """The table *name* as a workbook with titles in *language*; the French one has the plain address."""
    return table_path(name, XLSX.suffix if language == "fr" else f"{language}.{XLSX.suffix}")


def xlsx(table: Table, language: str) -> bytes:
    """A workbook of one sheet, and one that explains its columns in *language*."""
    target = io.BytesIO()
    workbook((table,), language, target)
    return target.getvalue()


def _xlsx(table: Table, language: str) -> Iterator[bytes]:
    yield xlsx(table, language or "fr")


#: Name of a syntax of `rdf.formats.TABLES` → what writes a table in it.
WRITERS: Final[dict[str, Callable[[Table, str], Iterator[bytes]]]] = {
    CSV.name: csv,
    CSV_FR.name: csv_fr,
    XLSX.name: _xlsx,
    JSON.name: json,
}


def _head(columns: Sequence[Column], language: str) -> list[str]:
    """The first line; two columns never bear the same title."""
    if not language:
        return [column.name for column in columns]
    titles = [column.title(language) for column in columns]
    return [
        title if titles.count(title) == 1 else f"{title} ({column.name})"
        for title, column in zip(titles, columns, strict=True)
    ]


def _lines(
    table: Table, head: Sequence[str], delimiter: str, written: Callable[[Any], str]
) -> Iterator[bytes]:
    text = io.StringIO(newline="")
    lines = rfc_4180.writer(text, delimiter=delimiter, lineterminator="\r\n")
    lines.writerow(head)
    separators = [column.separator for column in table.columns]
    for row in table.rows:
        lines.writerow([_cell(cell, written, sep) for cell, sep in zip(row, separators, strict=True)])
        if text.tell() >= _PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _cell(cell: Cell, written: Callable[[Any], str], separator: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return separator.join("" if term is None else written(term) for term in cell)
    return written(cell)


def _json_cell(cell: Cell, repeated: bool) -> str:
    if isinstance(cell, tuple):
        return "[" + ",".join("null" if term is None else cells.as_json(term) for term in cell) + "]"
    if cell is None:
        return "[]" if repeated else "null"
    value = cells.as_json(cell)
    return f"[{value}]" if repeated else value
