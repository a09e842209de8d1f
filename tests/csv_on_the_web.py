"""A small reader of CSV on the Web: tables and their metadata to triples, by the minimal mode of csv2rdf.

Written from the W3C recommendations of 2015 (Model for Tabular Data, Metadata Vocabulary, csv2rdf) as far as
our own metadata go, and knowing nothing of how we write them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

XSD = "http://www.w3.org/2001/XMLSchema#"
#: RFC 6570 §2.1 and §3.2.3: what ``{+name}`` leaves as it is.
_KEPT = ":/?#[]@!$&'()*+,;=-._~%"


def read(metadata: bytes, file: Callable[[str], bytes]) -> set[Triple]:
    """The triples of the tables that *metadata* describe; *file* gives the bytes at a relative URL."""
    described = json.loads(metadata)
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    found: set[Triple] = set()
    for table in described["tables"]:
        dialect = {**described.get("dialect", {}), **table.get("dialect", {})}
        text = io.StringIO(file(table["url"]).decode(dialect["encoding"]), newline="")
        rows = csv.reader(text, delimiter=dialect["delimiter"], quotechar=dialect["quoteChar"], strict=True)
        found.update(_table(next(rows), rows, table["tableSchema"]))
    return found


def _table(head: list[str], rows: Iterator[list[str]], schema: dict) -> Iterator[Triple]:
    columns = [column for column in schema["columns"] if not column.get("virtual")]
    assert schema["columns"][: len(columns)] == columns, "virtual columns come last (Metadata §5.6)"
    assert len(head) == len(columns)
    for title, column in zip(head, columns, strict=True):
        assert title in [text for texts in column["titles"].values() for text in [texts]], title
    names = [column["name"] for column in schema["columns"]]
    assert len(set(names)) == len(names)
    for row in rows:
        values = dict(zip(head, row, strict=True))
        for column in schema["columns"]:
            yield from _cell(column, values, {**schema, **column})


def _cell(column: dict, values: dict[str, str], inherited: dict) -> Iterator[Triple]:
    if column.get("suppressOutput"):
        return
    text = values.get(column["name"], "")
    if not column.get("virtual") and text == "":
        return  # null, whatever its value URL (csv2rdf §4.6.4 asks for a value that is not null)
    about = NamedNode(_expanded(inherited["aboutUrl"], values))
    property_ = NamedNode(_expanded(inherited["propertyUrl"], values))
    if "valueUrl" in column:
        assert "separator" not in column, "a value URL is one"
        yield Triple(about, property_, NamedNode(_expanded(column["valueUrl"], values)))
        return
    for item in text.split(column["separator"]) if "separator" in column else [text]:
        yield Triple(about, property_, _literal(item, column))


def _literal(text: str, column: dict) -> Literal:
    datatype = column.get("datatype", "string")
    if isinstance(datatype, dict):
        return Literal(text, datatype=NamedNode(datatype["@id"]))
    if datatype == "string":
        return Literal(text, language=column["lang"]) if "lang" in column else Literal(text)
    return Literal(text, datatype=NamedNode(XSD + datatype))


def _expanded(template: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(f"{{+{name}}}", quote(value, safe=_KEPT))
    assert "{" not in template
    return template
