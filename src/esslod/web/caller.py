"""One caller at the door: what is known is sent at once, anything else goes inside (`inside.py`)."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Final, cast

from esslod.web.connection import Admitted, Connection
from esslod.web.course import Course
from esslod.web.inside import Inside
from esslod.web.known import Known

#: Seconds that a connection is kept open for the next request; the web server waits as long for a head.
IDLE: Final = 30.0
#: Closing with this is a reset (socket(7), SO_LINGER).
_AT_ONCE: Final = struct.pack("ii", 1, 0)


class Clock:
    """What ends a head: the date (RFC 9110 §6.6.1) and the empty line. Made once a second."""

    def __init__(self) -> None:
        self._ending = b""
        self._until = 0.0

    def ending(self, now: float) -> bytes:
        """*now* is of `time.monotonic`."""
        if now >= self._until:
            today = time.time()
            self._ending = formatdate(today, usegmt=True).encode() + b"\r\n\r\n"
            self._until = now + 1 - today % 1
        return self._ending


@dataclass(frozen=True)
class House:
    """What all callers share: the answers that are known, who is let in, where the web server listens."""

    known: Known
    admitted: Admitted
    path: Path
    callers: set[Caller] = field(default_factory=set)
    clock: Clock = field(default_factory=Clock)


class Caller(asyncio.Protocol):
    """The caller's side. ``since`` is when its wait for a next request began; None: it is being answered."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._inside: Inside | None = None
        self._course: Course | None = None
        self._sated = False
        self.since: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.since = time.monotonic()
        self._house.callers.add(self)

    def data_received(self, received: bytes) -> None:
        if self._sated:
            return
        if self._course is not None:
            self._course.more(received)
            self._through(received)
            return
        began = time.monotonic()
        wire = self._house.known.find(received)
        if wire is None:
            self._begin(received)
            return
        self.since = began
        ending = self._house.clock.ending(began)
        wire.note(time.monotonic() - began)  # before it is sent: who has an answer finds it counted
        self.transport.writelines((wire.head, ending, wire.body))

    def _begin(self, received: bytes) -> None:
        """A request that must go in."""
        self.since = None
        self._course = Course(received)
        letters = received if self._course.alone else None
        self._course.connection = Connection(self._break, letters, self._house.known)
        line, end, rest = received.partition(b"\r\n")
        if line and end and b"\n" not in line:  # anything odd goes on as it is, without a number
            received = b"".join((line, end, self._house.admitted.admit(self._course.connection), rest))
        self._through(received)

    def _through(self, received: bytes) -> None:
        if self._inside is None:
            self._inside = Inside(self)
            self._inside.open(self._house.path)
        self._inside.write(received)

    def answered(self, received: bytes) -> None:
        """Bytes of the answer."""
        course = self._course
        if course is None or course.connection.broken:
            self._reset()
            return
        self.transport.write(received)
        if course.ended(received):
            self._house.admitted.dismiss(course.connection)
            self._course = None
            if not course.whole:
                self._say_no_more()
            elif not course.goes_on or self._house.admitted.closing:
                self.transport.close()
            else:
                self.since = time.monotonic()

    def _say_no_more(self) -> None:
        """The answer came before the end of the request, of which nothing more is wanted.

        The rest is still read, for a while (`IDLE`): closing with something unread is a reset, which may
        take away the answer before the caller has read it (RFC 9112 §9.6).
        """
        self._sated = True
        self.since = time.monotonic()
        if self._inside is not None:
            self._inside.close()
            self._inside = None
        if not self.transport.is_closing():
            self.transport.resume_reading()
            self.transport.write_eof()

    def inside_lost(self) -> None:
        """The web server has hung up. In the middle of an answer that ends every other one, too."""
        self._inside = None
        if self._course is not None and self._course.whole:
            self.transport.close()
        elif self._course is not None:
            self._say_no_more()

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
            with suppress(RuntimeError):  # closed: nobody is connected any more
                loop.call_soon_threadsafe(self._reset)

    def _reset(self) -> None:
        wire = self.transport.get_extra_info("socket")
        if wire is not None and not self.transport.is_closing():
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.transport.abort()
