"""Behind anything: a proxy trusted or not, a path prefix, a staging host; canonical IRIs all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from esslod.addresses import CANONICAL_BASE
from esslod.web.app import create_app

PLACE = "/doc/territory/epci/246300701"
FORWARDED = {
    "X-Forwarded-Host": "data.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/ess",
}


@pytest.fixture(scope="module")
def behind_proxy(app: Flask, library, site, quads) -> Iterator[FlaskClient]:
    """A client of the same release, whose operator trusts the proxy."""
    published = app.extensions["esslod.shelf"].take()
    trusting = create_app(
        library / "0123456789ab",
        library,
        replace(site, trust_forwarded=True),
        open_engine=lambda store, site: published.engine,
    )
    yield trusting.test_client()
    app.extensions["esslod.shelf"].give_back(published)


def links(page: str) -> set[str]:
    return set(re.findall(r'<a[^>]* href="([^"#]*)', page)) - {""}


def test_nobody_is_believed_unasked(client: FlaskClient) -> None:
    """Without the setting, X-Forwarded-* changes nothing."""
    told = client.get("/", headers={**FORWARDED, "Accept": "text/html"}).text
    assert "data.example" not in told
    assert client.get("/id/territory/epci/246300701", headers=FORWARDED).headers["Location"] == PLACE


def test_a_trusted_proxy_is_believed(behind_proxy: FlaskClient) -> None:
    """With it, links bear the prefix, and commands to copy the public address."""
    told = behind_proxy.get("/", headers={**FORWARDED, "Accept": "text/html"}).text
    assert "https://data.example/ess/dumps/latest/" in told
    assert all(not link.startswith("/") or link.startswith("/ess/") for link in links(told))
    moved = behind_proxy.get("/id/territory/epci/246300701", headers=FORWARDED)
    assert moved.headers["Location"] == f"/ess{PLACE}"
    assert "</ess/doc/" in moved.headers["Link"]


def test_what_is_published_does_not_move(behind_proxy: FlaskClient) -> None:
    """The data are the same bytes whatever the host, the scheme or the prefix."""
    plain = behind_proxy.get(f"{PLACE}.ttl")
    forwarded = behind_proxy.get(f"{PLACE}.ttl", headers=FORWARDED)
    assert plain.data == forwarded.data
    assert plain.headers["ETag"] == forwarded.headers["ETag"]
    assert b"data.example" not in forwarded.data


def test_a_page_stays_on_its_host(client: FlaskClient) -> None:
    """On a staging host links lead to that host, by path; what names a thing is canonical."""
    answer = client.get(f"{PLACE}.html", base_url="http://staging.example:8443")
    assert not [link for link in links(answer.text) if link.startswith(CANONICAL_BASE)]
    assert "/dataset/geography" in " ".join(links(answer.text)) or "/doc/" in " ".join(links(answer.text))
    assert "staging.example" not in answer.text
    assert f'<{CANONICAL_BASE}id/territory/epci/246300701>; rel="cite-as"' in answer.headers["Link"]
    assert f'<{PLACE}.ttl>; rel="alternate"' in answer.headers["Link"]


def test_canonical_links_on_demand(client: FlaskClient) -> None:
    """``?rewrite=false``: every link to a thing of ours is its canonical IRI, styles stay on the host."""
    plain = client.get(f"{PLACE}.html")
    answer = client.get(f"{PLACE}.html?rewrite=false")
    ours = {link for link in links(answer.text) if link.startswith(CANONICAL_BASE)}
    assert f"{CANONICAL_BASE}{PLACE[1:]}.ttl" in ours
    described = f"{CANONICAL_BASE}doc/"
    assert not [link for link in ours if link.startswith(described) and not re.search(r"\.\w+$|\?", link)]
    left = {link for link in links(answer.text) if link.startswith("/")}
    assert all("lang=" in link for link in left)
    assert 'rel="stylesheet" href="/assets/' in answer.text
    assert f'<{CANONICAL_BASE}{PLACE[1:]}.ttl>; rel="alternate"' in answer.headers["Link"]
    assert answer.headers["ETag"] != plain.headers["ETag"]


def test_rewriting_follows_the_redirect(client: FlaskClient) -> None:
    """A thing asked for with ``?rewrite=false`` leads to its description with the same wish."""
    moved = client.get("/id/territory/epci/246300701?rewrite=false")
    assert moved.headers["Location"] == f"{PLACE}?rewrite=false"


def test_preflight(client: FlaskClient) -> None:
    """A script of another origin may ask with any header that matters here, and read the answer's."""
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    answer = client.options(PLACE, headers=asked)
    allowed = answer.headers["Access-Control-Allow-Headers"]
    for name in ("Accept", "Accept-Profile", "If-None-Match", "If-Match", "Range", "If-Range"):
        assert name in allowed.split(", ")
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    exposed = client.get(PLACE).headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "Content-Range", "Accept-Ranges", "Location", "Vary"} <= set(exposed)
