"""One query process, seen from its parent: how it is started, asked, and what its death means."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

from esslod.engine import channel
from esslod.errors import EngineFailure, QueryTimeout, QueryTooComplex, QueryTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esslod.engine.worker import Settings
    from esslod.errors import EsslodError

#: As ``python -m esslod.engine.worker``, but importing from where we were imported, never from the
#: working folder, where anybody's file could be named like a module.
_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from esslod.engine.worker import main; main(sys.argv[2:])"
)
_START_SECONDS: Final = 30.0
_GRACE_SECONDS: Final = 2.0
_LAST_WORDS: Final = 8192


class Process:
    """One query process: its socket, its lifeline, its last words. Used by one thread at a time."""

    def __init__(self, settings: Settings) -> None:
        ours, theirs = socket.socketpair()
        words, theirs_words = os.pipe()
        os.set_blocking(theirs_words, False)  # a talkative engine loses words rather than time
        self._wire = ours
        self._words = words
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
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=theirs_words,
                pass_fds=(theirs.fileno(),),
                process_group=0,
            )
        except BaseException:
            ours.close()
            os.close(words)
            raise
        finally:
            theirs.close()
            os.close(theirs_words)
        self.sealed = False

    @property
    def pid(self) -> int:
        return self._child.pid

    def alive(self) -> bool:
        return self._child.poll() is None

    def greet(self) -> None:
        """Wait until the store is open. Raises EngineFailure when the process cannot start."""
        self._wire.settimeout(_START_SECONDS)
        try:
            self.sealed = bool(channel.receive_json(self._wire)[1]["sealed"])
        except (channel.Closed, TimeoutError) as error:
            said = self.end()
            raise EngineFailure(f"A query process could not start: {said}") from error

    def frames(self, request: dict[str, Any], seconds: float) -> Iterator[tuple[bytes, bytes]]:
        """Send *request* and yield the frames of its answer, END or FAULT last.

        Raises what the way it died means, when the process dies first.
        """
        self._wire.settimeout(seconds + _GRACE_SECONDS)
        try:
            channel.send_json(self._wire, channel.ASK, {**request, "seconds": seconds})
            kind = b""
            while kind not in {channel.END, channel.FAULT}:
                kind, body = channel.receive(self._wire)
                yield kind, body
        except channel.Closed:
            raise self._cause(seconds) from None
        except TimeoutError:  # stopped, or stuck in the kernel: its own clock did not end it
            self._child.kill()
            raise _timeout(seconds) from None

    def _cause(self, seconds: float) -> EsslodError:
        """The error that the death of this process means."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(_GRACE_SECONDS)
        status = self._child.poll()
        return cause_of_death(status, self._said(), seconds)

    def _said(self) -> str:
        os.set_blocking(self._words, False)
        try:
            return os.read(self._words, _LAST_WORDS).decode(errors="replace")
        except (BlockingIOError, OSError):
            return ""

    def kill(self) -> None:
        """End the process by its id and wait until it is gone."""
        self._child.kill()
        self._child.wait()

    def end(self) -> str:
        """Kill the process by its id, wait for it, close what we hold; its last words."""
        self._child.kill()
        self._child.wait()
        said = self._said()
        self._wire.close()
        os.close(self._words)
        if self._child.stdin:
            self._child.stdin.close()
        return said


def cause_of_death(status: int | None, said: str, seconds: float) -> EsslodError:
    """What it means that a query process ended with *status* (negative: a signal) before answering."""
    if status == -signal.SIGALRM:
        return _timeout(seconds)
    if status == -signal.SIGABRT and ("memory allocation" in said or "bad_alloc" in said):
        return out_of_memory()
    if status in {-signal.SIGSEGV, -signal.SIGBUS} or "overflowed its stack" in said:
        return QueryTooComplex(
            "The engine could not bear this query: it is too deep or too long.",
            remedy="Use fewer nested groups, alternatives and operators, or VALUES.",
        )
    return EngineFailure(f"The query process ended unexpectedly (status {status}).")


def out_of_memory() -> QueryTooLarge:
    return QueryTooLarge(
        "The query needs more memory than this site gives to one query (query_memory).",
        remedy="Sort, group or concatenate less; look for patterns that share no variable.",
    )


def _timeout(seconds: float) -> QueryTimeout:
    return QueryTimeout(
        f"The query took longer than {seconds:g} seconds, the most this site gives (query_seconds).",
        remedy="Add more selective patterns or LIMIT; look for patterns that share no variable.",
    )


def _path() -> str:
    return json.dumps([place for place in sys.path if place])
