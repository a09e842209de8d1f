"""What the application gave, whole or still coming, and how a long answer is sent on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from esslod.web import coding
    from esslod.web.kept import Answer, Headers
    from esslod.web.question import Pairs

#: From so many bytes on, an answer of unknown length is sent while it is being made.
STREAM_FROM: Final = 64 * 1024


@dataclass
class Made:
    """What the application gave: ``pieces`` have been read, ``rest`` has not (None: that was all)."""

    status: str
    headers: Headers
    pieces: list[bytes]
    rest: Iterator[bytes] | None
    close: Callable[[], None]
    untouched: bool = False

    def said(self, name: str) -> str:
        return next((value for field, value in self.headers if field.lower() == name), "")

    def fields(self) -> dict[str, str]:
        """The headers by lower-case name; the last of several."""
        return {field.lower(): value for field, value in self.headers}


Direct = Callable[["WSGIEnvironment", "Pairs"], "Made | None"]


def gather(made: Made) -> None:
    """Read pieces until the end, or until there are enough to start sending."""
    size = 0
    for piece in made.rest or ():
        made.pieces.append(piece)
        size += len(piece)
        if size >= STREAM_FROM and not made.said("content-length"):
            return
    made.rest = None


class Copy:
    """The pieces of a long answer, kept aside while they are sent; given up beyond *most* bytes."""

    def __init__(self, most: int, keep: Callable[[bytes], None]) -> None:
        self._most = most
        self._keep = keep
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= self._most:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def end(self) -> None:
        if self._size <= self._most:
            self._keep(b"".join(self._pieces))


class Long:
    """The body of a long answer as WSGI wants it. An error while it is made goes through: it is no end."""

    def __init__(self, made: Made, stream: coding.Stream | None, copy: Copy | None) -> None:
        self._pieces = self._all(made, stream, copy)
        self.close = made.close

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    @staticmethod
    def _all(made: Made, stream: coding.Stream | None, copy: Copy | None) -> Iterator[bytes]:
        assert made.rest is not None
        for pieces in (made.pieces, made.rest):
            for piece in pieces:
                if copy:
                    copy.add(piece)
                yield stream.write(piece) if stream else piece
        if copy:
            copy.end()
        if stream:
            yield stream.finish()


class Flight:
    """An answer that is being made, and those who wait for it."""

    def __init__(self) -> None:
        self._under_way = threading.Lock()  # far cheaper than an Event, which few ever wait for
        self._under_way.acquire()
        self.answer: Answer | None = None

    def land(self) -> None:
        """The answer is made, or will not be: whoever waits goes on."""
        self._under_way.release()

    def wait(self) -> None:
        with self._under_way:
            pass


def no_writing(_piece: bytes) -> object:
    raise NotImplementedError("write() of WSGI is not used here")


def nothing() -> None:
    pass
