"""Requests that HTTP forbids and the web server lets through."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "data.example:81",
        "[::1]:8000",
        "127.0.0.1",
        "xn--caf-dma.example",
        "a_b",
        "data.example:",
    ],
)
def test_hosts(client: FlaskClient, host: str) -> None:
    """Names, addresses of both kinds, with or without a port."""
    assert client.get("/robots.txt", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["", "a,b", "a b", "a/b", "<script>", "a:b", "a:123456", "é", "[::1", "a@b", "x" * 300]
)
def test_what_is_no_host(client: FlaskClient, host: str) -> None:
    """None, several, or something else: 400 as a problem document, and it is not kept for others."""
    answer = client.get("/robots.txt", environ_overrides={"HTTP_HOST": host})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert host not in answer.text or not host


def test_old_clients_have_no_host(client: FlaskClient) -> None:
    """HTTP/1.0 does without."""
    without = {"HTTP_HOST": "", "SERVER_PROTOCOL": "HTTP/1.0"}
    assert client.get("/health", environ_overrides=without).status_code == 200


@pytest.mark.parametrize(("coding", "status"), [("identity", 400), ("gzip", 415), ("x, y", 415)])
def test_coded_bodies(client: FlaskClient, coding: str, status: int) -> None:
    """A body in a coding is not read as if it were in none."""
    headers = {"Content-Encoding": coding, "Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/sparql", data=b"nothing=1", headers=headers).status_code == status
