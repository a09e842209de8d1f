"""What processes tell each other without a word: a few numbers in memory that they share.

A number is written and read in one piece by one processor instruction; nothing here waits.
"""

from __future__ import annotations

import mmap
import os
import time
from typing import Final

_CELL: Final = 8


def shared(cells: int) -> int:
    """A new piece of memory for so many numbers, all 0, as a file that a child process can be given.

    Raises OSError where the system has no such files (they are Linux's).
    """
    if not hasattr(os, "memfd_create"):
        raise OSError("no memory files here")
    file = os.memfd_create("esslod", os.MFD_CLOEXEC)
    os.ftruncate(file, cells * _CELL)
    return file


class Numbers:
    """The numbers in *file*, which may be closed afterwards."""

    def __init__(self, file: int) -> None:
        self._cells = memoryview(mmap.mmap(file, os.fstat(file).st_size)).cast("Q")

    def __getitem__(self, place: int) -> int:
        return self._cells[place]

    def __setitem__(self, place: int, number: int) -> None:
        self._cells[place] = number


class Board:
    """Where the process at the desk shows which question it is on, and hears that it should leave."""

    CELLS: Final = 3

    def __init__(self, file: int) -> None:
        self._numbers = Numbers(file)

    def begin(self, ticket: int) -> None:
        """Say that the question with this ticket is taken up now."""
        self._numbers[1] = time.monotonic_ns()
        self._numbers[0] = ticket

    def end(self) -> None:
        """Say that no question is under way."""
        self._numbers[0] = 0

    @property
    def ticket(self) -> int:
        """The question under way; 0 for none. The last one, of a process that has died."""
        return self._numbers[0]

    def age(self) -> float:
        """Seconds since the question under way was taken up; 0 when there is none."""
        return (time.monotonic_ns() - self._numbers[1]) / 1e9 if self._numbers[0] else 0.0

    @property
    def leaving(self) -> bool:
        """Whether the process should leave the desk after the question under way."""
        return self._numbers[2] != 0

    @leaving.setter
    def leaving(self, leave: bool) -> None:
        self._numbers[2] = int(leave)
