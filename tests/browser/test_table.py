"""The table of page types has every page there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.browser.table import pages, same, without_page

from esslod.config import load_site
from esslod.rdf.formats import HTML
from esslod.web.app import close, create_app
from esslod.web.openapi_facts import FACTS


@pytest.fixture(scope="module")
def app(published_site: Path) -> Iterator[Flask]:
    site = load_site(published_site, {})
    release = (site.releases_folder / "current").resolve()
    made = create_app(release, site.stores_folder / release.name, site)
    yield made
    close(made)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _route(app: Flask, address: str) -> str:
    """The route that answers at *address*."""
    endpoint, _ = app.url_map.bind("localhost").match("/" + address.partition("?")[0])
    return str(endpoint)


def test_every_route_that_gives_html_has_a_row(app: Flask) -> None:
    """A new page must be looked at in a browser: add its row to pages.toml."""
    addresses = [page.path for page in pages() if page.status != 404] + [*same(), *without_page()]
    seen = {_route(app, address) for address in addresses}
    giving = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if any(form == HTML for form in FACTS[rule.endpoint.rpartition(".")[2]].formats)
    }
    assert len(giving) > 20
    assert giving <= seen, f"no row in pages.toml: {sorted(giving - seen)}"


def test_names_are_file_names_and_told_once() -> None:
    """Each row has its own folder of screenshots, and words to be seen in both languages."""
    names = [page.name for page in pages()]
    assert len(set(names)) == len(names)
    assert {page.like for page in pages() if page.like} <= {page.name for page in pages() if not page.like}
    assert all(page.fr and page.en and page.name.replace("-", "").isalnum() for page in pages())


def test_other_addresses_of_a_page_show_it(client: FlaskClient) -> None:
    """What is said to be the same page is, but for the address it tells of itself."""
    paths = {page.name: page.path for page in pages()}
    for address, name in same().items():
        texts = [
            client.get(f"/{path}?lang=en", headers={"Accept": "text/html"}).text
            for path in (address, paths[name])
        ]
        mains = [text.partition("<main")[2].partition("</main>")[0] for text in texts]
        assert mains[0].replace(address, paths[name]) == mains[1], address


def test_what_has_no_page_gives_none(client: FlaskClient) -> None:
    """An address excused from the table gives data even to a browser."""
    for address in without_page():
        answer = client.get(f"/{address}", headers={"Accept": "text/html"})
        assert answer.status_code == 200 and answer.mimetype != "text/html", address
