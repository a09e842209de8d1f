"""The real server, as a process of its own, on loopback."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from esslod.web.serve import free_port

SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
from esslod.config import Site
from esslod.web.serve import Publication, serve
site = replace(Site(), folder=Path(sys.argv[1]), threads=4, query_workers=1)
library = site.releases_folder
name = (library / "current").resolve().name
serve(Publication(library / name, site.stores_folder / name, site), "127.0.0.1", int(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def server(library: Path, quads) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    (library.parent / "stores").mkdir(exist_ok=True)
    for name in ("0123456789ab", "ba9876543210"):
        store = Store(str(library.parent / "stores" / name))
        store.bulk_extend([*quads, *(Quad(*quad.triple) for quad in quads)])  # with the union
        store.flush()
        del store
    port = free_port("127.0.0.1")
    command = [sys.executable, "-c", SCRIPT, str(library.parent), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait(process, port)
        yield process, port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(400):
        try:
            if get(port, "/ready")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
        if process.poll() is not None:
            pytest.fail(process.communicate()[0].decode())
    pytest.fail("the server does not answer")


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@pytest.mark.live
def test_it_serves_linked_data(server) -> None:
    """The redirect, the description, HEAD with its length, ranges and 304 survive the real server."""
    _, port = server
    status, headers, _ = get(port, "/id/territory/epci/246300701", Accept="text/turtle")
    assert (status, headers["location"]) == (303, "/doc/territory/epci/246300701")
    status, headers, body = get(port, headers["location"], Accept="text/turtle")
    assert status == 200
    assert "246300701" in body.decode()
    assert (
        get(
            port,
            "/doc/territory/epci/246300701",
            **{"If-None-Match": headers["etag"], "Accept": "text/turtle"},
        )[0]
        == 304
    )
    status, headed, nothing = get(port, "/doc/territory/epci/246300701", "HEAD", Accept="text/turtle")
    assert (status, headed["content-length"], nothing) == (200, str(len(body)), b"")
    status, _, part = get(port, "/dumps/latest/esslod.ttl", Range="bytes=5-8")
    assert (status, len(part)) == (206, 4)
    status, headed, _ = get(port, "/dumps/latest/esslod.ttl", "HEAD")
    assert int(headed["content-length"]) > 100
    assert get(port, "/ready")[0] == 200


@pytest.mark.live
def test_odd_requests_are_the_callers_fault(server) -> None:
    """Malformed paths and headers get a 4xx from the real server too."""
    _, port = server
    for path in (
        "/id/%ff%fe",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/doc/%0d%0aX-Injected:%20yes",
        "/id/" + "a" * 3000,
    ):
        status, headers, _ = get(port, path)
        assert 400 <= status < 500, path
        assert "x-injected" not in headers


@pytest.mark.live
def test_it_follows_the_current_release(server, library: Path) -> None:
    """When the link moves, the running server answers from the other release within two seconds."""
    _, port = server
    (library / "next").symlink_to("ba9876543210")
    os.replace(library / "next", library / "current")  # noqa: PTH105
    try:
        deadline = time.monotonic() + 10
        while b"ba9876543210" not in get(port, "/ready")[2]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        (library / "next").symlink_to("0123456789ab")
        os.replace(library / "next", library / "current")  # noqa: PTH105


@pytest.mark.live
def test_it_stops_in_order(server) -> None:
    """SIGTERM ends the server and every process it started, with nothing on its output."""
    process, port = server
    children = _children(process.pid)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert output == b""
    deadline = time.monotonic() + 5  # orphans are buried by the system, a moment later
    while left := [child for child in children if _alive(child)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    with pytest.raises(OSError):
        get(port, "/health")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(stat.parent.name)
            found += [child, *_children(child)]
    return found
