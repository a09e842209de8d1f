"""What no client of good will sends, over raw sockets to the live server: a clean 4xx, never a 5xx."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.smoke.test_live import Server, end, start

pytestmark = pytest.mark.live

HOST = b"Host: a\r\nConnection: close\r\n"
NO_LENGTH = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"


def get(target: bytes, fields: bytes = b"", method: bytes = b"GET") -> bytes:
    return method + b" " + target + b" HTTP/1.1\r\n" + HOST + fields + b"\r\n"


#: Name → request, and the statuses that are an answer to it.
REQUESTS: dict[str, tuple[bytes, tuple[int, ...]]] = {
    # Paths that try to leave the release.
    "traversal": (get(b"/dumps/latest/../../../../etc/passwd"), (404,)),
    "traversal, encoded": (get(b"/dumps/latest/%2e%2e/%2e%2e/%2e%2e/etc/passwd"), (404,)),
    "traversal, encoded slash": (get(b"/dumps/%2e%2e%2f%2e%2e%2fmanifest.json"), (404,)),
    "absolute path": (get(b"/dumps/latest//etc/passwd"), (301, 308, 404)),
    "backslashes": (get(b"/dumps/latest/..\\..\\manifest.json"), (404,)),
    "assets": (get(b"/assets/x/..%2f..%2fapp.py"), (404,)),
    # Paths that are no text.
    "nul": (get(b"/def%00.ttl"), (404,)),
    "no UTF-8": (get(b"/doc/%ff%fe"), (404,)),
    "surrogate": (get(b"/doc/%ed%a0%80"), (404,)),
    "Latin-1 in the open": (get(b"/doc/\xe9"), (400,)),
    "half an escape": (get(b"/doc/%zz%"), (404,)),
    "very long": (get(b"/doc/" + b"a" * 60_000), (404, 414)),
    "too long": (get(b"/doc/" + b"a" * 200_000), (414,)),
    "very deep": (get(b"/doc/" + b"a/" * 15_000), (404,)),
    "large number": (get(b"/sitemap/" + b"9" * 5000 + b".xml"), (404,)),
    # Lines smuggled into headers of the answer.
    "line in a path": (get(b"/id/x%0d%0aX-Evil:%201"), (404,)),
    "line in a query": (get(b"/id/territory/epci/246300701?lang=%0d%0aX-Evil:%201"), (303,)),
    "line in an IRI": (get(b"/describe?iri=a:b%0d%0aX-Evil:%201"), (400,)),
    "line in a profile": (get(b"/def?_profile=%0d%0aX-Evil:%201"), (400,)),
    "line in a suffix": (get(b"/def.ttl%0d%0aX-Evil:%201"), (404,)),
    "line in a link set": (get(b"/linkset/def%0d%0aX-Evil:%201"), (404,)),
    # Hosts.
    "no host": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", (400,)),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", (400,)),
    "no good host": (b"GET / HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n", (400,)),
    # Headers; RFC 9110 wants most of what is not understood to be ignored.
    "huge header": (get(b"/def", b"X: " + b"a" * 600_000 + b"\r\n"), (431,)),
    "many headers": (get(b"/def", b"".join(b"X-%d: 1\r\n" % n for n in range(5000))), (431,)),
    "huge Accept": (get(b"/def", b"Accept: " + b"text/turtle;q=0.1," * 5000 + b"\r\n"), (200, 431)),
    "huge If-None-Match": (get(b"/def", b"If-None-Match: " + b'"a",' * 8000 + b"\r\n"), (200, 431)),
    "no text in Accept": (get(b"/def", b"Accept: \xff\xfe;;;q=9\r\n"), (200,)),
    "no text in Accept-Language": (get(b"/def.html", b"Accept-Language: \xff,,;q\r\n"), (200,)),
    "no text in Accept-Encoding": (get(b"/def", b"Accept-Encoding: \xff;q=zz, gzip;q=1e9\r\n"), (200,)),
    "no text in Accept-Profile": (get(b"/def", b"Accept-Profile: <<<>>>\xff\r\n"), (200,)),
    "no date": (get(b"/def", b"If-Modified-Since: Mon, 01 Jan 99999999999999 00:00:00 GMT\r\n"), (200,)),
    "no range": (get(b"/dumps/latest/SHA256SUMS", b"Range: bytes=zz-, ,\xff\r\n"), (200,)),
    "large range": (get(b"/dumps/latest/SHA256SUMS", b"Range: bytes=" + b"9" * 5000 + b"-\r\n"), (200, 416)),
    "folded header": (get(b"/def", b"X: a\r\n b\r\n"), (400,)),
    "space before the colon": (get(b"/def", b"X : a\r\n"), (400,)),
    "forwarded by anyone": (get(b"/def", b"X-Forwarded-Host: evil\r\nX-Forwarded-Prefix: /\r\n"), (200,)),
    # Methods and versions.
    "unknown method": (get(b"/def", method=b"BREW"), (405,)),
    "TRACE": (get(b"/def", method=b"TRACE"), (405,)),
    "no method": (get(b"/def", method=b"G\xc3\x89T"), (400,)),
    "CONNECT": (b"CONNECT a:1 HTTP/1.1\r\n" + HOST + b"\r\n", (400, 404, 405)),
    "old HTTP": (b"GET /def\r\n\r\n", (400,)),
    "new HTTP": (b"GET /def HTTP/9.9\r\n" + HOST + b"\r\n", (400,)),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", (400,)),
    # Bodies.
    "two lengths": (NO_LENGTH + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", (400,)),
    "negative length": (NO_LENGTH + b"Content-Length: -1\r\n\r\n", (400,)),
    "length and chunks": (
        NO_LENGTH + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        (400,),
    ),
    "no chunks": (NO_LENGTH + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", (400,)),
    "no length": (NO_LENGTH + b"\r\n", (400,)),
    "coded body": (NO_LENGTH + b"Content-Encoding: gzip\r\nContent-Length: 6\r\n\r\nASK {}", (415,)),
    "many parameters": (get(b"/sparql?" + b"&".join([b"a=1"] * 8000)), (400,)),
    "unknown charset": (
        b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 6\r\n"
        b"Content-Type: application/sparql-query; charset=klingon\r\n\r\nASK {}",
        (415,),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(published_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = Path(shutil.copytree(published_site, tmp_path_factory.mktemp("malformed") / "site", symlinks=True))
    running = start(site)
    yield running
    end(running)


def ask(server: Server, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body; everything the server sends until it closes the connection."""
    place = urlsplit(server.address)
    received = b""
    with socket.create_connection((place.hostname, place.port), timeout=20) as wire:
        try:
            wire.sendall(request)
            while piece := wire.recv(65_536):
                received += piece
        except ConnectionError:  # it had answered before it had read everything
            pass
    head, _, body = received.partition(b"\r\n\r\n")
    first, *fields = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (field.partition(": ") for field in fields)}
    return int(first.split()[1]), headers, body


