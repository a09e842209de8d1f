"""Which addresses a release has: an index that is never loaded.

The N-Triples files of a release are sorted, so the statements of a thing, of the parts of
its document (``#…``) and of the things under its address stand side by side: a few steps of
binary search find any of them, in no time and no memory. Where there are no such files (any
RDF files, `esslod serve --files`), the subjects are asked for once and kept.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

#: Names read at one level of the address tree, at most: keeps a 404 cheap.
MOST_NAMES: Final = 5000
#: Levels whose names are remembered.
_LEVELS_KEPT: Final = 64
#: What may follow a name in ``<…/name#part>``, ``<…/name/more>``, ``<…/name>``: in the order of bytes.
_ENDS: Final = b"#/>"


class Source(Protocol):
    """IRIs in the order of their bytes, each as ``<iri>``."""

    def first_from(self, key: bytes) -> bytes:
        """The first of them that is not before *key*; empty when there is none."""
        ...


class Listed:
    """IRIs held in memory."""

    def __init__(self, iris: Iterable[str]) -> None:
        self._iris = sorted({f"<{iri}>".encode() for iri in iris})

    def first_from(self, key: bytes) -> bytes:
        place = bisect_left(self._iris, key)
        return self._iris[place] if place < len(self._iris) else b""


class Lines:
    """The subjects of a sorted N-Triples file, which stays on the disk."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._lines = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)

    def first_from(self, key: bytes) -> bytes:
        low, high = 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            start = self._lines.rfind(b"\n", low, middle) + 1 or low
            if self._lines[start : start + len(key)] < key:
                low = self._lines.find(b"\n", middle) + 1 or high
            else:
                high = start
        end = self._lines.find(b"> ", low)
        return self._lines[low : end + 1] if self._lines[low : low + 1] == b"<" else b""


class Subjects:
    """All that *sources* hold, as one."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._names = lru_cache(maxsize=_LEVELS_KEPT)(self._read_names)

    def parts(self, iri: str) -> tuple[str, ...]:
        """The hash terms ``iri#…``, sorted."""
        found = self._beginning(f"<{iri}#".encode())
        return tuple(sorted({part[1:-1].decode() for part in found}))

    def has(self, iri: str) -> bool:
        """Whether *iri* or a hash term of it is there."""
        keys = (f"<{iri}>".encode(), f"<{iri}#".encode())
        return any(source.first_from(key).startswith(key) for key in keys for source in self._sources)

    def begins(self, start: str) -> bool:
        """Whether some IRI begins with *start*."""
        key = f"<{start}".encode()
        return any(source.first_from(key).startswith(key) for source in self._sources)

    def names(self, folder: str) -> tuple[str, ...]:
        """What stands between *folder* (ends in a slash) and the next ``/``, ``#`` or end; sorted."""
        return self._names(folder)

    def _beginning(self, key: bytes) -> Iterator[bytes]:
        for source in self._sources:
            found = source.first_from(key)
            while found.startswith(key):
                yield found
                found = source.first_from(found + b"!")  # past the spaces of all its lines

    def _read_names(self, folder: str) -> tuple[str, ...]:
        start = f"<{folder}".encode()
        names: dict[bytes, None] = {}
        for source in self._sources:
            found = source.first_from(start)
            while found.startswith(start) and len(names) < MOST_NAMES:
                rest = found[len(start) :]
                end = min(place for mark in _ENDS if (place := rest.find(mark)) >= 0)
                names[rest[:end]] = None
                found = source.first_from(start + rest[:end] + bytes([rest[end] + 1]))
        return tuple(sorted(name.decode() for name in names if name))
