"""One build at a time: a lock on a folder, which the kernel drops when its holder dies."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from esslod.errors import BusyLibrary
from esslod.release.staging import writing

LOCK: Final = ".lock"
#: What every name of something unfinished begins with.
STAGING: Final = ".staging"
#: How long a second build waits for the first, in seconds, and how often it looks.
PATIENCE: Final = 300.0
_LOOK_AGAIN: Final = 0.1

Progress = Callable[[str], None]


def silent(_stage: str) -> None:
    """Say nothing."""


@contextmanager
def held(folder: Path, progress: Progress, patience: float) -> Iterator[None]:
    """Hold *folder*; whatever is unfinished there is swept, before and after.

    *progress* hears ``wait`` when somebody else holds it. Raises BusyLibrary after *patience* seconds.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(descriptor, progress, patience)
        _sweep(folder)
        try:
            yield
        finally:
            _sweep(folder)
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    for path in folder.glob(f"{STAGING}*"):
        if path.is_symlink() or not path.is_dir():
            with suppress(OSError):
                path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


def _wait(descriptor: int, progress: Progress, patience: float) -> None:
    deadline = time.monotonic() + patience
    told = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise BusyLibrary(
                    f"another build has been running for {patience:g} s", remedy="wait for it, or end it"
                ) from None
        else:
            return
        if not told:
            progress("wait")
            told = True
        time.sleep(_LOOK_AGAIN)
