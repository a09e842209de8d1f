"""One query process, seen from its parent: how it is started, asked, and what its death means."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

from esslod.config import environment_with
from esslod.engine import channel
from esslod.engine.board import Board, shared
from esslod.engine.causes import cause_of_death, crowded, timeout
from esslod.errors import EngineFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from esslod.engine.desk import Desk
    from esslod.engine.worker import Settings
    from esslod.errors import EsslodError

#: As ``python -m esslod.engine.worker``, but importing from where we were imported, never from the
#: working folder, where anybody's file could be named like a module.
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from esslod.engine.worker import main; main(sys.argv[2:])"
)
#: glibc's allocator keeps more of the small pieces that every query takes and gives back: a fifth less time.
_ALLOCATOR: Final = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=1000"}
_START_SECONDS: Final = 30.0
GRACE_SECONDS: Final = 2.0
_LAST_WORDS: Final = 8192
_TICK: Final = 100_000  # microseconds
_SEND_TIMEOUT: Final = 30_000_000
_LOWEST: Final = 19


class Process:
    """One query process: its socket, its lifeline, its last words. Used by one thread at a time.

    With a *desk*, it can be told to sit there; ``board`` then shows what it does. ``crowded``: it
    was ended to make room for others.
    """

    board: Board

    def __init__(self, settings: Settings, desk: Desk | None = None) -> None:
        ours, theirs = socket.socketpair()
        words, theirs_words = os.pipe()
        os.set_blocking(theirs_words, False)  # a talkative engine loses words rather than time
        self._wire = ours
        self._reader = channel.Reader(ours)
        # The kernel keeps the time: polling first would give the interpreter away once more for each answer.
        for direction, microseconds in ((socket.SO_RCVTIMEO, _TICK), (socket.SO_SNDTIMEO, _SEND_TIMEOUT)):
            ours.setsockopt(
                socket.SOL_SOCKET, direction, struct.pack("@ll", *divmod(microseconds, 1_000_000))
            )
        self._words = words
        self._heard: str | None = None
        self._hearing = threading.Lock()
        self._lowered = False
        self.crowded = False
        fittings = desk.fittings(shared(Board.CELLS)) if desk else None
        try:
            self._child = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-c",
                    _START,
                    _path(),
                    str(theirs.fileno()),
                    settings.to_json(),
                    fittings.to_json() if fittings else "",
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=theirs_words,
                pass_fds=(theirs.fileno(), *(fittings.files if fittings else ())),
                process_group=0,
                env=environment_with(_ALLOCATOR),
            )
        except BaseException:
            ours.close()
            os.close(words)
            raise
        finally:
            theirs.close()
            os.close(theirs_words)
            if fittings:
                self.board = Board(fittings.board)
                os.close(fittings.board)
        self.sealed = False

    @property
    def pid(self) -> int:
        return self._child.pid

    def alive(self) -> bool:
        return self._child.poll() is None

    def greet(self) -> None:
        """Wait until the store is open. Raises EngineFailure when the process cannot start."""
        until = time.monotonic() + _START_SECONDS
        try:
            while not self._arrived():
                if time.monotonic() > until:
                    raise TimeoutError
            self.sealed = bool(json.loads(self._reader.receive()[1])["sealed"])
        except (channel.Closed, TimeoutError) as error:
            words = self.end()
            raise EngineFailure(f"A query process could not start: {words}") from error

    def frames(
        self, question: bytes, seconds: float, attend: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[bytes, bytes]]:
        """Send *question* and yield the frames of its answer, END or FAULT last.

        *attend* is called ten times a second while there is nothing to read; what it raises
        goes through. Raises what the way it died means, when the process dies first.
        """
        until = time.monotonic() + seconds + GRACE_SECONDS
        try:
            channel.send(self._wire, channel.ASK, question)
            kind = b""
            while kind not in channel.LAST:
                while not self._arrived():
                    if time.monotonic() > until:
                        raise TimeoutError
                    attend()
                kind, body = self._reader.receive()
                yield kind, body
        except channel.Closed:
            raise self.cause(seconds) from None
        except (TimeoutError, BlockingIOError):  # stopped, or stuck in the kernel: its clock did not end it
            self._child.kill()
            raise timeout(seconds) from None

    def _arrived(self) -> bool:
        """Wait a tick for a whole frame; whether there is one."""
        try:
            self._reader.fill()
        except BlockingIOError:
            return False
        return True

    def sit_down(self) -> None:
        """Send the process to the desk, until `recall`. Raises Closed when it has died."""
        self.board.leaving = False
        channel.send(self._wire, channel.SIT, b"")

    def recall(self) -> None:
        """Ask the process to leave the desk after the question under way; `left` says when it has."""
        self.board.leaving = True
        with contextlib.suppress(channel.Closed, TimeoutError, BlockingIOError):
            channel.send(self._wire, channel.RECALL, b"")

    def left(self) -> bool:
        """Wait a tick; whether the process has left the desk. Raises Closed when it has died."""
        return self._arrived() and self._reader.receive()[0] == channel.LEFT

    def lower(self) -> None:
        """Let the process work only when the processors have nothing better to do."""
        if self._lowered:
            return
        self._lowered = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST)

    def restore(self) -> bool:
        """Undo `lower`; False when this user may not."""
        if not self._lowered:
            return True
        self._lowered = False
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, os.getpriority(os.PRIO_PROCESS, 0))
        except OSError:
            return False
        return True

    def cause(self, seconds: float) -> EsslodError:
        """The error that the death of this process means."""
        if self.crowded:
            return crowded()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(GRACE_SECONDS)
        status = self._child.poll()
        return cause_of_death(status, self._said(), seconds)

    def _said(self) -> str:
        """Its last words, read once and remembered: whoever ends it is not alone in asking for them."""
        with self._hearing:
            if self._heard is None:
                os.set_blocking(self._words, False)
                try:
                    self._heard = os.read(self._words, _LAST_WORDS).decode(errors="replace")
                except OSError:
                    self._heard = ""
                os.close(self._words)
            return self._heard

    def kill(self) -> None:
        """End the process by its id and wait until it is gone."""
        self._child.kill()
        self._child.wait()

    stop = kill

    def end(self) -> str:
        """Kill the process by its id, wait for it, close what we hold; its last words."""
        self._child.kill()
        self._child.wait()
        words = self._said()
        self._wire.close()
        if self._child.stdin:
            self._child.stdin.close()
        return words


def _path() -> str:
    return json.dumps([place for place in sys.path if place])
