"""What is counted of the requests: a few thousand numbers in memory that the web processes share.

Each process writes its own row and any of them reads all rows, so a scrape tells of the whole
server whichever process it meets. A process that replaces a dead one goes on with its row:
counters never fall while the server runs.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.sharedctypes import RawArray
from typing import Any, Final

#: First segment of a path → the kind of address it is; every other path is `OTHER`.
KINDS: Final = {
    "": "home", "id": "thing", "doc": "document", "def": "document", "code": "document",
    "dataset": "document", "shapes": "document", "describe": "document", "context": "document",
    "linkset": "document", "catalog": "catalogue", "void": "catalogue", "oai": "catalogue", "dumps": "dump",
    "tables": "dump", "ldes": "dump", "changes": "dump", "sparql": "sparql", "queries": "queries",
    "assets": "asset", "health": "operations",
    "ready": "operations", "metrics": "operations", "robots": "discovery", "sitemap": "discovery",
    ".well-known": "discovery", "openapi": "discovery", "api": "discovery", "problems": "discovery",
    "portals": "discovery",
}  # fmt: skip
OTHER: Final = "other"
#: Where an answer came from: kept in memory, made by the application, or by the engine alone.
SOURCES: Final = ("memory", "application", "engine")
#: Upper bounds of the classes of durations, in seconds; the last class has none.
BOUNDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

#: Letters of a segment that can say its kind.
_LONGEST: Final = 64
_OF_KIND: Final = (*dict.fromkeys(KINDS.values()), OTHER)
_METHODS: Final = ("GET", "HEAD", "POST", "QUERY", "OPTIONS", OTHER)
_STATUSES: Final = (
    "200", "204", "206", "301", "303", "304", "307", "308", "400", "403", "404", "405", "406", "410", "411",
    "412", "413", "414", "415", "416", "421", "431", "500", "501", "502", "503", "504", OTHER,
)  # fmt: skip
_COUNTS: Final = len(_OF_KIND) * len(_METHODS) * len(_STATUSES)
_CLASSES: Final = len(BOUNDS) + 1
_DURATIONS: Final = len(_OF_KIND) * len(SOURCES) * (_CLASSES + 1)
#: Where the parts of a row begin: requests, durations, bytes; then requests under way, and the process.
_AT_DURATIONS: Final = _COUNTS
_AT_BYTES: Final = _AT_DURATIONS + _DURATIONS
_AT_PENDING: Final = _AT_BYTES + len(_OF_KIND)
_AT_PROCESS: Final = _AT_PENDING + 1
WIDTH: Final = _AT_PROCESS + 1


@dataclass(frozen=True)
class Durations:
    """How long answers of one kind and source took: how many by class (`BOUNDS`), and seconds in all."""

    kind: str
    source: str
    counts: tuple[int, ...]
    seconds: float


def kind_of(path: str) -> str:
    """The kind of address that *path* (with its leading slash) is."""
    first = path[1:].partition("/")[0]
    return KINDS.get(first) or _kind_of_file(first[:_LONGEST])


@lru_cache(maxsize=1024)
def _kind_of_file(name: str) -> str:
    """``def.ttl``, ``catalog-datagouv.rdf``: what stands before the first mark says it."""
    return KINDS.get(name.partition(".")[0].partition("-")[0] or name, OTHER)


class Tally:
    """The rows of all web processes. It can be given to a process while that is being started."""

    def __init__(self, processes: int) -> None:
        self._cells: Any = RawArray("d", WIDTH * processes)
        self._processes = processes

    def row(self, number: int) -> Row:
        """The row of web process *number* (from 1), which is the calling one."""
        return Row(self._cells, (number - 1) % self._processes * WIDTH)

    def processes(self) -> tuple[int, ...]:
        """The process numbers of the web processes, in order; 0 for one that has not begun."""
        starts = range(0, WIDTH * self._processes, WIDTH)
        return tuple(int(self._cells[start + _AT_PROCESS]) for start in starts)

    def requests(self) -> Iterator[tuple[str, str, str, int]]:
        """Kind, method, status and how many, for those that have happened."""
        sums = self._sums(0, _COUNTS)
        keys = ((kind, method, status) for kind in _OF_KIND for method in _METHODS for status in _STATUSES)
        return ((*key, int(count)) for key, count in zip(keys, sums, strict=True) if count)

    def durations(self) -> Iterator[Durations]:
        """Of each kind and source that has happened."""
        sums = self._sums(_AT_DURATIONS, _DURATIONS)
        place = 0
        for kind in _OF_KIND:
            for source in SOURCES:
                counts = tuple(int(count) for count in sums[place : place + _CLASSES])
                if any(counts):
                    yield Durations(kind, source, counts, sums[place + _CLASSES])
                place += _CLASSES + 1

    def bytes(self) -> Iterator[tuple[str, int]]:
        """Kind and bytes of the bodies sent."""
        sums = self._sums(_AT_BYTES, len(_OF_KIND))
        return ((kind, int(sent)) for kind, sent in zip(_OF_KIND, sums, strict=True) if sent)

    def pending(self) -> int:
        """Requests under way that are not answered from memory."""
        return int(self._sums(_AT_PENDING, 1)[0])

    def _sums(self, start: int, length: int) -> list[float]:
        rows = (
            self._cells[row + start : row + start + length]
            for row in range(0, WIDTH * self._processes, WIDTH)
        )
        return [sum(cells) for cells in zip(*rows, strict=True)]


class Row:
    """What one process has counted. Its threads take turns; no other process writes here."""

    def __init__(self, cells: Sequence[float], start: int) -> None:
        self._cells: Any = memoryview(cells).cast("B").cast("d")[start : start + WIDTH]  # type: ignore[arg-type]
        self._turn = threading.Lock()
        self._cells[_AT_PENDING] = 0.0  # whoever had this row before has died with its requests
        self._cells[_AT_PROCESS] = float(os.getpid())

    def begin(self) -> None:
        """A request is under way that is not answered from memory."""
        with self._turn:
            self._cells[_AT_PENDING] += 1

    def end(self, what: tuple[str, str, str, int], seconds: float, size: int, *, begun: bool) -> None:
        """A request was answered in *seconds*, with a body of *size* bytes.

        *what* is kind, method, status, and who answered as a place in `SOURCES`; *begun* is whether
        `begin` was told of it.
        """
        if begun:
            with self._turn:
                self._cells[_AT_PENDING] -= 1
        self.noting(what, size)(seconds)

    def noting(self, what: tuple[str, str, str, int], size: int) -> Callable[[float], None]:
        """What notes, again and again, that such a request (see `end`) was answered in so many seconds."""
        request, duration, sent = _places(what)
        spent, cells, turn = duration + _CLASSES, self._cells, self._turn

        def note(seconds: float) -> None:
            with turn:
                cells[request] += 1
                cells[duration + bisect_left(BOUNDS, seconds)] += 1
                cells[spent] += seconds
                cells[sent] += size

        return note


@lru_cache(maxsize=4096)
def _places(what: tuple[str, str, str, int]) -> tuple[int, int, int]:
    """Where the request, its duration and its bytes are counted."""
    kind, method, status, source = what
    of_kind = _OF_KIND.index(kind)
    of_method = _METHODS.index(method if method in _METHODS else OTHER)
    of_status = _STATUSES.index(status if status in _STATUSES else OTHER)
    request = (of_kind * len(_METHODS) + of_method) * len(_STATUSES) + of_status
    duration = _AT_DURATIONS + (of_kind * len(SOURCES) + source) * (_CLASSES + 1)
    return request, duration, _AT_BYTES + of_kind
