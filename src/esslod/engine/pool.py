"""The pool that lends query processes out, and replaces those that die."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from esslod.errors import EngineBusy, EngineFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from esslod.engine.process import Process

_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0
_CLOSE_SECONDS: Final = 30.0


class _Ticket:
    """A place in the queue: handed a process, or left."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.process: Process | None = None


class Pool:
    """A fixed number of processes and one spare, kept so by a thread of its own.

    First come, first served. *start* makes a process that has been greeted.
    """

    def __init__(self, start: Callable[[], Process], *, workers: int, queue: int, wait: float) -> None:
        self._start = start
        self._queue = queue
        self._wait = wait
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._taken: set[Process] = set()
        self._waiting: deque[_Ticket] = deque()
        self._failure: Exception | None = None
        self._closing = threading.Event()
        self._wanted = threading.Semaphore(workers + 1)
        self._nursery = threading.Thread(target=self._breed, name="esslod-query-processes", daemon=True)
        self._limit = workers
        self._nursery.start()

    def take(self) -> Process:
        """A living process, for the caller alone until `give`. Raises EngineBusy, with when to come back."""
        with self._lock:
            if self._closing.is_set():
                raise EngineBusy("The engine is closing.")
            process = self._free()
            if process is not None:
                return process
            self._check_health()
            if len(self._waiting) >= self._queue:
                raise self._busy("the queue is full (query_queue)")
            ticket = _Ticket()
            self._waiting.append(ticket)
        ticket.called.wait(self._wait)
        with self._lock:
            if ticket.process is None:
                with contextlib.suppress(ValueError):
                    self._waiting.remove(ticket)
                self._check_health()
                raise self._busy(f"no process was free within {self._wait:g} seconds (query_wait)")
            return ticket.process

    def _free(self) -> Process | None:
        """An idle process that still lives, when no more than the limit are taken (lock held)."""
        while self._idle and len(self._taken) < self._limit:
            process = self._idle.pop()
            if process.alive():
                self._taken.add(process)
                return process
            self._bury(process)
        return None

    def give(self, process: Process, *, well: bool) -> None:
        """Bring *process* back; one that is not *well* is ended, and the spare takes its place."""
        with self._lock:
            self._taken.discard(process)
            if well and not self._closing.is_set():
                self._idle.append(process)
            self._call()
        if not well or self._closing.is_set():
            self._bury(process)

    def _call(self) -> None:
        """Hand free processes to those who wait longest (lock held)."""
        while self._waiting:
            process = self._free()
            if process is None:
                return
            ticket = self._waiting.popleft()
            ticket.process = process
            ticket.called.set()

    def _bury(self, process: Process) -> None:
        process.end()
        self._wanted.release()

    def _despair(self, failure: Exception) -> None:
        """A process could not start: when there is no other, nobody need wait any longer."""
        with self._lock:
            self._failure = failure
            if not self._idle and not self._taken:
                for ticket in self._waiting:
                    ticket.called.set()
                self._waiting.clear()

    def _check_health(self) -> None:
        """Raise EngineFailure when there is no process and the last could not start (lock held)."""
        if self._failure is not None and not self._idle and not self._taken:
            raise EngineFailure(str(self._failure))

    def _busy(self, why: str) -> EngineBusy:
        return EngineBusy(f"Every query process is taken and {why}.", retry_after=max(1, round(self._wait)))

    def ready(self) -> bool:
        """Whether at least one process lives, idle or at work."""
        with self._lock:
            return any(process.alive() for process in (*self._idle, *self._taken))

    def pids(self) -> tuple[int, ...]:
        with self._lock:
            return tuple(process.pid for process in (*self._idle, *self._taken))

    def _breed(self) -> None:
        """Start processes as they are wanted; wait longer after each failure."""
        pause = _FIRST_PAUSE
        while True:
            self._wanted.acquire()
            if self._closing.is_set():
                return
            try:
                process = self._start()
            except (EngineFailure, OSError) as error:
                self._wanted.release()
                self._despair(error)
                self._closing.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            pause, self._failure = _FIRST_PAUSE, None
            self._welcome(process)

    def _welcome(self, process: Process) -> None:
        with self._lock:
            if not self._closing.is_set():
                self._idle.insert(0, process)
                self._call()
                return
        process.end()

    def close(self) -> None:
        """End every process, idle or at work, and wait until they are gone."""
        self._closing.set()
        self._wanted.release()
        with self._lock:
            idle, self._idle = self._idle, []
            taken = tuple(self._taken)
            for ticket in self._waiting:
                ticket.called.set()
            self._waiting.clear()
        for process in taken:
            process.kill()  # whoever uses it meets the closed socket and gives it back
        for process in idle:
            process.end()
        self._nursery.join(_CLOSE_SECONDS)
