"""The words that a query process and its parent exchange over a socket.

One frame is a byte of kind, a 32-bit big-endian length and that many bytes. The
parent sends ASK; the process answers ANSWER, BODY…, END, or FAULT. An answer
without END is no answer: a process that dies midway can never look finished.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from socket import socket

READY: Final = b"R"
ASK: Final = b"Q"
ANSWER: Final = b"A"
BODY: Final = b"B"
END: Final = b"E"
FAULT: Final = b"X"

HEAD: Final = struct.Struct("!cI")


class Closed(Exception):
    """The other end has gone."""


def send(channel: socket, kind: bytes, body: bytes) -> None:
    """Write one frame. Raises Closed when the other end has gone, TimeoutError by the socket's timeout."""
    try:
        channel.sendall(HEAD.pack(kind, len(body)) + body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise Closed from error


def send_json(channel: socket, kind: bytes, table: dict[str, Any]) -> None:
    send(channel, kind, json.dumps(table).encode())


def receive(channel: socket) -> tuple[bytes, bytes]:
    """Read one frame as (kind, body). Raises Closed, or TimeoutError by the socket's timeout."""
    kind, length = HEAD.unpack(_exactly(channel, HEAD.size))
    return kind, _exactly(channel, length)


def receive_json(channel: socket) -> tuple[bytes, dict[str, Any]]:
    kind, body = receive(channel)
    return kind, json.loads(body)


def _exactly(channel: socket, length: int) -> bytes:
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
