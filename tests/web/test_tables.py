"""``tables/``: pages that explain, files as they are."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from tests.web.conftest import Reader, StandIn, in_memory, write_release

from esslod.addresses import CANONICAL_BASE
from esslod.config import Site
from esslod.web.app import close, create_app

NEW = """
@base <https://w3id.org/esslod/> .
@prefix ess: <https://w3id.org/esslod/def#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<shapes#Added> sh:targetClass ess:SupportedAction ; sh:property <shapes#AddedVisitors> .
<shapes#AddedVisitors> sh:path ess:visitors ; sh:name "visiteurs"@fr , "visitors"@en ;
    sh:order 99 ; sh:maxCount 1 ; sh:datatype xsd:integer ;
    sh:description "Combien de personnes sont venues."@fr , "How many people came."@en .
<id/action/epci-246300701/2025-02-11/acc-ess> ess:visitors 1250 .
"""


def test_the_page_shows_every_table(client: FlaskClient) -> None:
    """Each with what it holds, how many rows, its files; one workbook of everything."""
    page = client.get("/tables/?lang=fr").text
    listed = json.loads(client.get("/tables/datapackage.json").text)["resources"]
    assert len(listed) > 20
    for resource in listed:
        assert f'href="/tables/{resource["name"]}?lang=fr"' in page
        for suffix in ("csv", "fr.csv", "xlsx", "json"):
            assert f'href="/tables/{resource["name"]}.{suffix}"' in page
    assert 'href="/tables/esslod.xlsx"' in page
    english = client.get("/tables/?lang=en").text
    assert 'href="/tables/esslod.en.xlsx"' in english
    assert all(f'href="/tables/{resource["name"]}.en.xlsx"' in english for resource in listed)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/tables/esslod.en.xlsx").data), read_only=True)
    assert {"supported action", "Columns"} <= set(book.sheetnames)
    assert "Action soutenue" in page and "Supported action" in english


def test_the_page_of_a_table_explains_its_columns(client: FlaskClient) -> None:
    """Title, explanation, type and name of each column; the first rows by their names in the language."""
    page = client.get("/tables/supported-action?lang=en").text
    fields = json.loads(client.get("/tables/supported-action.schema.json").text)["fields"]
    assert all(f'id="column-{field["name"]}"' in page for field in fields)
    assert "Strengthening of the ACC’ESS network" in page
    assert "several, separated by “|”" in page


def test_a_table_is_negotiated(client: FlaskClient) -> None:
    """The page for a browser, the file for who asks for it, 406 with what there is otherwise."""
    for accept, kind in (
        ("text/html", "text/html"),
        ("text/csv", "text/csv"),
        ("application/json", "application/json"),
    ):
        answer = client.get("/tables/concept", headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert "Accept" in answer.vary
    assert (
        client.get("/tables/concept", headers={"Accept": "text/csv"}).headers["Content-Location"]
        == "/tables/concept.csv"
    )
    refused = client.get("/tables/concept", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert "tables/concept.xlsx" in refused.headers["Link"]


@pytest.mark.parametrize(
    "name", ["concept.csv", "concept.fr.csv", "concept.xlsx", "concept.json", "initiative.links.csv"]
)
def test_files_are_sent_as_dumps_are(client: FlaskClient, library: Path, name: str) -> None:
    """The bytes of the release, in parts when asked, 304 for who has them, a link to what describes them."""
    octets = (library / "0123456789ab/tables" / name).read_bytes()
    answer = client.get(f"/tables/{name}")
    assert answer.data == octets
    assert (
        f'{name.partition(".")[0]}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
        in answer.headers["Link"]
    )
    part = client.get(f"/tables/{name}", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, octets[10:20])
    assert client.get(f"/tables/{name}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    fixed = client.get(f"/dumps/0123456789ab/tables/{name}")
    assert fixed.data == octets and "immutable" in fixed.headers["Cache-Control"]
    assert client.get(f"/dumps/latest/tables/{name}").data == octets


def test_what_is_no_table_is_not_found(client: FlaskClient) -> None:
    """Neither a table, a format nor a path that leads elsewhere."""
    for path in ("nothing", "nothing.csv", "concept.parquet", "..%2Fmanifest.json", "concept.html.csv"):
        assert client.get(f"/tables/{path}").status_code == 404, path
    assert client.get("/tables/concept.html").status_code == 200


def test_tables_are_in_the_sitemap(client: FlaskClient) -> None:
    """Search engines find each page."""
    found = client.get("/sitemap/1.xml").text
    assert "/tables/</loc>" in found and "/tables/concept</loc>" in found


def test_a_new_property_is_a_new_column_everywhere(tmp_path: Path, quads: list[Quad]) -> None:
    """A property and its shape, and no code: CSV, XLSX, CSVW, Table Schema and page have it, explained."""
    graph = NamedNode(CANONICAL_BASE + "shapes/added")
    more = [*quads, *(Quad(*quad.triple, graph) for quad in parse(NEW, format=RdfFormat.TURTLE))]
    release = write_release(tmp_path / "releases/aaaaaaaaaaaa", more, "aaaaaaaaaaaa")
    app = create_app(release, tmp_path, Site(), open_engine=lambda store, site: StandIn(in_memory(more)))
    app.test_client_class = Reader
    client = app.test_client()
    head, *lines = client.get("/tables/supported-action.csv").text.splitlines()
    place = head.split(",").index("visitors")
    assert place == len(head.split(",")) - 1 and [line.endswith(",1250") for line in lines].count(True) == 1
    book = openpyxl.load_workbook(io.BytesIO(client.get("/tables/supported-action.xlsx").data))
    sheet = book.worksheets[0]
    assert sheet.cell(1, place + 1).value == "visiteurs" and 1250 in [
        cell.value for cell in sheet[get_letter(place)]
    ]
    assert "Combien de personnes sont venues." in [row[3].value for row in book["Colonnes"]]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/tables/supported-action.en.xlsx").data))
    assert book.worksheets[0].cell(1, place + 1).value == "visitors" and "Columns" in book.sheetnames
    told = json.loads(client.get("/tables/supported-action.csv-metadata.json").text)
    column = next(c for c in told["tables"][0]["tableSchema"]["columns"] if c["name"] == "visitors")
    assert column["titles"] == {"und": "visitors", "fr": "visiteurs", "en": "visitors"}
    assert (column["propertyUrl"], column["datatype"]) == (f"{CANONICAL_BASE}def#visitors", "integer")
    for language, title, hint in (
        ("fr", "visiteurs", "Combien de personnes"),
        ("en", "visitors", "How many people"),
    ):
        page = client.get(f"/tables/supported-action?lang={language}").text
        row = re.search(r'<tr id="column-visitors">.*?</tr>', page, re.DOTALL)
        assert row and title in row[0] and hint in row[0]
    close(app)


def get_letter(place: int) -> str:
    return openpyxl.utils.get_column_letter(place + 1)
