"""Every fact of the sheet, asked of the application that serves the release; and no figure besides.

The table of facts is `tests/data/test_clermont.py`'s, which walks DOMAIN.md §1 row by row.
"""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from tests.data.test_clermont import PREFIXES, ROWS

EDITION = "/doc/profile/epci-246300701/2025-02-11"
FIGURES = (
    "http://purl.org/linked-data/sdmx/2009/measure#obsValue",
    "http://data.openbudgets.eu/ontology/dsd/measure/amount",
)


@pytest.fixture(scope="module")
def client(published_client: FlaskClient) -> FlaskClient:
    return published_client


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_row_is_served(row: int, client: FlaskClient) -> None:
    """The endpoint says yes to the fact of this row."""
    answer = client.post("/sparql", data={"query": f"{PREFIXES} ASK {{ {ROWS[row]} }}"})
    assert (answer.status_code, answer.json) == (200, {"head": {}, "boolean": True})


def test_no_figure_is_served_besides(client: FlaskClient) -> None:
    """The dump of the edition, as anyone downloads it, holds the seven figures of the sheet and no other."""
    dump = client.get("/dumps/latest/esslod.nq")
    stated = [
        int(quad.object.value)
        for quad in ox.parse(dump.data, ox.RdfFormat.N_QUADS)
        if quad.predicate.value in FIGURES and isinstance(quad.object, ox.Literal)
    ]
    assert sorted(stated) == [1, 10, 14, 47500, 95000, 120000, 1312500]


def test_the_edition_leads_to_its_figures(client: FlaskClient) -> None:
    """The page a reader opens shows the budget and both shares."""
    page = client.get(f"{EDITION}.html?lang=fr").text.replace("\u202f", " ").replace("\xa0", " ")
    for figure in ("1 312 500 €", "14 %", "10 %"):
        assert figure in page
