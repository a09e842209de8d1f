"""What a program needs to turn the CSV of a table back into statements: CSV on the Web (W3C, 2015).

The metadata stand where §5.3 of the Model for Tabular Data looks first: ``{file}-metadata.json``. Read in
the minimal mode of csv2rdf, they give exactly the statements in the columns of the table, and the class of
each thing. A cell with several IRIs cannot say so there (a value URL is one), so those are in a second
table, of links: subject, property, value.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode

from esslod.namespaces import RDF, XSD
from esslod.tables.columns import IRI
from esslod.tables.table import Column, Table, Texts

_CONTEXT: Final = ["http://www.w3.org/ns/csvw", {"@language": "fr"}]
#: RFC 4180 as we write it (Metadata Vocabulary §5.9).
_DIALECT: Final = {
    "encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True,
    "trim": False, "skipBlankRows": False,
}  # fmt: skip
#: Datatypes that have a name of their own there (§5.11.1 of the Metadata Vocabulary), under XML Schema's.
_BUILT_IN: Final = frozenset(
    XSD[name].value
    for name in (
        "anyURI", "base64Binary", "boolean", "byte", "date", "dateTime", "dateTimeStamp", "dayTimeDuration",
        "decimal", "double", "duration", "float", "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth",
        "hexBinary", "int", "integer", "language", "long", "Name", "negativeInteger", "NMTOKEN",
        "nonNegativeInteger", "nonPositiveInteger", "normalizedString", "positiveInteger", "QName", "short",
        "string", "time", "token", "unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort",
        "yearMonthDuration",
    )
)  # fmt: skip
_LINKS: Final = (
    Column("subject", {"fr": "sujet", "en": "subject"}, {}, ""),
    Column("property", {"fr": "propriété", "en": "property"}, {}, ""),
    Column("value", {"fr": "valeur", "en": "value"}, {}, ""),
)


def links_of(table: Table) -> Table | None:
    """The statements that the columns with several IRIs hold, a row each; None without such a column."""
    places = [place for place, column in enumerate(table.columns) if _is_list_of_iris(column)]
    if not places:
        return None
    return Table(f"{table.name}.links", table.titles, _LINKS, _links(table, places), exact=True)


def csvw(table: Table, kind: NamedNode, files: Sequence[str], licence: str) -> bytes:
    """The metadata of *table*, whose rows are things of the class *kind*.

    *files* are the name of its CSV, relative to that of the metadata, and that of its links if it has
    some; *licence* is an IRI.
    """
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "dc:title": _said(table.titles),
        **({"dc:description": _said(table.descriptions)} if table.descriptions else {}),
        "dc:license": {"@id": licence},
        "dialect": _DIALECT,
        "tables": [{"url": files[0], "dc:title": _said(table.titles), "tableSchema": _schema(table, kind)}],
    }
    if files[1:]:
        described["tables"].append({"url": files[1], "tableSchema": _schema_of_links()})
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _schema(table: Table, kind: NamedNode) -> dict[str, Any]:
    columns = [_column(column) for column in table.columns]
    typed = {"virtual": True, "name": "class", "propertyUrl": RDF.type.value, "valueUrl": kind.value}
    return {"columns": [*columns, typed], "primaryKey": IRI, "aboutUrl": f"{{+{IRI}}}"}


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "titles": {"und": column.name, **column.titles}}
    if column.descriptions:
        described["dc:description"] = _said(column.descriptions)
    if column.repeated:
        described["separator"] = column.separator
    if column.language:
        described["lang"] = column.language
    if not column.property or _is_list_of_iris(column):
        return {**described, "datatype": _datatype(column), "suppressOutput": True}
    described["propertyUrl"] = column.property
    if column.datatype:
        return {**described, "datatype": _datatype(column)}
    ends = (f"{{+{column.name}}}", f"{{+{IRI}}}")
    if column.inverse:
        return {**described, "aboutUrl": ends[0], "valueUrl": ends[1]}
    return {**described, "valueUrl": ends[0]}


def _schema_of_links() -> dict[str, Any]:
    subject, property_, value = (
        {"name": c.name, "titles": {"und": c.name, **c.titles}, "datatype": "anyURI"} for c in _LINKS
    )
    stated = {"aboutUrl": "{+subject}", "propertyUrl": "{+property}", "valueUrl": "{+value}"}
    quiet = {"suppressOutput": True}
    return {"columns": [{**subject, **quiet}, {**property_, **quiet}, {**value, **stated}]}


def _datatype(column: Column) -> Any:
    if not column.datatype:
        return "anyURI"
    if column.datatype in _BUILT_IN:
        return column.datatype.removeprefix(XSD.iri)
    return {"base": "string", "@id": column.datatype}


def _said(texts: Texts | Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language or "und"} for language, text in texts.items()]


def _is_list_of_iris(column: Column) -> bool:
    return bool(column.repeated and not column.datatype and column.property)


def _links(table: Table, places: Sequence[int]) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
    properties = [NamedNode(column.property) for column in table.columns if _is_list_of_iris(column)]
    inverse = [table.columns[place].inverse for place in places]
    for row in table.rows:
        for place, property_, back in zip(places, properties, inverse, strict=True):
            for term in row[place] or ():
                yield (term, property_, row[0]) if back else (row[0], property_, term)
