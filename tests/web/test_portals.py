"""The page that portals copy their settings from."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from esslod.representation.portals import portals

HOST = "https://data.example/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_portal_has_its_settings(client: FlaskClient, language: str) -> None:
    """The page names every portal and the addresses of the host that answers."""
    page = client.get(f"/portals?lang={language}", base_url=HOST).text
    for portal in portals(HOST):
        assert portal.name in page
    assert f"{HOST}catalog-datagouv.ttl" in page
    assert f"{HOST}oai" in page


def test_the_home_page_leads_to_it(client: FlaskClient) -> None:
    """Who looks at the site finds it."""
    home = client.get("/", headers={"Accept": "text/html"}).text
    assert re.search(r'href="/portals"', home)


def test_addresses_are_of_the_host_that_answers() -> None:
    """No setting leads elsewhere: some harvesters refuse redirects."""
    for portal in portals(HOST):
        for _, text in portal.settings:
            assert set(re.findall(r"https?://[^/\s]+/", text)) <= {HOST}
