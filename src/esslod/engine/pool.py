"""The pool that lends query processes out, and replaces those that die.

Two lanes. A query begins in the quick lane; one that takes longer moves to the slow lane,
which has places of its own, and later yields the processors to the others: so short
queries wait for short queries only. A query known to be long goes to the slow lane at once.
"""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Final

from esslod.engine.lanes import LONG, QUICK, TOO_LONG, Lane, Ticket
from esslod.engine.said import said
from esslod.errors import EngineBusy, EngineFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from esslod.engine.process import Process

_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0
_CLOSE_SECONDS: Final = 30.0
_LOOK_UP: Final = 0.25


class Pool:
    """As many processes as *workers*, a spare, and at most as many again for long queries.

    First come, first served within each lane. *start* makes a process that has been greeted.
    """

    def __init__(self, start: Callable[[], Process], *, workers: int, queue: int, wait: float) -> None:
        self._start = start
        self._queue = queue
        self._wait = wait
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._idle: list[Process] = []
        self._quick = Lane(workers)
        self._slow = Lane(workers)
        self._lowered: set[Process] = set()
        self._failure: Exception | None = None
        self._closing = threading.Event()
        self._nursery = threading.Thread(target=self._breed, name="esslod-query-processes", daemon=True)
        self._nursery.start()

    def take(self, *, long: bool = False, attend: Callable[[], None] = lambda: None) -> Process:
        """A living process, for the caller alone until `give`. Raises EngineBusy, with when to come back.

        *long*: the query is known to be. *attend* is called now and then while waiting; what
        it raises goes through.
        """
        lane = self._slow if long else self._quick
        with self._lock:
            if self._closing.is_set():
                raise said("closing", EngineBusy)
            process = self._free(lane)
            if process is not None:
                return process
            self._check_health()
            if len(lane.waiting) >= self._queue:
                raise self._busy("full")
            ticket = Ticket()
            lane.waiting.append(ticket)
        return self._await(ticket, lane, attend)

    def _await(self, ticket: Ticket, lane: Lane, attend: Callable[[], None]) -> Process:
        until = time.monotonic() + self._wait
        try:
            while not ticket.called.wait(max(0.0, min(_LOOK_UP, until - time.monotonic()))):
                if time.monotonic() >= until:
                    break
                attend()
        except BaseException:
            self._leave(ticket, lane)
            raise
        with self._lock:
            if ticket.process is None:
                with contextlib.suppress(ValueError):
                    lane.waiting.remove(ticket)
                self._check_health()
                raise said("closing", EngineBusy) if self._closing.is_set() else self._busy("waited")
            return ticket.process

    def _leave(self, ticket: Ticket, lane: Lane) -> None:
        """Give up *ticket*; a process that came with it in this moment goes back."""
        with self._lock, contextlib.suppress(ValueError):
            lane.waiting.remove(ticket)
        if ticket.process is not None:
            self.give(ticket.process, well=True)

    def _free(self, lane: Lane) -> Process | None:
        """An idle process that still lives, when *lane* has room (lock held)."""
        while self._idle and lane.has_room():
            process = self._idle.pop()
            if process.alive():
                lane.since[process] = time.monotonic()
                if lane is self._slow:
                    self._lower(process)
                self._tell_nursery()
                return process
            process.end()
            self._tell_nursery()
        return None

    def _tell_nursery(self) -> None:
        """Wake the nursery when it has something to do; for every query would be dear (lock held)."""
        if self._lacking():
            self._changed.notify()

    def outgrow(self, process: Process) -> bool:
        """Whether the query of *process*, still at work, may go on: called every now and then.

        It changes lanes, or loses priority, as its time passes; False when short queries
        wait, no place is left for long ones, and this is one.
        """
        with self._lock:
            if process in self._slow.since:
                if time.monotonic() - self._slow.since[process] > LONG:
                    self._lower(process)
                return True
            age = time.monotonic() - self._quick.since.get(process, time.monotonic())
            if age > QUICK and self._slow.has_room() and not self._slow.waiting:
                self._slow.since[process] = self._quick.since.pop(process)
                self._call()
                self._changed.notify()
                return True
            return age < TOO_LONG or not self._quick.waiting

    def _lower(self, process: Process) -> None:
        if process not in self._lowered:
            self._lowered.add(process)
            process.lower()

    def give(self, process: Process, *, well: bool) -> None:
        """Bring *process* back; one that is not *well* is ended, and another takes its place."""
        with self._lock:
            for lane in (self._quick, self._slow):
                lane.since.pop(process, None)
            if process in self._lowered:
                self._lowered.discard(process)
                well = well and process.restore()
            well = well and not self._closing.is_set()
            if well:
                self._idle.append(process)
            self._call()
            self._tell_nursery()  # before the end below, which may take its time or fail
        if not well:
            process.end()

    def _call(self) -> None:
        """Hand free processes to those who wait longest, the quick lane first (lock held)."""
        for lane in (self._quick, self._slow):
            while lane.waiting:
                process = self._free(lane)
                if process is None:
                    break
                ticket = lane.waiting.popleft()
                ticket.process = process
                ticket.called.set()

    def _despair(self, failure: Exception) -> None:
        """A process could not start: when there is no other, nobody need wait any longer."""
        with self._lock:
            self._failure = failure
            if not self._living():
                self._dismiss()

    def _dismiss(self) -> None:
        """Send away whoever waits (lock held)."""
        for lane in (self._quick, self._slow):
            for ticket in lane.waiting:
                ticket.called.set()
            lane.waiting.clear()

    def _living(self) -> tuple[Process, ...]:
        return (*self._idle, *self._quick.since, *self._slow.since)

    def _check_health(self) -> None:
        """Raise EngineFailure when there is no process and the last could not start (lock held)."""
        if self._failure is not None and not self._living():
            raise EngineFailure(str(self._failure))

    def _busy(self, key: str) -> EngineBusy:
        busy = said(key, EngineBusy, limit=self._wait)
        busy.retry_after = max(1, round(self._wait))
        return busy

    def ready(self) -> bool:
        """Whether at least one process lives, idle or at work."""
        with self._lock:
            return any(process.alive() for process in self._living())

    def pids(self) -> tuple[int, ...]:
        with self._lock:
            return tuple(process.pid for process in self._living())

    def _lacking(self) -> bool:
        """Whether a process should be started: the quick lane's and one spare (lock held)."""
        return len(self._idle) + len(self._quick.since) <= self._quick.places

    def _breed(self) -> None:
        """Start processes as they are wanted; wait longer after each failure."""
        pause = _FIRST_PAUSE
        while True:
            with self._lock:
                self._changed.wait_for(lambda: self._closing.is_set() or self._lacking())
            if self._closing.is_set():
                return
            try:
                process = self._start()
            except (EngineFailure, OSError) as error:
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
        with self._lock:
            idle, self._idle = self._idle, []
            taken = (*self._quick.since, *self._slow.since)
            self._dismiss()
            self._changed.notify()
        for process in taken:
            process.kill()  # whoever uses it meets the closed socket and gives it back
        for process in idle:
            process.end()
        self._nursery.join(_CLOSE_SECONDS)
