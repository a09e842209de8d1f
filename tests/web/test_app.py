"""The home page, health, assets, and the headers of every answer."""

from __future__ import annotations

import gzip
import re

import pytest
from flask.testing import FlaskClient

from esslod.representation.look import ASSET_TYPES, asset_digest


def test_home_tells_what_there_is(client: FlaskClient) -> None:
    """Territory with a profile, figures by class without counting twice, commands for this very host."""
    page = client.get("/", headers={"Host": "data.example:81", "Accept": "text/html"}).text
    assert 'href="/doc/territory/epci/246300701"' in page
    assert 'href="/doc/profile/epci-246300701/2025-02-11"' in page
    assert re.search(r"mesure</a></th><td class=\"number\">12<", page)
    assert "élément de plan" not in page
    assert "curl -O http://data.example:81/dumps/latest/esslod.ttl.gz" in page
    assert "22\u00a0novembre 2026" in page


def test_home_in_english(client: FlaskClient) -> None:
    """The other language is complete: no French word of the site's own is left."""
    page = client.get("/?lang=en").text
    assert 'lang="en"' in page
    assert "Territories described" in page
    assert "Réutiliser" not in page


def test_home_for_machines(client: FlaskClient) -> None:
    """Who prefers data is led to the catalogue; who accepts neither gets 406."""
    answer = client.get("/", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/catalog")
    assert client.get("/", headers={"Accept": "image/png"}).status_code == 406


def test_health_and_ready(client: FlaskClient) -> None:
    """Health is the process; ready is a query on the release."""
    assert client.get("/health").json == {"status": "ok"}
    assert client.get("/ready").json == {"status": "ready", "release": "0123456789ab"}


def test_assets(client: FlaskClient) -> None:
    """Only our few files are served; an old digest still gets the style, uncached."""
    assert client.get(f"/assets/{asset_digest()}/style.css").content_type == "text/css; charset=utf-8"
    assert client.get("/assets/000/style.css").headers["Cache-Control"] == "no-store"
    assert client.get("/assets/000/..%2fhtml.py").status_code == 404


@pytest.mark.parametrize("path", ["", "doc/profile/epci-246300701/2025-02-11", "def", "map/", "api"])
def test_pages_are_light(client: FlaskClient, path: str) -> None:
    """A page, the style sheet and the picture of the site together are below 100 kB, compressed."""
    assets = [f"/assets/{asset_digest()}/{name}" for name in ASSET_TYPES]
    sizes = [len(gzip.compress(client.get(address).data)) for address in (f"/{path}?lang=fr", *assets)]
    assert sum(sizes) < 100_000
    assert client.get(f"/{path}?lang=fr").text.count('rel="stylesheet"') == 1


def test_path_prefix(app) -> None:
    """Behind a prefix every link of a page carries it; data do not."""
    client = app.test_client()
    page = client.get("/doc/profile/epci-246300701/2025-02-11.html", base_url="http://localhost/ess").text
    assert 'href="/ess/doc/territory/epci/246300701"' in page
    assert re.findall(r'href="/(?!ess/)', page) == []
    moved = client.get("/id/territory/epci/246300701", base_url="http://localhost/ess")
    assert moved.headers["Location"] == "/ess/doc/territory/epci/246300701"
