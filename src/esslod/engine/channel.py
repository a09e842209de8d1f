"""The words that a query process and its parent exchange over a socket.

One frame is a byte of kind, a 32-bit big-endian length and that many bytes. The
parent sends ASK; the process answers WHOLE, or ANSWER, BODY…, END, or FAULT. An answer
without END is no answer: a process that dies midway can never look finished.
"""

from __future__ import annotations

import json
import struct
from typing import Any, Final, Protocol

READY: Final = b"R"
ASK: Final = b"Q"
#: What is answered: the query's form and family of formats, a space between; then a line end and the answer.
WHOLE: Final = b"W"
ANSWER: Final = b"A"
BODY: Final = b"B"
#: What else there is to say: `WORN`, or nothing.
END: Final = b"E"
FAULT: Final = b"X"
#: The desk (`desk.py`): the parent sends SIT and RECALL; the process says LEFT when it has got up.
SIT: Final = b"S"
RECALL: Final = b"C"
LEFT: Final = b"L"

WORN: Final = b"worn"
#: The frames after which none comes.
LAST: Final = frozenset({WHOLE, END, FAULT})

HEAD: Final = struct.Struct("!cI")
#: Frames are gathered up to so many bytes, and read up to so many at once.
_ENOUGH: Final = 16 * 1024
_PIECE: Final = 256 * 1024


class Closed(Exception):
    """The other end has gone."""


def send(channel: Wire, kind: bytes, body: bytes) -> None:
    """Write one frame. Raises Closed when the other end has gone, TimeoutError by the socket's timeout."""
    try:
        channel.sendall(HEAD.pack(kind, len(body)) + body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Closed from error


def send_json(channel: Wire, kind: bytes, table: dict[str, Any]) -> None:
    send(channel, kind, json.dumps(table).encode())


def receive(channel: Source) -> tuple[bytes, bytes]:
    """Read one frame as (kind, body). Raises Closed, or TimeoutError by the socket's timeout."""
    kind, length = HEAD.unpack(_exactly(channel, HEAD.size))
    return kind, _exactly(channel, length)


class Wire(Protocol):
    """Where frames are sent: a socket, or a line of the desk."""

    def sendall(self, piece: bytes | bytearray, /) -> None: ...


class Source(Protocol):
    """Where frames come from. ``recv`` raises BlockingIOError by its own timeout."""

    def recv(self, size: int, /) -> bytes: ...


class Corked:
    """Gathers the small frames of one answer: one `sendall`, so one wake-up of the other end.

    `flush` when the answer is finished.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._gathered = bytearray()

    def sendall(self, piece: bytes | bytearray, /) -> None:
        self._gathered += piece
        if len(self._gathered) >= _ENOUGH:
            self.flush()

    def flush(self) -> None:
        gathered, self._gathered = self._gathered, bytearray()
        try:
            self._wire.sendall(gathered)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Closed from error


class Reader:
    """The receiving end, which takes all there is at once: the frames of a small answer in one call."""

    def __init__(self, wire: Source) -> None:
        self._wire = wire
        self._held = b""

    def waiting(self) -> bool:
        """Whether a whole frame is here already."""
        held = self._held
        return len(held) >= HEAD.size and len(held) >= HEAD.size + HEAD.unpack_from(held)[1]

    def fill(self) -> None:
        """Read until a whole frame is here. Raises Closed, or BlockingIOError by the socket's own timeout."""
        while not self.waiting():
            try:
                piece = self._wire.recv(_PIECE)
            except ConnectionResetError as error:
                raise Closed from error
            if not piece:
                raise Closed
            self._held = self._held + piece if self._held else piece

    def receive(self) -> tuple[bytes, bytes]:
        """As `channel.receive`."""
        self.fill()
        kind, length = HEAD.unpack_from(self._held)
        end = HEAD.size + length
        body, self._held = self._held[HEAD.size : end], self._held[end:]
        return kind, body


def _exactly(channel: Source, length: int) -> bytes:
    """*length* bytes; most frames come in one piece."""
    pieces: list[bytes] = []
    while length:
        try:
            piece = channel.recv(length)
        except ConnectionResetError as error:
            raise Closed from error
        if not piece:
            raise Closed
        pieces.append(piece)
        length -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
