"""What programs look for at known addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import StandIn, in_memory

from esslod.config import Site
from esslod.web.app import close, create_app


def test_robots(client: FlaskClient) -> None:
    """Everything but query answers may be read; the sitemap is named on the host that was asked."""
    answer = client.get("/robots.txt", headers={"Host": "data.example"})
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow: /sparql?",
        "Disallow: /describe?",
        "Disallow: /search?",
        "Disallow: /browse/*?",
        "Allow: /browse/*?page=",
        "",
        "Sitemap: http://data.example/sitemap.xml",
    ]


def test_no_contact_no_file(client: FlaskClient) -> None:
    """security.txt exists only when the operator has named where to report a flaw."""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_security(library: Path, site: Site, quads: list) -> None:
    """RFC 9116: the contact, and an end of validity a year after the release."""
    made = create_app(
        library / "0123456789ab",
        library,
        replace(site, security_contact="mailto:securite@example.org"),
        open_engine=lambda store, site: StandIn(in_memory(quads[:10])),
    )
    answer = made.test_client().get("/.well-known/security.txt")
    close(made)
    assert answer.content_type == "text/plain; charset=utf-8"
    fields = dict(line.split(": ") for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:securite@example.org"
    assert fields["Expires"] == "2027-11-22T00:00:00Z"
    assert re.fullmatch(r"[a-z]{2}(, [a-z]{2})*", fields["Preferred-Languages"])


def test_api_catalogue(client: FlaskClient) -> None:
    """RFC 9727: a linkset with its profile, canonical addresses, and the Link that HEAD must have too."""
    path = "/.well-known/api-catalog"
    answer = client.get(path, headers={"Host": "data.example"})
    assert (
        answer.content_type == 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    )
    assert 'rel="api-catalog"' in client.head(path).headers["Link"]
    assert "data.example" not in answer.text
    site, endpoint = answer.get_json(force=True)["linkset"]
    assert site["item"] == [{"href": endpoint["anchor"]}]
    links = [
        link
        for context in (site, endpoint)
        for key, found in context.items()
        if key != "anchor"
        for link in found
    ]
    for link in links:
        local = link["href"].removeprefix("https://w3id.org/esslod")
        if not local.startswith("/sparql"):
            answer = client.get(local, headers={"Accept": link["type"]})
            assert (answer.status_code, answer.mimetype) == (200, link["type"]), local


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/api-catalog", "/openapi.json", "/sitemap.xml"])
def test_head_is_get(client: FlaskClient, path: str) -> None:
    """HEAD has the headers of GET, its length included, and no body."""
    got, head = client.get(path), client.head(path)
    kept = {name: value for name, value in got.headers.items() if name != "Server-Timing"}
    assert {name: value for name, value in head.headers.items() if name != "Server-Timing"} == kept
    assert head.data == b""
