"""One question at the desk, from its being put to its answer, seen by the thread that waits for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from esslod.engine import channel
from esslod.engine.causes import timeout
from esslod.engine.desk import PATIENCE, TOO_LONG
from esslod.engine.process import GRACE_SECONDS
from esslod.engine.said import said
from esslod.errors import EngineBusy

if TYPE_CHECKING:
    from collections.abc import Callable

    from esslod.engine.desk import Desk, Line
    from esslod.engine.pool import Pool
    from esslod.engine.process import Process


class Sitting:
    """A question that was put on *line*. `stop` may come from any thread; `close` must be called."""

    def __init__(self, desk: Desk, pool: Pool, line: Line, seconds: float) -> None:
        self._desk = desk
        self._pool = pool
        self._line = line
        self._seconds = seconds
        self._reader = channel.Reader(line)
        self._process: Process | None = None
        self._over = False

    def receive(self, attend: Callable[[], None]) -> tuple[bytes, bytes] | None:
        """The next frame; None when the question was not taken up in time.

        *attend* is called every tick; what it raises goes through. Raises what the way it died
        means, when the process dies first.
        """
        while True:
            try:
                kind, body = self._reader.receive()
            except BlockingIOError:
                if time.monotonic() - self._line.asked > PATIENCE:
                    attend()
                if not self._hopeful():
                    return None
            except channel.Closed:
                process = self._desk.at_work_on(self._line.ticket)
                raise process.cause(self._seconds) if process else said("closing", EngineBusy) from None
            else:
                self._over = kind in channel.LAST
                return kind, body

    def _hopeful(self) -> bool:
        """Look what the desk does, and set it right; whether an answer can still be hoped for."""
        taken = self._desk.at_work_on(self._line.ticket)
        self._tend()
        if taken is None and self._process is None:
            return time.monotonic() - self._line.asked < PATIENCE
        self._process = process = taken or self._process
        assert process is not None
        if time.monotonic() - self._line.asked > self._seconds + GRACE_SECONDS:
            self.stop()
            raise timeout(self._seconds)  # stuck in the kernel: its clock did not end it
        if not process.alive():
            raise process.cause(self._seconds)
        return True

    def _tend(self) -> None:
        """Have whoever sits at the desk relieved when it has died, or has been long at one question."""
        staff = self._desk.staff
        if staff is not None and (staff.board.age() > TOO_LONG or not staff.alive()):
            self._pool.relieve(staff, well=staff.alive())

    def dismiss(self) -> None:
        """The process that answered is not fit to answer more."""
        staff = self._desk.staff
        if staff is not None:
            self._pool.relieve(staff, well=False)

    def stop(self) -> None:
        """End the question now, whether it was taken up or not."""
        self._desk.withdraw(self._line)
        process = self._desk.at_work_on(self._line.ticket)
        if process is not None:
            process.kill()
            self._pool.relieve(process, well=False)

    def close(self) -> None:
        if not self._over:
            self.stop()
        self._desk.hang_up(self._line)
