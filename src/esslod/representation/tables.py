"""The tables of a release as pages show them: what each holds, its columns in words, its first rows.

Read from the Data Package and the first lines of the JSON files that the release has: no question is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from esslod.addresses import TABLES, WHOLE, Addresses, table_path
from esslod.namespaces import prefixes
from esslod.rdf.formats import CSV, CSV_FR, CSVW, JSON, TABLE_SCHEMA, XLSX
from esslod.release.manifest import Manifest
from esslod.representation import writing
from esslod.representation.words import LANGUAGES
from esslod.tables.columns import IRI
from esslod.tables.frictionless import columns_read
from esslod.tables.table import Column, in_language
from esslod.tables.writers import workbook_path

#: Rows that the page of a table shows, and the page of all tables.
SHOWN: Final = 10
GLIMPSED: Final = 3
#: Columns that the page of all tables shows.
GLIMPSED_COLUMNS: Final = 6
#: The files of a table, that which most people want first.
_FORMS: Final = (XLSX, CSV_FR, CSV, JSON)
_FORM_WORDS: Final = {
    XLSX.name: "table-xlsx", CSV_FR.name: "table-csv-fr", CSV.name: "table-csv", JSON.name: "table-json",
}  # fmt: skip
#: Type of Table Schema → the word for it; empty for an IRI.
_TYPE_WORDS: Final = {
    "": "table-type-uri", "string": "table-type-string", "integer": "table-type-integer",
    "number": "table-type-number", "boolean": "table-type-boolean", "date": "table-type-date",
    "datetime": "table-type-datetime", "time": "table-type-time", "year": "table-type-year",
    "yearmonth": "table-type-yearmonth", "duration": "table-type-duration",
}  # fmt: skip
_NUMBERS: Final = frozenset({"integer", "number"})


@dataclass(frozen=True)
class File:
    """One file: its path, what its format is called, bytes; ``word`` names a text about it."""

    path: str
    label: str
    size: int
    word: str


@dataclass(frozen=True)
class Explained:
    """A column in words. ``type`` is the word for its type, ``several`` what stands between values."""

    name: str
    title: str
    description: str
    type: str
    unit: str
    several: str
    property: str
    path: str | None
    short: str


@dataclass(frozen=True)
class Shown:
    """One value: ``path`` or ``href`` where it leads, if anywhere."""

    text: str
    path: str | None = None
    href: str = ""


@dataclass(frozen=True)
class Glimpse:
    """The first rows: titles of columns (and whether they hold numbers), then cells of values."""

    head: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[Shown, ...], ...], ...]


@dataclass(frozen=True)
class Tabular:
    """One table: ``files`` for people, ``told`` for programs."""

    name: str
    title: str
    description: str
    rows: int
    columns: tuple[Explained, ...]
    files: tuple[File, ...]
    told: tuple[File, ...]

    @property
    def path(self) -> str:
        return TABLES + self.name


def names_in(package: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the tables that the Data Package lists."""
    return tuple(resource["name"] for resource in package["resources"])


def tabular(resource: Mapping[str, Any], manifest: Manifest, addresses: Addresses, language: str) -> Tabular:
    """The table that *resource* of the Data Package describes."""
    name = resource["name"]
    columns = columns_read(resource["schema"]["fields"])
    title = in_language(resource["titles"], language) or name
    return Tabular(
        name,
        title[:1].upper() + title[1:],
        in_language(resource["descriptions"], language),
        resource["rowCount"],
        tuple(_explained(column, addresses, language) for column in columns),
        _files(
            manifest,
            [
                _workbook(manifest, name, language),
                *((table_path(name, s.suffix), s.label, f"table-{s.name}") for s in (CSV_FR, CSV, JSON)),
            ],
        ),
        _files(
            manifest,
            [
                (table_path(name, CSVW.suffix), CSVW.label, "table-csvw"),
                (table_path(name, TABLE_SCHEMA.suffix), TABLE_SCHEMA.label, "table-schema"),
                (table_path(f"{name}.links", CSV.suffix), CSV.label, "table-links"),
            ],
        ),
    )


def book(manifest: Manifest, language: str) -> File | None:
    """The workbook of everything, with titles in *language*."""
    return next(iter(_files(manifest, [_workbook(manifest, WHOLE, language)])), None)


