"""``/parts/``: the rows of exactly one profile."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient

EDITION = "doc/profile/epci-246300701/2025-02-11"


def test_a_table_holds_the_lines_of_the_page(client: FlaskClient) -> None:
    """The columns of the release's tables, the rows of this edition; nothing of another."""
    answer = client.get(f"/parts/{EDITION}.csv?table=budget-line")
    assert answer.content_type.startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert sorted(int(row["amount"]) for row in rows) == [47500, 95000, 120000, 1312500]
    assert all("/epci-246300701/2025-02-11/" in row["iri"] for row in rows)
    assert {row["amountBasis_label_fr"] for row in rows} == {"par an", "sur toute la période"}


def test_each_format_and_the_workbook_of_everything(client: FlaskClient) -> None:
    """French CSV, JSON, and a workbook with a sheet for each class and one that explains."""
    french = client.get(f"/parts/{EDITION}.fr.csv?table=information-gap").get_data()
    assert french.startswith("\ufeff".encode()) and b";" in french
    gaps = client.get(f"/parts/{EDITION}.json?table=information-gap").get_json()
    assert len(gaps) == 4
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/parts/{EDITION}.xlsx?lang=en").get_data()))
    assert len(book.sheetnames) >= 8


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{EDITION}.csv", 400),
        (f"{EDITION}.csv?table=nothing", 400),
        ("doc/profile/nobody/2025-02-11.csv?table=budget-line", 404),
        ("doc/organisation/name/rtes.xlsx", 404),
    ],
)
def test_what_there_is_not(client: FlaskClient, path: str, status: int) -> None:
    """A wrong table is the caller's mistake, with the right ones told; a page without parts has no tables."""
    answer = client.get(f"/parts/{path}", headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert status == 404 or "budget-line" in answer.text


def test_the_page_leads_to_each(client: FlaskClient) -> None:
    """Beside each table, and all together where files are offered."""
    page = client.get(f"/{EDITION}.html?lang=fr").text
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/parts/[^"]*)"', page)}
    assert {f"/parts/{EDITION}.csv?table=budget-line"} <= links
    assert {client.get(link).status_code for link in links} == {200}
