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

from esslod.engine.causes import busy
from esslod.engine.farewells import Farewells
from esslod.engine.lanes import LONG, QUICK, TOO_LONG, Lane, Ticket
from esslod.engine.nursery import Nursery
from esslod.engine.said import said
from esslod.errors import EngineBusy, EngineFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from esslod.engine.desk import Desk
    from esslod.engine.process import Process

_CLOSE_SECONDS: Final = 30.0
_LOOK_UP: Final = 0.25


class Pool:
    """As many processes as *workers*, a spare, and at most as many again for long queries.

    First come, first served within each lane. *start* makes a process that has been greeted.
    One of the processes sits at the *desk*, if there is one.
    """

    def __init__(
        self, start: Callable[[], Process], *, workers: int, queue: int, wait: float, desk: Desk | None = None
    ) -> None:
        self._queue = queue
        self._wait = wait
        self.desk = desk
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._idle: list[Process] = []
        self._quick = Lane(workers)
        self._slow = Lane(workers)
        self._farewells = Farewells(self.outgrow, lambda process, well: self.give(process, well=well))
        self._failure: Exception | None = None
        self._closing = threading.Event()
        self._nursery = Nursery(self._changed, start, self._lacking, self._welcome, self._despair)

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
                raise busy("full", self._wait)
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
                raise said("closing", EngineBusy) if self._closing.is_set() else busy("waited", self._wait)
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
                    process.lower()
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
                    process.lower()
                return True
            age = time.monotonic() - self._quick.since.get(process, time.monotonic())
            if age > QUICK and self._slow.has_room() and not self._slow.waiting:
                self._slow.since[process] = self._quick.since.pop(process)
                self._call()
                self._changed.notify()
                return True
            return age < TOO_LONG or not self._quick.waiting

    def give(self, process: Process, *, well: bool) -> None:
        """Bring *process* back; one that is not *well* is ended, and another takes its place."""
        with self._lock:
            for lane in (self._quick, self._slow):
                lane.since.pop(process, None)
            well = well and process.restore() and not self._closing.is_set()
            if well:
                self._idle.append(process)
            self._call()
            self._tell_nursery()  # before the end below, which may take its time or fail
        if not well:
            process.end()

    def relieve(self, process: Process, *, well: bool = True) -> None:
        """Let *process* leave the desk after the question under way; another takes its place there.

        Nothing happens when it does not sit there. One that is not *well* is ended then.
        """
        desk = self.desk
        with self._lock:
            if desk is None or desk.staff is not process:
                return
            desk.staff = None
            desk.relieved.append(process)
            self._quick.since[process] = time.monotonic() - process.board.age()
            self._call()
            self._tell_nursery()
        self._farewells.bid(process, well=well)

    def _call(self) -> None:
        """Hand processes to those who wait longest, the quick lane first, then to the desk (lock held)."""
        for lane in (self._quick, self._slow):
            while lane.waiting:
                process = self._free(lane)
                if process is None:
                    break
                ticket = lane.waiting.popleft()
                ticket.process = process
                ticket.called.set()
        if self.desk is not None and not self._closing.is_set():
            self.desk.seat(self._idle)

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
        return (*self._at_hand(), *self._quick.since, *self._slow.since)

    def _at_hand(self) -> tuple[Process, ...]:
        """Who is idle, or sits at the desk."""
        return (*self._idle, *(self.desk.seated() if self.desk is not None else ()))

    def _check_health(self) -> None:
        """Raise EngineFailure when there is no process and the last could not start (lock held)."""
        if self._failure is not None and not self._living():
            raise EngineFailure(str(self._failure))

    def ready(self) -> bool:
        """Whether at least one process lives, idle or at work."""
        with self._lock:
            return any(process.alive() for process in self._living())

    def pids(self) -> tuple[int, ...]:
        with self._lock:
            return tuple(process.pid for process in self._living())

    def _lacking(self) -> bool:
        """Whether a process should be started: the quick lane's and one spare (lock held)."""
        return len(self._at_hand()) + len(self._quick.since) <= self._quick.places

    def _welcome(self, process: Process) -> None:
        with self._lock:
            self._failure = None
            if not self._closing.is_set():
                self._idle.insert(0, process)
                self._call()
                return
        process.end()

    def close(self) -> None:
        """End every process, idle or at work, and wait until they are gone."""
        self._closing.set()
        with self._lock:
            at_hand, self._idle = self._at_hand(), []
            taken = (*self._quick.since, *self._slow.since)
            if self.desk is not None:
                self.desk.staff = None
            self._dismiss()
        self._nursery.close()
        for process in taken:
            process.kill()  # whoever uses it meets the closed socket and gives it back
        for process in at_hand:
            process.end()
        for ending in (self._nursery, self._farewells):
            ending.join(_CLOSE_SECONDS)
        if self.desk is not None:
            self.desk.close()
