"""What clients send, to the byte, gets what they can read: the table is ``requests.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from tests.conformance.endpoint import Send, connected, served

QUERIES = {
    "select": "SELECT ?name WHERE { ?s <http://xmlns.com/foaf/0.1/name> ?name }",
    "construct": "CONSTRUCT WHERE { ?s <http://xmlns.com/foaf/0.1/name> ?name }",
    "ask": "ASK { ?s <http://xmlns.com/foaf/0.1/name> ?name }",
}
DATA = '<http://example.org/zoé> <http://xmlns.com/foaf/0.1/name> "Zoé"@fr .\n'
REQUESTS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("requests.toml").read_text(encoding="utf-8")
)["request"]


@pytest.fixture(scope="module")
def send(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Send]:
    folder = tmp_path_factory.mktemp("clients")
    (folder / "people.ttl").write_text(DATA, encoding="utf-8")
    with served([folder / "people.ttl"], folder) as port, connected(port) as send:
        yield send


@pytest.mark.live
@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: each["client"])
def test_what_the_client_sends(request_: dict[str, Any], send: Send) -> None:
    """The status and the media type are those the client can use, with CORS, and never a 406."""
    headers = dict(request_["headers"])
    form = headers.get("Content-Type", "").startswith("application/x-www-form")
    reply = send(
        request_.get("method", "GET"),
        _filled(request_["address"], encoded=True),
        headers,
        _filled(request_["body"], encoded=form).encode() if "body" in request_ else None,
    )
    assert reply.status == request_.get("status", 200), reply.body
    assert reply.media_type == request_.get("type", reply.media_type)
    assert reply.headers["access-control-allow-origin"] == "*"
    if request_.get("method") != "HEAD" and "select" in str(request_):
        assert "content-encoding" in reply.headers or "Zoé" in reply.body.decode()


def test_the_table_names_each_client_once_and_says_how_it_is_known() -> None:
    """Facts about other people's programs carry their origin."""
    assert len({each["client"] for each in REQUESTS}) == len(REQUESTS)
    assert {each["seen"] for each in REQUESTS} <= {"captured", "source", "reported"}


def _filled(text: str, *, encoded: bool) -> str:
    for name, query in QUERIES.items():
        text = text.replace(f"{{{name}}}", quote_plus(query) if encoded else query)
    return text
