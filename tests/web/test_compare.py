"""``/compare``: a form that needs no script, territories side by side, files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import Reader

from esslod.config import Site
from esslod.web.app import close, create_app

CLERMONT = "id/territory/epci/246300701"


@pytest.fixture(scope="module")
def client(published_site: Path) -> Iterator[FlaskClient]:
    release = (published_site / "releases" / "current").resolve()
    site = Site(folder=published_site, query_workers=1)
    app = create_app(release, published_site / "stores" / release.name, site)
    app.test_client_class = Reader
    yield app.test_client()
    close(app)


def test_the_form_offers_five_places(client: FlaskClient) -> None:
    """Each a list of the territories that have a profile; nothing is compared before two are chosen."""
    page = client.get("/compare?lang=fr").text
    assert page.count('name="territory"') == 5
    assert page.count("Clermont Auvergne Métropole</option>") == 5
    assert 'id="alike"' not in page
    one = unescape(client.get(f"/compare?lang=fr&territory={CLERMONT}").text)
    assert "Choisissez-en au moins deux" in one


def test_two_are_compared_and_the_reasons_told(client: FlaskClient) -> None:
    """Of a territory without profile nothing is known; what one alone gives does not compare."""
    address = f"/compare{{}}?lang=fr&territory={CLERMONT}&territory=id/territory/country/FR&territory="
    page = unescape(client.get(address.format("")).text)
    assert "Un seul de ces territoires donne cette valeur." in page
    assert '<option value="id/territory/country/FR" selected>France</option>' in page
    assert "Aucune valeur à comparer pour : " in page.replace("\u00a0", " ")
    rows = list(csv.DictReader(io.StringIO(client.get(address.format(".csv")).text)))
    assert {row["comparable"] for row in rows} == {"false"}
    assert {row["indicator"].rpartition("/")[2] for row in rows} == {
        "share-of-economic-activity", "staff-persons", "yearly-budget"
    }  # fmt: skip
    assert client.get(address.format(".fr.csv")).text.startswith("\ufeff")
    assert client.get(address.format(".json")).mimetype == "application/json"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("territory=no such place", "id/territory/epci/246300701"),
        ("&".join(f"territory=id/territory/epci/{number}" for number in range(6)), "5 au plus"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(query: str, told: str, client: FlaskClient) -> None:
    """400, and what was typed stays."""
    answer = client.get(f"/compare?lang=fr&{query}")
    assert answer.status_code == 400
    fault = answer.text[answer.text.index('class="fault"') :]
    assert told in fault[:300]
    assert client.get(f"/compare.csv?{query}").status_code == 400


def test_unknown_parameters_and_too_few_are_refused(client: FlaskClient) -> None:
    """A file needs two things; a parameter that names none is a mistake."""
    assert client.get(f"/compare.csv?territory={CLERMONT}").status_code == 400
    assert client.get(f"/compare?place={CLERMONT}").status_code == 400
    assert client.get("/compare.png").status_code == 404
