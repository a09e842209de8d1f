"""Any table as CSV, CSV for French spreadsheet programs, JSON and XLSX."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import datetime

import openpyxl
from pyoxigraph import Literal, NamedNode

from esslod.namespaces import XSD
from esslod.tables import writers
from esslod.tables.table import Column, Table

HEAD = (
    Column("iri", {"fr": "adresse", "en": "address"}, {"fr": "L’adresse de la chose."}, ""),
    Column("name", {"fr": "nom", "en": "name"}, {}, XSD.string.value, "fr"),
    Column("share", {"fr": "part"}, {}, XSD.decimal.value, unit={"fr": "%"}),
    Column("day", {"fr": "jour"}, {}, XSD.date.value),
    Column("open", {"fr": "ouvert"}, {}, XSD.boolean.value),
    Column("themes", {"fr": "thèmes"}, {}, "", repeated=True),
)


def one(name: str, share: str = "-1.50", datatype: str = "decimal") -> tuple[object, ...]:
    return (
        NamedNode("https://example.org/a"),
        Literal(name, language="fr"),
        Literal(share, datatype=XSD[datatype]),
        Literal("2025-02-11", datatype=XSD.date),
        Literal("true", datatype=XSD.boolean),
        (NamedNode("urn:t:1"), NamedNode("urn:t:2")),
    )


def a_table(*rows: tuple[object, ...], exact: bool = False) -> Table:
    return Table("things", {"fr": "Les choses : [toutes]"}, HEAD, iter(rows), exact=exact)


def rows_of(pieces, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(pieces).decode(), newline=""), delimiter=delimiter))


def test_csv_is_rfc_4180_in_utf_8() -> None:
    """Lines end in CRLF, quotes are doubled, an empty cell is empty, several values have their separator."""
    octets = b"".join(writers.csv(a_table(one('l’« a », "b"\nc'), (None,) * 6)))
    lines = octets.decode().split("\r\n")
    assert lines[0] == "iri,name,share,day,open,themes"
    assert lines[1].startswith('https://example.org/a,"l’« a », ""b""\nc",-1.50,2025-02-11,true,')
    assert lines[1].endswith(",urn:t:1 | urn:t:2")
    assert lines[2:] == [",,,,,", ""]


def test_csv_can_bear_titles() -> None:
    """In a language the first line is for people; two equal titles are told apart."""
    table = Table("t", {}, (*HEAD[:2], Column("name_en", {"fr": "nom"})), [])
    assert rows_of(writers.csv(table, "fr")) == [["adresse", "nom (name)", "nom (name_en)"]]


def test_csv_for_french_spreadsheet_programs() -> None:
    """A byte order mark, semicolons, decimal commas, VRAI, French titles."""
    octets = b"".join(writers.csv_fr(a_table(one("a;b"))))
    assert octets.startswith(b"\xef\xbb\xbfadresse;nom;part;")
    assert rows_of([octets], ";")[1][1:5] == ["a;b", "-1,50", "2025-02-11", "VRAI"]


def test_a_text_is_no_formula() -> None:
    """Texts that a spreadsheet program would run get an apostrophe; numbers, and exact tables, stay."""
    for text in ("=1+1", "@SUM(A1)", "-cmd", "+33 4", "\t=1", "＝1"):
        assert rows_of(writers.csv(a_table(one(text))))[1][1] == f"'{text}"
        assert rows_of(writers.csv_fr(a_table(one(text), exact=True)), ";")[1][1] == f"'{text}"
        assert rows_of(writers.csv(a_table(one(text), exact=True)))[1][1] == text
    assert rows_of(writers.csv(a_table(one("-12"))))[1][1:3] == ["-12", "-1.50"]


def test_json_keeps_kinds_and_digits() -> None:
    """One object a row with the same keys; numbers as written, an array where there may be several."""
    text = b"".join(writers.json(a_table(one("é"), (None,) * 6))).decode()
    first, empty = json.loads(text, parse_float=str)
    assert first == {
        "iri": "https://example.org/a", "name": "é", "share": "-1.50", "day": "2025-02-11", "open": True,
        "themes": ["urn:t:1", "urn:t:2"],
    }  # fmt: skip
    assert empty == dict.fromkeys(first) | {"themes": []}
    assert json.loads(b"".join(writers.json(a_table()))) == []


def test_numbers_that_json_cannot_hold_are_strings() -> None:
    """NaN, infinity and what is no number at all are said as texts; 030 is 30."""
    cases = {
        ("INF", "double"): "INF",
        ("many", "decimal"): "many",
        ("030", "integer"): 30,
        (".5", "decimal"): 0.5,
    }
    for (lexical, datatype), expected in cases.items():
        assert (
            json.loads(b"".join(writers.json(a_table(one("a", lexical, datatype)))))[0]["share"] == expected
        )


def test_xlsx_has_typed_cells_and_explains_its_columns() -> None:
    """Numbers, dates and booleans are such; a text that looks like a formula is a text; a sheet explains."""
    book = openpyxl.load_workbook(io.BytesIO(writers.xlsx(a_table(one("=1+1")), "fr")))
    assert book.sheetnames == ["Les choses    toutes", "Colonnes"]
    cells = book.worksheets[0][2]
    kinds = ["s", "s", "n", "d", "b", "s"]
    assert [cell.data_type for cell in cells] == kinds
    assert [cell.value for cell in cells[1:5]] == ["=1+1", -1.5, datetime(2025, 2, 11), True]
    told = {row[2]: row for row in book["Colonnes"].iter_rows(min_row=2, values_only=True)}
    assert told["iri"][:5] == (
        "Les choses    toutes",
        "adresse",
        "iri",
        "L’adresse de la chose.",
        "adresse (IRI)",
    )
    assert told["share"][4:6] == ("nombre", "%")
    assert told["themes"][4] == "adresse (IRI) (plusieurs valeurs, séparées par « | »)"


def test_xlsx_loses_no_digit() -> None:
    """A number longer than spreadsheets keep, and a day before their calendar, are texts."""
    row = [None, None, Literal("1234567890123456789", datatype=XSD.integer)]
    row += [Literal("1789-07-14", datatype=XSD.date), None, None]
    sheet = openpyxl.load_workbook(io.BytesIO(writers.xlsx(a_table(tuple(row)), "en"))).worksheets[0]
    assert [sheet["C2"].value, sheet["D2"].value] == ["1234567890123456789", "1789-07-14"]


def test_the_same_table_makes_the_same_bytes() -> None:
    """No clock is in a workbook: its one date is the one given."""
    octets = writers.xlsx(a_table(one("a")), "fr")
    properties = zipfile.ZipFile(io.BytesIO(octets)).read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", properties)) == {"2000-01-01T"}
    assert writers.xlsx(a_table(one("a")), "fr") == writers.xlsx(a_table(one("a")), "fr")


def test_csv_and_json_come_in_pieces() -> None:
    """Memory does not grow with the table."""
    many = (one("x" * 1000) for _ in range(300))
    assert len(list(writers.csv(a_table(*many)))) > 3
    many = (one("x" * 1000) for _ in range(300))
    assert len(list(writers.json(a_table(*many)))) > 3
