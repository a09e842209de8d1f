"""Tables as an Excel workbook (ISO/IEC 29500): typed cells, a sheet a table, and one that explains them.

Texts are written as texts: nothing is taken for a formula or a link. The same table makes the
same bytes: the only date in the file is the one given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import XSD
from esslod.tables import cells
from esslod.tables.table import FRACTIONS, INTEGERS, Cell, Column, Table, in_language

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Limits of the format: rows of a sheet, characters of a cell and of a sheet's name.
_ROWS: Final = 1_048_576
_CHARACTERS: Final = 32_767
_NAME: Final = 31
#: Cells of tables that are written without files in between.
_HELD: Final = 50_000
_CUT: Final = " […]"
_YEAR: Final = re.compile(r"[1-9][0-9]{3}")
_NOT_IN_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
#: Digits that the numbers of a spreadsheet keep; a longer number is written as a text.
_DIGITS: Final = 15
#: Before March 1900 spreadsheet programs disagree on days.
_FIRST_DAY: Final = date(1900, 3, 1)
_UNDATED: Final = date(2000, 1, 1)
_WIDEST: Final = 60
_NARROWEST: Final = 10

#: What is said of a column → width of that in characters.
_EXPLAINED: Final = {
    "sheet": 24, "title": 28, "name": 24, "description": 60, "kind": 24, "unit": 12, "language": 10,
    "property": 48, "other title": 28, "other description": 60,
}  # fmt: skip
_WORDS: Final = {
    "fr": {
        "columns": "Colonnes", "sheet": "feuille", "title": "colonne", "name": "nom pour les programmes",
        "description": "ce que c’est", "kind": "type", "language": "langue", "unit": "unité",
        "property": "propriété", "several": "plusieurs valeurs, séparées par",
        "iri": "adresse (IRI)", "string": "texte", "whole": "nombre entier", "number": "nombre",
        "date": "date", "boolean": "vrai ou faux", "other title": "column (English)",
        "other description": "what it is (English)",
    },
    "en": {
        "columns": "Columns", "sheet": "sheet", "title": "column", "name": "name for programs",
        "description": "what it is", "kind": "type", "language": "language", "unit": "unit",
        "property": "property", "several": "several values, separated by",
        "iri": "address (IRI)", "string": "text", "whole": "whole number", "number": "number",
        "date": "date", "boolean": "true or false", "other title": "colonne (français)",
        "other description": "ce que c’est (français)",
    },
}  # fmt: skip


def workbook(tables: Iterable[Table], language: str, target: IO[bytes], day: date = _UNDATED) -> None:
    """Write *tables* to *target*, a sheet each, and a sheet that explains their columns.

    *language* is that of titles and explanations, French or English; *day* is the date of the document.
    A table longer than a sheet goes on on the next.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 : only who writes a workbook pays for it

    small = isinstance(tables, tuple) and all(map(_is_small, tables))
    options = {
        "in_memory" if small else "constant_memory": True,  # a file a sheet costs more than a small sheet
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(target, options) as book:
        made = _Book(book, language if language in _WORDS else "en")
        book.set_properties({"created": datetime.combine(day, time())})
        explained = [(made.add(table), table.columns) for table in tables]
        made.explain(explained)


def _is_small(table: Table) -> bool:
    """Whether the cells may be held in memory, as those of a table that is held already."""
    return isinstance(table.rows, Sequence) and len(table.rows) * len(table.columns) <= _HELD


class _Book:
    """A workbook being written, its formats and the names its sheets have taken."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._book, self._language, self._words = book, language, _WORDS[language]
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self._date = book.add_format({"num_format": "yyyy-mm-dd"})
        self._names: set[str] = {self._words["columns"].casefold(), "history"}

    def add(self, table: Table) -> str:
        """Write *table*; the name of its first sheet."""
        rows, first, more = iter(table.rows), "", True
        while more:
            sheet = self._sheet(self._name(table.title(self._language)))
            first = first or sheet.get_name()
            self._titles(sheet, table.columns)
            written, more = self._rows(sheet, rows, table.columns)
            sheet.autofilter(0, 0, max(written, 1), max(len(table.columns) - 1, 0))
        return first

    def explain(self, tables: Sequence[tuple[str, Sequence[Column]]]) -> None:
        """The sheet that says what each column is."""
        words = self._words
        sheet = self._sheet(words["columns"])
        for place, (word, width) in enumerate(_EXPLAINED.items()):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, words[word], self._head)
        lines = ((name, column) for name, columns in tables for column in columns)
        for row, (name, column) in enumerate(lines, 1):
            for place, text in enumerate(self._explained(name, column)):
                sheet.write_string(row, place, _cut(text), self._wrap)

    def _explained(self, sheet: str, column: Column) -> Iterator[str]:
        language = self._language
        yield sheet
        yield column.title(language)
        yield column.name
        yield in_language(column.descriptions, language)
        kind = self.kind(column.datatype)
        yield f"{kind} ({self._words['several']} «{column.separator}»)" if column.repeated else kind
        yield in_language(column.unit, language)
        yield column.language
        yield column.property
        other = "en" if language == "fr" else "fr"
        yield column.titles.get(other, "")
        yield column.descriptions.get(other, "")

    def kind(self, datatype: str) -> str:
        """What values a column holds, in words."""
        if not datatype:
            return self._words["iri"]
        name = datatype.removeprefix(XSD.iri)
        if datatype in INTEGERS:
            return self._words["whole"]
        word = {"decimal": "number", "double": "number", "float": "number"}.get(name, name)
        return self._words.get(word, name.rpartition("#")[2])

    def _sheet(self, name: str) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        return sheet

    def _name(self, title: str) -> str:
        """*title* as a sheet may be called: short, without what formulas use, and not taken yet."""
        bare = _NOT_IN_NAME.sub(" ", title).strip(" '") or "?"
        number, name = 1, bare[:_NAME].strip(" '")
        while name.casefold() in self._names:
            number += 1
            name = f"{bare[: _NAME - 5].strip()} ({number})"
        self._names.add(name.casefold())
        return name

    def _titles(self, sheet: Worksheet, columns: Sequence[Column]) -> None:
        for place, column in enumerate(columns):
            title = column.title(self._language)
            sheet.set_column(place, place, _width(column, title))
            sheet.write_string(0, place, _cut(title), self._head)

    def _rows(
        self, sheet: Worksheet, rows: Iterator[Sequence[Cell]], columns: Sequence[Column]
    ) -> tuple[int, bool]:
        """Write rows until there is no room; how many, and whether there may be more."""
        row = 0
        for row, values in enumerate(rows, 1):
            for place, cell in enumerate(values):
                if isinstance(cell, NamedNode):  # most cells: the short way
                    sheet.write_string(row, place, _cut(cell.value))
                elif cell is not None:
                    self._write(sheet, row, place, cell, columns[place])
            if row == _ROWS - 1:
                return row, True
        return row, False

    def _write(self, sheet: Worksheet, row: int, place: int, cell: Cell, column: Column) -> None:
        if isinstance(cell, tuple):
            if len(cell) == 1 and cell[0] is not None:
                self._write(sheet, row, place, cell[0], column)
                return
            text = column.separator.join("" if term is None else cells.plain(term) for term in cell)
            sheet.write_string(row, place, _cut(text))
            return
        match _typed(cell):
            case bool(truth):
                sheet.write_boolean(row, place, truth)
            case float(number):
                sheet.write_number(row, place, number)
            case date() as day:
                sheet.write_datetime(row, place, day, self._date)
            case _:
                sheet.write_string(row, place, _cut(cells.plain(cell)))


def _typed(term: Any) -> bool | float | date | None:
    """What a spreadsheet can reckon with; None for what it can only show."""
    reckoned = _RECKONED.get(term.datatype.value) if isinstance(term, Literal) else None
    return reckoned(term) if reckoned is not None else None


def _number(term: Literal) -> float | None:
    value = cells.exact_number(term)
    if value is not None and len(value.as_tuple().digits) <= _DIGITS and abs(value.adjusted()) < 300:
        return float(value)
    return None


def _year(term: Literal) -> float | None:
    return float(term.value) if _YEAR.fullmatch(term.value) else None


def _day(term: Literal) -> date | None:
    """A day of spreadsheets; they know no time zone."""
    text = term.value
    try:
        day = date.fromisoformat(text) if len(text) == len("2000-01-01") else None
    except ValueError:
        return None
    return day if day is not None and day >= _FIRST_DAY else None


#: Datatype → what makes it something to reckon with.
_RECKONED: Final[dict[str, Callable[[Literal], bool | float | date | None]]] = {
    **dict.fromkeys((*INTEGERS, *FRACTIONS), _number),
    XSD.date.value: _day,
    XSD.gYear.value: _year,
    XSD.boolean.value: cells.boolean,
}


def _width(column: Column, title: str) -> int:
    """In characters: texts want room, numbers little."""
    wanted = 36 if column.datatype in ("", XSD.string.value) or column.language else 16
    return max(_NARROWEST, min(_WIDEST, max(wanted, len(title) + 2)))


def _cut(text: str) -> str:
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - len(_CUT)] + _CUT
