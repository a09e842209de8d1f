"""Signals to stop are heard even by a main thread that has just gone to sleep.

Python runs a signal's handler in the main thread, between two of its instructions. A signal that
arrives after the last look and before the thread sleeps on a lock wakes nobody: the handler waits
for an instruction that does not come, and the process for its kill (seen on a busy machine, in
3 of 75 stops right after start). The number that the interpreter writes to a file at once
(``signal.set_wakeup_fd``) is read here by a thread of its own, which calls the handler too.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Final

_TO_STOP: Final = (signal.SIGTERM, signal.SIGINT)


def hear(also: Callable[[], object] = lambda: None) -> None:
    """From now on the handlers of SIGTERM and SIGINT run promptly, some twice. Call it from the main thread.

    *also* is called at either, in another thread, before the handler.

    The handlers are those installed when the signal comes; they must bear to be called again, and
    from another thread, as Granian's do (they set an event).
    """
    heard, written = os.pipe()
    os.set_blocking(written, False)
    signal.set_wakeup_fd(written, warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(heard, also), name="esslod-signals", daemon=True).start()


def _listen(heard: int, also: Callable[[], object]) -> None:
    while number := os.read(heard, 1):
        _obey(number[0], also)


def _obey(number: int, also: Callable[[], object]) -> None:
    handler = signal.getsignal(number)
    if number in _TO_STOP:
        also()
    if number in _TO_STOP and callable(handler) and handler is not signal.default_int_handler:
        handler(number, None)
