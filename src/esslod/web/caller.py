"""One caller at the door, and the connection that leads from there to the web server behind.

Where a request and its answer end is read by llhttp (httptools). Whoever sends the next request
before the answer, or what llhttp does not understand, has the bytes of both directions passed
on from then until the end: the web server says what is wrong.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Final

import httptools

from esslod.web.connection import Admitted, Connection
from esslod.web.known import Known

#: Seconds that a connection is kept open for the next request; the web server waits as long for a head.
IDLE: Final = 30.0
_INFORMATIONAL: Final = 200
#: Closing with this is a reset (socket(7), SO_LINGER).
_AT_ONCE: Final = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class House:
    """What all callers share: the answers that are known, who is let in, where the web server listens."""

    known: Known
    admitted: Admitted
    path: Path
    callers: set[Caller] = field(default_factory=set)


class Caller(asyncio.Protocol):
    """The caller's side. ``since`` is when its wait for a next request began; None: it is being answered."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._inside: Inside | None = None
        self._course: Course | None = None
        self.since: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.since = time.monotonic()
        self._house.callers.add(self)

    def data_received(self, data: bytes) -> None:
        if self._course is not None:
            self._course.more(data)
            self._through(data)
            return
        began = time.monotonic()
        wire = self._house.known.find(data)
        if wire is None:
            self._begin(data)
            return
        self.since = began
        wire.note(time.monotonic() - began)  # before it is sent: who has an answer finds it counted
        self.transport.write(b"".join((wire.head, _date(int(time.time())), wire.body)))

    def _begin(self, data: bytes) -> None:
        """A request that must go in."""
        self.since = None
        self._course = Course(data)
        letters = data if self._course.alone else None
        self._course.connection = Connection(self._break, letters, self._house.known)
        line, end, rest = data.partition(b"\r\n")
        if end:  # without an end, the web server says what is wrong with it, and needs no number for that
            data = b"".join((line, end, self._house.admitted.admit(self._course.connection), rest))
        self._through(data)

    def _through(self, data: bytes) -> None:
        if self._inside is None:
            self._inside = Inside(self)
            self._inside.open(self._house.path)
        self._inside.write(data)

    def answered(self, data: bytes) -> None:
        """Bytes of the answer."""
        course = self._course
        if course is None or course.connection.broken:
            self._reset()
            return
        self.transport.write(data)
        if course.ended(data):
            self._house.admitted.dismiss(course.connection)
            self._course = None
            self.since = time.monotonic()
            if not course.goes_on or self._house.admitted.closing:
                self.transport.close()

    def inside_lost(self) -> None:
        """The web server has hung up. In the middle of an answer that ends every other one, too."""
        self._inside = None
        if self._course is not None:
            self.transport.close()

    def eof_received(self) -> bool:
        """Who says no more has hung up, as for other web servers: an answer that nobody reads costs much."""
        self._leave()
        return False

    def connection_lost(self, _error: Exception | None) -> None:
        self._leave()
        self._house.callers.discard(self)

    def pause_writing(self) -> None:
        if self._inside is not None:
            self._inside.pause(paused=True)

    def resume_writing(self) -> None:
        if self._inside is not None:
            self._inside.pause(paused=False)

    def pause(self, *, paused: bool) -> None:
        """Read no more of the request for now: the web server does not keep up."""
        if paused:
            self.transport.pause_reading()
        elif not self.transport.is_closing():
            self.transport.resume_reading()

    def _leave(self) -> None:
        if self._course is not None:
            self._course.connection.lost = True
            self._house.admitted.dismiss(self._course.connection)
        if self._inside is not None:
            self._inside.close()
            self._inside = None

    def _break(self) -> None:
        """From any thread: break the connection, soon."""
        loop = self._house.admitted.loop
        if loop is not None:
            loop.call_soon_threadsafe(self._reset)

    def _reset(self) -> None:
        wire = self.transport.get_extra_info("socket")
        if wire is not None and not self.transport.is_closing():
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.transport.abort()


