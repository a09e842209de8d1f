"""Answers known by the letters of their requests: what is sent without the request being read.

An answer is a function of (release, request), and a request is its bytes: who sends the same
bytes while the release stays is sent the same bytes. Lines of the head that no answer depends on
(which program asks, from where, behind which proxy) may differ. Whatever is unusual about a
request is left to the web server.

What is known here was answered by the application from memory before, to a request that the web
server had read: nothing is decided here.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from esslod.web.kept import Headers

#: Header fields that change none of our answers.
_IGNORED: Final = frozenset({
    b"user-agent", b"referer", b"cookie", b"dnt", b"from", b"priority", b"pragma", b"cache-control",
    b"origin", b"via", b"forwarded", b"x-real-ip", b"x-forwarded-for", b"x-request-id", b"save-data",
    b"upgrade-insecure-requests", b"sec-gpc", b"sec-ch-ua", b"sec-ch-ua-mobile", b"sec-ch-ua-platform",
    b"sec-fetch-site", b"sec-fetch-mode", b"sec-fetch-user", b"sec-fetch-dest",
})  # fmt: skip
#: Fields that ask for less than the whole answer, announce a body or an end: such a request is not learnt.
_UNUSUAL: Final = re.compile(
    rb"\r\n(?i:range|if-range|if-match|if-unmodified-since|expect|te|trailer|upgrade|keep-alive"
    rb"|proxy-[a-z-]+|content-[a-z-]+|transfer-encoding|connection(?!:[ ]?keep-alive\r\n))[ \t]*:"
)
#: What a request must be like: whole, HTTP/1.1, no line that goes on in the next, visible letters only.
_PLAIN: Final = re.compile(rb"GET /[!-~]* HTTP/1\.1(?:\r\n[!-9;-~]+:[\t\x20-\x7e\x80-\xff]*)+\r\n\r\n")
#: A longer head is not looked at.
_LONGEST: Final = 4096
#: No answer larger than this share of everything is learnt.
_LARGEST_SHARE: Final = 16
_BREAK: Final = re.compile(r"[\r\n\0]")
#: Bytes of the objects around an answer, about.
_OVERHEAD: Final = 1000


@dataclass(frozen=True, slots=True)
class Wire:
    """An answer as it is sent: ``head``, which ends before the value of ``Date``, an empty line, ``body``.

    ``turn`` is that of the release it belongs to; ``note`` counts that it was sent, in so many seconds.
    """

    turn: int
    head: bytes
    body: bytes
    note: Callable[[float], None]


class Known:
    """Answers by request, *most* bytes in all: the oldest goes first, and is learnt again when it is wanted.

    ``turn`` gives the number of the current release, at once.
    """

    def __init__(self, most: int, turn: Callable[[], int]) -> None:
        self.turn = turn
        self._most = most
        self._bytes = 0
        self._wires: dict[bytes, Wire] = {}
        self._learning = threading.Lock()

    def find(self, request: bytes) -> Wire | None:
        """What is sent to who sent *request*; None: ask the web server. Needs no lock."""
        wire = self._wires.get(request)
        if wire is None:
            if len(request) > _LONGEST or not _PLAIN.fullmatch(request):
                return None
            wire = self._wires.get(_reduced(request))
        return wire if wire is not None and wire.turn == self.turn() else None

    def may(self, request: bytes, size: int) -> bool:
        """Whether *request* is one that can be known, with an answer of *size* bytes."""
        usual = len(request) <= _LONGEST and _PLAIN.fullmatch(request) and not _UNUSUAL.search(request)
        return bool(usual) and size <= self._most // _LARGEST_SHARE

    def learn(self, request: bytes, wire: Wire) -> None:
        """From now on *wire* is sent to who sends *request*, which must be one that can be known (`may`)."""
        with self._learning:
            for key in {request, _reduced(request)}:
                self._forget(key)
                self._wires[key] = wire
                self._bytes += _weight(key, wire)
            while self._bytes > self._most:
                self._forget(next(iter(self._wires)))

    def _forget(self, key: bytes) -> None:
        gone = self._wires.pop(key, None)
        if gone is not None:
            self._bytes -= _weight(key, gone)


def written(status: str, headers: Headers) -> bytes | None:
    """The head of an answer up to its date (RFC 9112 §4); None for what cannot be sent as it stands."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.lower()}: {value}" for name, value in headers)]
    sized = status.startswith("304") or any(name.lower() == "content-length" for name, _ in headers)
    if not sized or any(map(_BREAK.search, lines)):
        return None
    try:
        return "\r\n".join([*lines, "date: "]).encode("latin-1")
    except UnicodeEncodeError:
        return None


def _reduced(request: bytes) -> bytes:
    """*request* without the lines that change nothing."""
    lines = request.split(b"\r\n")
    return b"\r\n".join([line for line in lines if line[: line.find(b":")].lower() not in _IGNORED])


def _weight(key: bytes, wire: Wire) -> int:
    return len(key) + len(wire.head) + len(wire.body) + _OVERHEAD
