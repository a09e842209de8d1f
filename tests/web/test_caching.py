"""Validators: strong tags, exact dates, 304 with the headers a cache needs."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

EDITION = "/doc/profile/epci-246300701/2025-02-11"


def test_etag_differs_by_representation(client: FlaskClient) -> None:
    """Formats, languages and addresses have their own strong tags."""
    asked = [
        (EDITION + ".ttl", {}),
        (EDITION + ".nt", {}),
        (EDITION + ".html", {}),
        (EDITION + ".html?lang=en", {}),
        (EDITION + ".html", {"Accept-Language": "en"}),
        ("/code/level.ttl", {}),
        ("/", {}),
        ("/", {"Host": "elsewhere.example"}),
    ]
    tags = [client.get(path, headers=headers).headers["ETag"] for path, headers in asked]
    assert len(set(tags)) == len(tags)
    assert not any(tag.startswith("W/") for tag in tags)


def test_not_modified(client: FlaskClient) -> None:
    """A client that has it gets 304 with the same ETag, Vary, Cache-Control and place, and no body."""
    first = client.get(EDITION, headers={"Accept": "text/turtle"})
    again = client.get(
        EDITION, headers={"Accept": "text/turtle", "If-None-Match": f'"x", {first.headers["ETag"]}'}
    )
    assert again.status_code == 304
    assert again.data == b""
    for name in ("ETag", "Vary", "Cache-Control", "Content-Location"):
        assert again.headers[name] == first.headers[name]
    assert "Content-Type" not in again.headers


@pytest.mark.parametrize("tag", ["*", '"x", *'])
def test_star_matches_only_what_exists(client: FlaskClient, tag: str) -> None:
    """If-None-Match: * is about things that exist; an unknown address is still 404."""
    assert client.get("/id/nothing", headers={"If-None-Match": tag}).status_code == 404
    assert client.get(EDITION, headers={"If-None-Match": "*"}).status_code == 304


def test_tag_of_another_format_does_not_match(client: FlaskClient) -> None:
    """The tag of the Turtle is not that of the N-Triples."""
    tag = client.get(EDITION + ".ttl").headers["ETag"]
    assert client.get(EDITION + ".nt", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", [EDITION + ".ttl", "/dumps/latest/esslod.ttl"])
def test_dates_match_exactly(client: FlaskClient, path: str) -> None:
    """After a rollback the release is older than the client's copy, and must be sent again."""
    date = client.get(path).headers["Last-Modified"]
    assert client.get(path, headers={"If-Modified-Since": date}).status_code == 304
    later = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert client.get(path, headers={"If-Modified-Since": later}).status_code == 200


def test_tag_wins_over_date(client: FlaskClient) -> None:
    """With both, If-None-Match decides (RFC 9110 §13.2.2)."""
    date = client.get(EDITION + ".ttl").headers["Last-Modified"]
    answer = client.get(EDITION + ".ttl", headers={"If-None-Match": '"x"', "If-Modified-Since": date})
    assert answer.status_code == 200


def test_freshness(client: FlaskClient) -> None:
    """What is current is asked about again; what has a version in its address never changes."""
    assert client.get(EDITION).headers["Cache-Control"] == "public, no-cache"
    assert client.get("/dumps/latest/esslod.ttl").headers["Cache-Control"] == "public, no-cache"
    assert "immutable" in client.get("/dumps/0123456789ab/esslod.ttl").headers["Cache-Control"]
    style = client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in client.get(style).headers["Cache-Control"]