class Course:
    """A request that went in and its answer, as far as llhttp reads them.

    ``alone`` is whether *data* is one whole request and nothing else. Once it is not understood
    (``blind``), there is no end but that of the connection.
    """

    def __init__(self, data: bytes) -> None:
        self.connection: Connection
        self.goes_on = True
        self._requests = self._complete = 0
        self._blind = self._done = False
        self._request = httptools.HttpRequestParser(_Events(self._began, self._asked, lambda: None))
        self._answer = self._parser()
        self.more(data)
        self.alone = self._complete == 1 and self._requests == 1 and not self._blind

    def more(self, data: bytes) -> None:
        """Bytes of the request; after its end, or of more than one: nothing is understood any more."""
        if self._blind:
            return
        try:
            self._request.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._blind = True
        self._blind = self._blind or self._requests != 1

    def ended(self, data: bytes) -> bool:
        """Whether the answer, of which *data* are the next bytes, ends with them."""
        if self._blind:
            return False
        try:
            self._answer.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._blind = True
        return self._done and not self._blind

    def _parser(self) -> httptools.HttpResponseParser:
        return httptools.HttpResponseParser(_Events(lambda: None, self._answered, self._heads))

    def _began(self) -> None:
        self._requests += 1

    def _asked(self) -> None:
        self._complete += 1

    def _heads(self) -> None:
        # llhttp waits for the body that the head of an answer to HEAD only speaks of (RFC 9112 §6.3).
        if self._request.get_method() == b"HEAD" and self._answer.get_status_code() >= _INFORMATIONAL:
            self._answered()

    def _answered(self) -> None:
        if self._answer.get_status_code() < _INFORMATIONAL:
            return  # 100 Continue: the answer comes yet
        self._done = True
        self.goes_on = self._answer.should_keep_alive() and self._request.should_keep_alive()


@dataclass(frozen=True)
class _Events:
    """What llhttp tells, under the names that httptools looks for."""

    on_message_begin: object
    on_message_complete: object
    on_headers_complete: object


class Inside(asyncio.Protocol):
    """The side of the web server. What is written before the connection stands waits."""

    def __init__(self, caller: Caller) -> None:
        self._caller: Caller | None = caller
        self._transport: asyncio.Transport | None = None
        self._waiting: list[bytes] = []
        self._opening: asyncio.Task[object] | None = None

    def open(self, path: Path) -> None:
        loop = asyncio.get_running_loop()
        self._opening = loop.create_task(loop.create_unix_connection(lambda: self, str(path)))
        self._opening.add_done_callback(self._opened)

    def _opened(self, opening: asyncio.Task[object]) -> None:
        if (opening.cancelled() or opening.exception() is not None) and self._caller is not None:
            self._caller.inside_lost()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._caller is None:
            transport.abort()
            return
        transport.write(b"".join(self._waiting))
        self._waiting.clear()

    def write(self, data: bytes) -> None:
        if self._transport is None:
            self._waiting.append(data)
        else:
            self._transport.write(data)

    def data_received(self, data: bytes) -> None:
        if self._caller is not None:
            self._caller.answered(data)

    def connection_lost(self, _error: Exception | None) -> None:
        if self._caller is not None:
            self._caller.inside_lost()

    def pause_writing(self) -> None:
        if self._caller is not None:
            self._caller.pause(paused=True)

    def resume_writing(self) -> None:
        if self._caller is not None:
            self._caller.pause(paused=False)

    def pause(self, *, paused: bool) -> None:
        """Read no more of the answer for now: the caller does not keep up."""
        if self._transport is None or self._transport.is_closing():
            return
        if paused:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def close(self) -> None:
        """The caller has gone."""
        self._caller = None
        if self._transport is not None:
            self._transport.abort()


@lru_cache(maxsize=2)
def _date(now: int) -> bytes:
    """What ends a head: the date (RFC 9110 §6.6.1) and the empty line."""
    return formatdate(now, usegmt=True).encode() + b"\r\n\r\n"
