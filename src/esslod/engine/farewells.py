"""Processes that got up from the desk, and those who wait until they have finished their last question."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from esslod.engine import channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from esslod.engine.process import Process


class Farewells:
    """A thread for each, as few ever get up. *patient* says, time and again, whether one may go on."""

    def __init__(self, patient: Callable[[Process], bool], give: Callable[[Process, bool], None]) -> None:
        self._patient = patient
        self._give = give
        self._threads: set[threading.Thread] = set()

    def bid(self, process: Process, *, well: bool) -> None:
        """Call *process* from the desk; *give* it back when it has left, *well* or not."""
        thread = threading.Thread(target=self._see_off, args=(process, well), daemon=True)
        self._threads.add(thread)
        thread.start()

    def _see_off(self, process: Process, well: bool) -> None:
        process.recall()
        try:
            while not process.left():
                if not self._patient(process):
                    process.crowded = True
                    process.kill()
        except channel.Closed:
            well = False
        self._give(process, well)
        self._threads.discard(threading.current_thread())

    def join(self, seconds: float) -> None:
        for thread in tuple(self._threads):
            thread.join(seconds)
