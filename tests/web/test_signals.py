"""A signal to stop is obeyed though the main thread sleeps and no instruction of it is under way."""

from __future__ import annotations

import subprocess
import sys

import pytest

#: The signal is given to another thread, so that it does not wake the main one: what happens by chance
#: when it comes just before the main thread goes to sleep.
PROGRAM = """
import signal, sys, threading, time
from esslod.web import signals

stopped = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stopped.set())
if sys.argv[1] == "heard":
    signals.hear()
other = threading.Thread(target=time.sleep, args=(60,), daemon=True)
other.start()
threading.Timer(0.2, lambda: signal.pthread_kill(other.ident, signal.SIGTERM)).start()
stopped.wait()
"""


def run(how: str, seconds: float) -> int:
    return subprocess.run([sys.executable, "-c", PROGRAM, how], timeout=seconds, check=False).returncode


def test_a_sleeping_main_thread_obeys() -> None:
    """The handler runs, and the process ends by itself."""
    assert run("heard", 30) == 0


def test_without_it_the_signal_waits() -> None:
    """What the module is for: Python alone leaves the process asleep."""
    with pytest.raises(subprocess.TimeoutExpired):
        run("unheard", 2)
