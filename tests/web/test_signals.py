"""A signal to stop is obeyed though the main thread sleeps and no instruction of it is under way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

#: The signal is given to another thread, so that it does not wake the main one: what happens by chance
#: when it comes just before the main thread goes to sleep.
PROGRAM = """
import signal, sys, threading, time
from esslod.web import signals

stopped = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stopped.set())
if sys.argv[1] == "heard":
    signals.hear(lambda: print("also", flush=True))
other = threading.Thread(target=time.sleep, args=(60,), daemon=True)
other.start()
def give():
    print("given", flush=True)
    signal.pthread_kill(other.ident, signal.SIGTERM)

threading.Timer(0.2, give).start()
stopped.wait()
"""


@contextmanager
def asleep(how: str) -> Iterator[subprocess.Popen[str]]:
    """The program, once the signal has been given to it."""
    with subprocess.Popen([sys.executable, "-c", PROGRAM, how], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "given\n"
            yield process
        finally:
            process.kill()


def test_a_sleeping_main_thread_obeys() -> None:
    """The handler runs, and the process ends by itself; who else wants to know is told."""
    with asleep("heard") as process:
        assert process.wait(30) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "also\n"  # communicate() would miss what came with the line before


def test_without_it_the_signal_waits() -> None:
    """What the module is for: Python alone leaves the process asleep."""
    with asleep("unheard") as process, pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)
