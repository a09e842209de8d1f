"""Where query processes come from: one thread starts them, as they are lacking."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from esslod.errors import EngineFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from esslod.engine.process import Process

_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0


class Nursery:
    """Calls *start* while *lacking* says so, and *welcome* with each; waits longer after each failure.

    *changed* is notified when *lacking* may have become true; *lacking* is called under its lock.
    *despair* hears of each failure.
    """

    def __init__(
        self,
        changed: threading.Condition,
        start: Callable[[], Process],
        lacking: Callable[[], bool],
        welcome: Callable[[Process], None],
        despair: Callable[[Exception], None],
    ) -> None:
        self._changed = changed
        self._start = start
        self._lacking = lacking
        self._welcome = welcome
        self._despair = despair
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._breed, name="esslod-query-processes", daemon=True)
        self._thread.start()

    def _breed(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing.is_set() or self._lacking())
            if self._closing.is_set():
                return
            try:
                process = self._start()
            except (EngineFailure, OSError) as error:
                self._despair(error)
                self._closing.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                pause = _FIRST_PAUSE
                self._welcome(process)

    def close(self) -> None:
        """Start no more; `join` waits for the one that is being started."""
        self._closing.set()
        with self._changed:
            self._changed.notify_all()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)
