"""A server of the project's, as a process of its own, that ends with the test that started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS, STOP_SECONDS = 60, 30


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """``esslod serve`` on *site*, which has a release; its address. It ends whatever happens."""
    port = free_port()
    address, told = f"http://127.0.0.1:{port}/", site.parent / f"told-{port}"
    with told.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "esslod", "serve", "--port", str(port)],
            cwd=site,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        await_answer(process, f"{address}ready", told)
        yield address
    finally:
        end(process)


def await_answer(process: subprocess.Popen, address: str, told: Path) -> None:
    """Return when *address* answers; fail with what the process told when it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(told.read_text(encoding="utf-8"))


def end(process: subprocess.Popen) -> None:
    """Stop a server that leads its own session: asked first, then its whole family killed."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # nobody was left behind