def _workbook(manifest: Manifest, name: str, language: str) -> tuple[str, str, str]:
    """The workbook in *language*; in French, where the release is older than the others."""
    spoken = language if manifest.file(workbook_path(name, language)) is not None else LANGUAGES[0]
    return workbook_path(name, spoken), XLSX.label, "table-xlsx"


def glimpse(
    resource: Mapping[str, Any], lines: Iterable[bytes], addresses: Addresses, language: str, *, most: int = 0
) -> Glimpse:
    """The first rows, from the first *lines* of the JSON file; at most *most* columns, unless 0.

    A resource is shown by its name in *language*, and texts in that language only.
    """
    columns = columns_read(resource["schema"]["fields"])
    shown = _shown(columns, language)[: most or None]
    rows = []
    for line in lines:
        row = json.loads(line, parse_float=str, parse_int=str)
        cells = [_cell(row, column, columns, addresses, language) for column in shown]
        if shown and shown[0].name != IRI:
            cells[0] = tuple(_link(value.text, row[IRI], addresses) for value in cells[0])
        rows.append(tuple(cells))
    head = tuple((_bare(column, columns, language), column.datatype in _NUMBERS) for column in shown)
    return Glimpse(head, tuple(rows))


def _files(manifest: Manifest, wanted: Sequence[tuple[str, str, str]]) -> tuple[File, ...]:
    found = ((manifest.file(path), label, word) for path, label, word in wanted)
    return tuple(File(entry.path, label, entry.size, word) for entry, label, word in found if entry)


def _explained(column: Column, addresses: Addresses, language: str) -> Explained:
    return Explained(
        column.name,
        column.title(language),
        in_language(column.descriptions, language),
        _TYPE_WORDS[column.datatype],
        in_language(column.unit, language),
        column.separator if column.repeated else "",
        column.property,
        addresses.path(column.property) if column.property else None,
        _compact(column.property, addresses),
    )


def _shown(columns: Sequence[Column], language: str) -> list[Column]:
    """What a reader of *language* wants to see; the identifier only when nothing else comes first."""
    told = [c for c in columns if not (c.of or c.within)]
    wanted = [c for c in told if (not c.language or c.language == language) and c.name != IRI]
    spoken = {column.property for column in wanted if column.language}
    # A text that exists in another language only is better than none.
    wanted = [c for c in columns if c in wanted or (c in told and c.language and c.property not in spoken)]
    named = bool(wanted) and bool(wanted[0].language)
    return wanted if named else [*(c for c in columns if c.name == IRI), *wanted]


def _cell(
    row: Mapping[str, Any], column: Column, columns: Sequence[Column], addresses: Addresses, language: str
) -> tuple[Shown, ...]:
    values = _listed(row.get(column.name))
    if column.datatype:
        return tuple(Shown(_written(value, column, language)) for value in values)
    labels = {each.language: _listed(row.get(each.name)) for each in columns if each.of == column.name}
    chosen = labels.get(language) or next((found for found in labels.values() if found), [])
    names = [*chosen, *[None] * (len(values) - len(chosen))]
    return tuple(
        _link(name or _short(value, addresses), value, addresses)
        for name, value in zip(names, values, strict=True)
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _link(text: str, iri: str, addresses: Addresses) -> Shown:
    document = addresses.document(iri)
    if document is not None:
        _, mark, fragment = iri.partition("#")
        return Shown(text, path=f"{document}{mark}{fragment}")
    return Shown(text, href=iri if iri.startswith(("http://", "https://")) else "")


def _short(iri: str, addresses: Addresses) -> str:
    return addresses.path(iri) or iri.partition("://")[2] or iri


def _compact(iri: str, addresses: Addresses) -> str:
    """``dct:title`` for a term with a known prefix."""
    for prefix, namespace in prefixes(addresses.base).items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#"):
            return f"{prefix}:{local}"
    return iri


def _written(value: Any, column: Column, language: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if column.datatype in _NUMBERS:
        return writing.number(str(value), language)
    return writing.date(value, language) if column.datatype == "date" else str(value)


def _bare(column: Column, columns: Sequence[Column], language: str) -> str:
    """The title without its note in brackets, which says what need not be said here."""
    title = column.title(language)
    noted = column.language or any(each.of == column.name for each in columns)
    return title.rpartition(" (")[0] or title if noted else title