@pytest.mark.parametrize("name", REQUESTS)
def test_a_clean_answer(server: Server, name: str) -> None:
    """The status is one of those expected, no header was smuggled in, and nothing of the machine is told."""
    request, expected = REQUESTS[name]
    status, headers, body = ask(server, request)
    assert status in expected
    assert "x-evil" not in headers
    assert b"Traceback" not in body
    assert b"root:" not in body
    assert "evil" not in headers.get("link", "")
    if headers.get("content-type", "").startswith("application/problem+json"):
        assert json.loads(body)["status"] == status


def test_it_still_answers(server: Server) -> None:
    """After all that, the process is the same one and ready; its metrics tell of no 5xx."""
    assert server.process.poll() is None
    status, _, body = ask(server, get(b"/ready"))
    assert (status, json.loads(body)["status"]) == (200, "ready")
    assert ask(server, get(b"/nothing"))[0] == 404
    _, _, metrics = ask(server, get(b"/metrics"))
    assert b'status="404"' in metrics
    assert b'status="5' not in metrics


@pytest.mark.parametrize("trickle", [b"GET /def HTTP/1.1\r\nHost: a\r\n", b"GET /def HT", b""])
def test_slow_clients_block_nobody(server: Server, trickle: bytes) -> None:
    """Connections that never finish their request leave the others their answers."""
    place = urlsplit(server.address)
    waiting = [socket.create_connection((place.hostname, place.port), timeout=20) for _ in range(40)]
    try:
        for wire in waiting:
            wire.sendall(trickle)
        assert ask(server, get(b"/health"))[0] == 200
    finally:
        for wire in waiting:
            wire.close()
