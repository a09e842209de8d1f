"""The connection that leads from a caller at the door to the web server behind."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from esslod.web.caller import Caller

_PIECE: Final = 65_536


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
        self._transport = cast("asyncio.Transport", transport)
        if self._caller is None:
            self._transport.abort()
            return
        self._transport.write(b"".join(self._waiting))
        self._waiting.clear()

    def write(self, piece: bytes) -> None:
        if self._transport is None:
            self._waiting.append(piece)
        else:
            self._transport.write(piece)

    def data_received(self, received: bytes) -> None:
        if self._caller is not None:
            self._caller.answered(received)

    def connection_lost(self, error: Exception | None) -> None:
        if error is not None:
            self._read_rest()
        if self._caller is not None:
            self._caller.inside_lost()

    def _read_rest(self) -> None:
        """What the web server had answered when it would not read any more of the request."""
        wire = None if self._transport is None else self._transport.get_extra_info("socket")
        if wire is None:
            return
        with suppress(OSError), socket.socket(fileno=os.dup(wire.fileno())) as rest:
            while self._caller is not None and (received := rest.recv(_PIECE)):
                self._caller.answered(received)

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
