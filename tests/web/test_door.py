"""The door, with a plain web server behind it: what goes through, what is answered at once, how it ends.

Callers are sockets, so that what is sent and received is exactly what the test says.
"""

from __future__ import annotations

import http.client
import itertools
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esslod.web import caller, connection
from esslod.web.connection import Connection
from esslod.web.door import Door
from esslod.web.known import Known

HOST = b"\r\nHost: example.org\r\n\r\n"
LARGE = 20_000_000


class Handler(BaseHTTPRequestHandler):
    """Answers with what it was asked; ``/learn`` is learnt, ``/large`` long, ``/wait`` waits."""

    protocol_version = "HTTP/1.1"
    server: Behind

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        under = self.server.connection_of(self)
        if self.path == "/wait":
            self.server.waiting = under
            self.server.go_on.wait(10)
        if self.path == "/hang-up":
            self._whole(b"half", announced=10)
            self.close_connection = True
        elif self.path in {"/break", "/large"}:
            self._pieces(under)
        elif self.path == "/early":
            self.close_connection = True
            self._whole(b"too much", announced=8)
        else:
            body = self._body()
            answer = f"{self.command} {self.path} {len(body)} {sum(body)}".encode()
            headers = self._whole(answer, announced=len(answer))
            if self.path == "/learn":
                under.learn("200 OK", headers, answer, self.server.noted.append)

    do_POST = do_HEAD = do_GET  # noqa: N815 : the library's names

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _whole(self, body: bytes, announced: int) -> list[tuple[str, str]]:
        headers = [("Content-Length", str(announced)), ("X-Fields", ",".join(sorted(self.headers)))]
        self.send_response(200)
        if self.close_connection:
            self.send_header("Connection", "close")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return headers

    def _pieces(self, under: Connection) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        piece = b"x" * 10_000
        for _ in range(LARGE // len(piece) if self.path == "/large" else 2):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.server.sent += len(piece)
        if self.path == "/break":
            under.abort()
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


class Behind(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """The web server behind, and what it has seen."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), Handler)
        self.asked: list[str] = []
        self.noted: list[float] = []
        self.sent = 0
        self.waiting: Connection | None = None
        self.go_on = threading.Event()
        self.around: Callable[[Any], Any]

    def connection_of(self, handler: Handler) -> Connection:
        """As a WSGI server would tell the application; the line that was put in is seen by nobody else."""
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in handler.headers.items()}
        for name in list(handler.headers):
            if name.startswith("x-"):
                del handler.headers[name]
        found: list[Connection] = []
        self.around(lambda told, _: found.append(connection.of(told)) or [])(environ, None)
        return found[0]

    def handle_error(self, *_arguments: object) -> None:
        """A caller who hangs up is no error here."""


@dataclass
class Place:
    """A door with its web server; ``turns`` is the number of the release."""

    door: Door
    behind: Behind
    port: int
    turns: list[int] = field(default_factory=lambda: [0])

    def call(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, wire: socket.socket, request: bytes) -> bytes:
        """The body of the one answer to *request*."""
        wire.sendall(request)
        return self.answer(wire, request.partition(b" ")[0].decode())

    def answer(self, wire: socket.socket, method: str = "GET") -> bytes:
        told = http.client.HTTPResponse(wire, method=method)
        told.begin()
        return told.read()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = opened(tmp_path_factory.mktemp("door") / "s")
    yield made
    closed(made)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Place]:
    """One that the test may shut."""
    made = opened(tmp_path / "s")
    yield made
    closed(made)


def opened(path: Path, look: Callable[[], object] = lambda: None) -> Place:
    behind = Behind(path)
    threading.Thread(target=behind.serve_forever, args=(0.02,), daemon=True).start()
    wire = socket.create_server(("127.0.0.1", 0))
    port, turns = wire.getsockname()[1], [0]
    door = Door(wire, path, Known(1_000_000, lambda: turns[0]), look)
    behind.around = door.around
    door.open()
    return Place(door, behind, port, turns)


def closed(place: Place) -> None:
    place.door.wait(5)
    place.behind.shutdown()
    place.behind.server_close()


def until(condition: Callable[[], object]) -> bool:
    """Whether it comes true soon."""
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_requests_and_answers_go_through_as_they_are(place):
    """One after another on one connection; nothing is added that anybody sees."""
    with place.call() as wire:
        assert place.ask(wire, b"GET /a HTTP/1.1" + HOST) == b"GET /a 0 0"
        assert place.ask(wire, b"POST /b HTTP/1.1\r\nContent-Length: 3" + HOST + b"\1\2\3") == b"POST /b 3 6"
        assert place.ask(wire, b"HEAD /c HTTP/1.1" + HOST) == b""
        chunked = b"POST /d HTTP/1.1\r\nTransfer-Encoding: chunked" + HOST + b"2\r\n\5\5\r\n0\r\n\r\n"
        assert place.ask(wire, chunked) == b"POST /d 2 10"
        wire.sendall(b"GET /e HTTP/1.1\r\nAccept: a" + HOST)
        told = http.client.HTTPResponse(wire)
        told.begin()
        assert told.headers["X-Fields"] == "Accept,Host"


REQUESTS = (
    (b"GET /learn HTTP/1.1" + HOST, b"GET /learn 0 0"),
    (b"GET /other HTTP/1.1" + HOST, b"GET /other 0 0"),
    (b"HEAD /head HTTP/1.1" + HOST, b""),
    (b"POST /post HTTP/1.1\r\nContent-Length: 5" + HOST + b"GET /", b"POST /post 5 303"),
    (
        b"POST /put HTTP/1.1\r\nTransfer-Encoding: chunked" + HOST + b"3\r\n\1\2\3\r\n0\r\n\r\n",
        b"POST /put 3 6",
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.lists(st.sampled_from(range(len(REQUESTS))), min_size=1, max_size=6),
    cuts=st.lists(st.integers(1, 400), max_size=6, unique=True).map(sorted),
    waits=st.booleans(),
)
def test_however_the_bytes_come_each_request_has_its_answer(place, asked, cuts, waits):
    """Cut anywhere, one by one or all at once without waiting for an answer."""
    together = b"".join(REQUESTS[number][0] for number in asked)
    ends = [0, *(cut for cut in cuts if cut < len(together)), len(together)]
    with place.call() as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if waits:
            for number in asked:
                request, expected = REQUESTS[number]
                assert place.ask(wire, request) == expected
        else:
            for start, end in itertools.pairwise(ends):
                wire.sendall(together[start:end])
            with wire.makefile("rb") as read:
                for number in asked:
                    request, expected = REQUESTS[number]
                    assert one_answer(read, request) == expected


def one_answer(read: Any, request: bytes) -> bytes:
    assert read.readline() == b"HTTP/1.1 200 OK\r\n"
    fields = http.client.parse_headers(read)
    return b"" if request.startswith(b"HEAD") else read.read(int(fields["Content-Length"]))


def test_what_is_odd_goes_on_as_it_is(place):
    """No line is put where a body could be: here, lines end as they should in the body only."""
    with place.call() as wire:
        request = b"POST /b HTTP/1.1\nHost: example.org\nContent-Length: 6\n\nab\r\ncd"
        assert place.ask(wire, request) == b"POST /b 6 417"


def test_what_is_known_is_answered_without_the_web_server(place):
    """With its date; counted; until there is another release."""
    request = b"GET /learn HTTP/1.1\r\nUser-Agent: here" + HOST
    with place.call() as wire:
        place.ask(wire, request)
        place.behind.asked.clear()
        place.behind.noted.clear()
        for agent in (b"here", b"there"):
            wire.sendall(request.replace(b"here", agent))
            told = http.client.HTTPResponse(wire)
            told.begin()
            assert told.read() == b"GET /learn 0 0"
            assert told.headers["Date"].endswith(" GMT")
        assert place.behind.asked == []
        assert len(place.behind.noted) == 2
        place.turns[0] += 1
        place.ask(wire, request)
        assert place.behind.asked == ["GET /learn"]


def test_who_hangs_up_is_known_to_have_gone(place):
    """While the answer is being made."""
    place.behind.go_on.clear()
    with place.call() as wire:
        wire.sendall(b"GET /wait HTTP/1.1" + HOST)
        assert until(lambda: place.behind.waiting)
        under = place.behind.waiting
        assert not under.gone()
    assert until(under.gone)
    place.behind.go_on.set()


def test_a_broken_answer_has_no_end(place):
    """Although the web server ended it properly: the caller sees a reset, and others nothing."""
    with place.call() as other, place.call() as wire:
        place.ask(other, b"GET /a HTTP/1.1" + HOST)
        with pytest.raises(ConnectionResetError):
            place.ask(wire, b"GET /break HTTP/1.1" + HOST)
        assert place.ask(other, b"GET /a HTTP/1.1" + HOST) == b"GET /a 0 0"


def test_an_answer_that_stops_midway_is_not_whole(place):
    """When the web server hangs up, so do we."""
    with place.call() as wire, pytest.raises(http.client.IncompleteRead):
        place.ask(wire, b"GET /hang-up HTTP/1.1" + HOST)


def test_who_reads_slowly_is_not_waited_for_in_memory(place):
    """The web server is held up instead; then everything comes."""
    place.behind.sent = 0
    with place.call() as wire:
        wire.sendall(b"GET /large HTTP/1.1" + HOST)
        last = -1
        while place.behind.sent != last:
            last = place.behind.sent
            time.sleep(0.3)
        assert 0 < last < LARGE // 2
        assert len(place.answer(wire)) == LARGE


def test_what_cannot_be_read_is_left_to_the_web_server(place):
    """It says what is wrong."""
    for nonsense in (b"NONSENSE\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n\r\n", b"\0\1\2\r\n\r\n"):
        with place.call() as wire:
            wire.sendall(nonsense)
            wire.shutdown(socket.SHUT_RD)
    with place.call() as wire:
        wire.sendall(b"A B C D\r\n\r\n")
        assert b"400" in wire.recv(1000)


@pytest.mark.parametrize("attempt", range(20))
def test_who_is_answered_before_the_end_has_the_answer(place, attempt):
    """Whole, although the web server reads no more; what still comes is a part of the request, no other."""
    place.behind.asked.clear()
    with place.call() as wire:
        body = b"GET /smuggled HTTP/1.1" + HOST + b"x" * (3_000_000 + attempt)
        wire.sendall(b"POST /early HTTP/1.1\r\nContent-Length: %d" % len(body) + HOST)
        wire.sendall(body)
        assert place.answer(wire) == b"too much"
        assert wire.recv(1) == b""
        wire.sendall(b"GET /smuggled HTTP/1.1" + HOST)
    assert place.behind.asked == ["POST /early"]


def test_who_says_nothing_is_sent_away(own, monkeypatch):
    """After some seconds; who is being answered is not."""
    monkeypatch.setattr("esslod.web.door.IDLE", 0.5)
    own.behind.go_on.clear()
    with own.call() as idle, own.call() as busy:
        busy.sendall(b"GET /wait HTTP/1.1" + HOST)
        assert idle.recv(1) == b""
        own.behind.go_on.set()
        assert own.answer(busy) == b"GET /wait 0 0"


def test_who_is_being_answered_when_the_door_is_shut_gets_the_answer(own):
    """Nobody else comes in; who waits is sent away."""
    own.behind.go_on.clear()
    with own.call() as idle, own.call() as busy:
        own.ask(idle, b"GET /a HTTP/1.1" + HOST)
        busy.sendall(b"GET /wait HTTP/1.1" + HOST)
        assert until(lambda: own.behind.waiting)
        own.door.shut()
        assert idle.recv(1) == b""
        with pytest.raises(ConnectionRefusedError):
            own.call()
        own.behind.go_on.set()
        assert own.answer(busy) == b"GET /wait 0 0"
        assert busy.recv(1) == b""


def test_no_web_server_no_answer(own):
    """The caller is not left waiting."""
    own.behind.shutdown()
    own.behind.server_close()
    Path(own.behind.server_address).unlink()
    with own.call() as wire:
        wire.sendall(b"GET /a HTTP/1.1" + HOST)
        assert wire.recv(1) == b""


def test_requests_that_are_over_are_not_remembered(place):
    """However they ended."""
    assert until(lambda: not [one for one in place.door._house.callers if one.since is None])
    assert place.door._admitted._connections == {}
    assert caller.IDLE > 1


def test_a_look_that_fails_is_not_the_last(tmp_path, monkeypatch, caplog):
    """It is logged; the rounds go on, and so does everything else."""
    monkeypatch.setattr("esslod.web.door._ROUND", 0.05)
    looks: list[None] = []

    def look() -> None:
        looks.append(None)
        raise RuntimeError("no such release")

    made = opened(tmp_path / "s", look)
    try:
        assert until(lambda: len(looks) > 3)
        assert "no such release" in caplog.text
        with made.call() as wire:
            assert made.ask(wire, b"GET /a HTTP/1.1" + HOST) == b"GET /a 0 0"
    finally:
        closed(made)


def test_after_the_end_nothing_is_left_to_break(own):
    """An answer that is given up when everybody has gone troubles nobody; nor does shutting again."""
    own.behind.go_on.clear()
    with own.call() as wire:
        wire.sendall(b"GET /wait HTTP/1.1" + HOST)
        assert until(lambda: own.behind.waiting)
    own.door.wait(5)
    own.behind.waiting.abort()
    own.door.shut()
    own.behind.go_on.set()


def test_a_door_that_cannot_be_opened_says_so(tmp_path):
    """At once, to who opens it."""
    with socket.socket() as closed_before:
        pass
    door = Door(closed_before, tmp_path / "s", Known(1000, lambda: 0), lambda: None)
    with pytest.raises(OSError):
        door.open()


def test_the_date_is_that_of_the_second(monkeypatch):
    """Made once for all answers of a second."""
    times = iter((1_700_000_000.5, 1_700_000_001.0))
    monkeypatch.setattr("esslod.web.caller.time.time", lambda: next(times))
    clock = caller.Clock()
    told = [clock.ending(now) for now in (100.0, 100.4, 100.5, 101.4)]
    first, second = (b"Tue, 14 Nov 2023 22:13:2%d GMT\r\n\r\n" % digit for digit in (0, 1))
    assert told == [first, first, second, second]
