"""The TCP connection under a request: whether its other end has hung up, and how to break it.

WSGI says neither, and the server ends every body properly, also one whose iterator raised:
a client would take half an answer for a whole one. But the connection is a socket of this very
process. Which one is found by elimination among those with the caller's address: ours
received something before we were called and has sent nothing since, nobody else has claimed
it, and later it has sent exactly what we gave it. When more than one is left we do not guess:
a query then ends at its time limit, and `unbroken.py` spoils the body. Linux; elsewhere nothing is
ever found.
"""

from __future__ import annotations

import ctypes
import os
import select
import socket
import stat
import struct
import sys
import threading
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed.wsgi import WSGIEnvironment

_PROXY_FIX: Final = "werkzeug.proxy_fix.orig"
#: Of struct tcp_info (linux/tcp.h): last_data_sent, …, last_data_recv, notsent_bytes, bytes_sent, …_retrans.
_TCP_INFO: Final = struct.Struct("=44x3I88xI52xQQ")
#: The kernel's clock ticks every few milliseconds.
_TICK: Final = 0.01
#: No request waits longer for a thread of ours, in seconds.
_LONGEST_QUEUE: Final = 5.0
_HEADERS: Final = 8192
_FRAMING: Final = 32
_PATIENCE: Final = 1.0
_PAUSE: Final = 0.02


class _Told(NamedTuple):
    """Bytes a socket was ever given to send; how many seconds ago it last sent and last received."""

    written: int
    sent: float
    received: float


@dataclass(frozen=True)
class _Candidate:
    """A socket of ours by descriptor and inode, and the bytes that it had been given."""

    descriptor: int
    inode: int
    written: int

    def opened(self) -> socket.socket | None:
        """A duplicate, to be closed; None when this socket is no more."""
        try:
            copy = socket.socket(fileno=os.dup(self.descriptor))
        except OSError:
            return None
        if os.fstat(copy.fileno()).st_ino == self.inode:
            return copy
        copy.close()
        return None

    def grown(self) -> int | None:
        """Bytes it was given since; None when it is no more."""
        copy = self.opened()
        if copy is None:
            return None
        with copy:
            told = _told(copy)
        return None if told is None else told.written - self.written

    def hung_up(self) -> bool:
        copy = self.opened()
        if copy is None:
            return True
        with copy:
            watch = select.poll()
            watch.register(copy, select.POLLRDHUP)
            return bool(watch.poll(0))

    def reset(self) -> bool:
        """Break the connection with RST, which no client takes for an end."""
        copy = self.opened()
        if copy is None:
            return True
        with copy:
            nowhere = struct.pack("=HxxxxxxxxxxxxxxI", socket.AF_UNSPEC, 0)
            return bool(ctypes.CDLL(None).connect(copy.fileno(), nowhere, len(nowhere)) == 0)


class Connection:
    """The connection that the request of *environ* came by."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        seen = environ.get(_PROXY_FIX) or environ
        self._peer: str = seen.get("REMOTE_ADDR") or environ.get("REMOTE_ADDR", "")
        self._port: str = environ.get("SERVER_PORT", "")
        # One connection carries many requests of HTTP/2: its bytes tell nothing.
        self._known = sys.platform == "linux" and environ.get("SERVER_PROTOCOL", "").startswith("HTTP/1")
        self._began = time.monotonic()
        self._sending = False
        self._candidates: list[_Candidate] | None = None

    def gone(self) -> bool:
        """Whether the caller is known to have hung up."""
        if self._candidates is None:
            self._candidates = list(self._found())
        if not self._sending:
            self._candidates = self._ours(each for each in self._candidates if not each.grown())
        return bool(self._candidates) and all(each.hung_up() for each in self._candidates)

    def mark(self) -> None:
        """Note where things stand, right before the first byte is sent."""
        self._sending = True
        self._candidates = self._ours(self._found())

    def abort(self, given: int, pieces: int) -> bool:
        """Break the connection, which was given *given* bytes in *pieces*; False when it cannot be told."""
        most = given + _HEADERS + _FRAMING * pieces
        until = time.monotonic() + _PATIENCE
        while True:
            late = time.monotonic() > until
            least = 1 if late else given  # whoever reads slowly has not been sent everything
            ours = [each for each in self._candidates or () if least <= (each.grown() or 0) <= most]
            if len(ours) == 1:
                return ours[0].reset()
            if late or not self._candidates:
                return False
            time.sleep(_PAUSE)

    def _found(self) -> Iterator[_Candidate]:
        """Our sockets whose other end has the caller's address."""
        if not self._known:
            return
        for name in os.listdir("/proc/self/fd"):  # noqa: PTH208 : numbers, not paths
            with suppress(OSError):
                found = os.fstat(int(name))
                if stat.S_ISSOCK(found.st_mode):
                    candidate = self._judged(_Candidate(int(name), found.st_ino, 0))
                    if candidate is not None:
                        yield candidate

    def _judged(self, candidate: _Candidate) -> _Candidate | None:
        copy = candidate.opened()
        if copy is None:
            return None
        with copy:
            if copy.family not in {socket.AF_INET, socket.AF_INET6} or copy.type != socket.SOCK_STREAM:
                return None
            peer, ours = copy.getpeername(), copy.getsockname()
            told = _told(copy)
        if peer[0] != self._peer or str(ours[1]) != self._port or told is None or not self._awaits(told):
            return None
        return _Candidate(candidate.descriptor, candidate.inode, told.written)

    def _awaits(self, told: _Told) -> bool:
        """Whether a connection could wait for our answer: something came before us, nothing went since."""
        age = time.monotonic() - self._began
        if told.received + _TICK < age:
            return False
        answered_at_once = told.sent == told.received and told.received > age + _LONGEST_QUEUE
        return told.written == 0 or not (told.sent < told.received or answered_at_once)

    def _ours(self, candidates: Iterable[_Candidate]) -> list[_Candidate]:
        """*candidates* without those that others have claimed; a single one is claimed."""
        with _CLAIMING:
            left = [each for each in candidates if _CLAIMED.get(each.inode, self) is self]
            if len(left) == 1:
                _CLAIMED[left[0].inode] = self
        return left


_CLAIMING: Final = threading.Lock()
_CLAIMED: Final[weakref.WeakValueDictionary[int, Connection]] = weakref.WeakValueDictionary()


def _told(wire: socket.socket) -> _Told | None:
    """What the kernel tells of *wire*, or None."""
    try:
        told = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    except OSError:
        return None
    if len(told) < _TCP_INFO.size:
        return None
    last_sent, _, last_received, waiting, sent, again = _TCP_INFO.unpack(told)
    return _Told(sent - again + waiting, last_sent / 1000, last_received / 1000)
