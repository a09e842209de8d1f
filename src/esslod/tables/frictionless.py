"""What data tools need to read the CSV of a table with its types: Frictionless Table Schema, Data Package.

Version 1 of both, which the libraries in use read. Texts in both languages stand beside those the
standard has one place for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from esslod.namespaces import XSD
from esslod.rdf.formats import CSV
from esslod.tables.columns import IRI
from esslod.tables.table import FRACTIONS, INTEGERS, Column, Table, in_language

#: Datatype → type of Table Schema; what is missing is a string.
_TYPES: Final = {
    XSD.boolean.value: "boolean",
    XSD.date.value: "date",
    XSD.dateTime.value: "datetime",
    XSD.time.value: "time",
    XSD.gYear.value: "year",
    XSD.gYearMonth.value: "yearmonth",
    XSD.duration.value: "duration",
}


@dataclass(frozen=True)
class Resource:
    """One table of a package: its file, how many bytes and rows that has, and its SHA-256."""

    table: Table
    path: str
    rows: int
    size: int
    sha256: str


def schema(table: Table) -> dict[str, Any]:
    """The Table Schema of *table*; property and unit of each column are said too."""
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": IRI,
        "missingValues": [""],
    }


def package(
    name: str, titles: Mapping[str, str], licence: Mapping[str, str], resources: Iterable[Resource]
) -> bytes:
    """The Data Package of all tables."""
    return document(
        {
            "profile": "tabular-data-package",
            "name": name,
            "title": in_language(titles, "fr"),
            "titles": dict(titles),
            "licenses": [dict(licence)],
            "resources": [_resource(each) for each in resources],
        }
    )


def document(described: Mapping[str, Any]) -> bytes:
    """As a file."""
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(each: Resource) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": each.table.name,
        "path": each.path,
        "title": each.table.title("fr"),
        "titles": dict(each.table.titles),
        "description": in_language(each.table.descriptions, "fr"),
        "descriptions": dict(each.table.descriptions),
        "format": CSV.suffix,
        "mediatype": CSV.media_type,
        "encoding": "utf-8",
        "bytes": each.size,
        "hash": f"sha256:{each.sha256}",
        "rowCount": each.rows,
        "schema": schema(each.table),
    }


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, **_type(column)}
    described["title"], described["titles"] = column.title("fr"), dict(column.titles)
    if column.descriptions:
        described["description"] = in_language(column.descriptions, "fr")
        described["descriptions"] = dict(column.descriptions)
    if column.property:
        described["rdfType"] = column.property
    more = {
        "unit": dict(column.unit),
        "language": column.language,
        "labels": column.of,
        "within": column.within,
    }
    described |= {key: value for key, value in more.items() if value}
    if column.inverse:
        described["inverse"] = True
    if column.repeated:
        described["separator"] = column.separator
    if column.name == IRI:
        described["constraints"] = {"required": True, "unique": True}
    return described


def _type(column: Column) -> dict[str, Any]:
    """To tools that do not know the separator several values are a string; ``values`` says of what."""
    if column.repeated:
        return {"type": "string", "values": _type_of_one(column)}
    return _type_of_one(column)


def _type_of_one(column: Column) -> dict[str, str]:
    if not column.datatype or column.datatype == XSD.anyURI.value:
        return {"type": "string", "format": "uri"}
    if column.datatype in INTEGERS:
        return {"type": "integer"}
    if column.datatype in FRACTIONS:
        return {"type": "number"}
    return {"type": _TYPES.get(column.datatype, "string")}


def columns_read(fields: Sequence[Mapping[str, Any]]) -> list[Column]:
    """The columns that a Table Schema of ours describes; their datatype is a type of Table Schema, empty
    for IRIs.
    """
    return [_read(field) for field in fields]


def _read(field: Mapping[str, Any]) -> Column:
    kind = field.get("values", field)
    return Column(
        field["name"], field.get("titles", {}), field.get("descriptions", {}),
        "" if kind.get("format") == "uri" else kind["type"],
        field.get("language", ""), field.get("rdfType", ""), field.get("inverse", False),
        field.get("unit", {}), "separator" in field, field.get("separator", ""),
        field.get("labels", ""), field.get("within", ""),
    )  # fmt: skip
