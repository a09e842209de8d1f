"""A file sent piece by piece, opened only if a byte of it is wanted.

HEAD and 304 answers never touch the disk, and a range seeks to its first byte: werkzeug's
range support reads through what has ``seekable``, ``seek`` and ``tell``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

_PIECE: Final = 1 << 16


class Pieces:
    """An iterator over the bytes of *file*."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open: IO[bytes] | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._opened().read(_PIECE)
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def seekable(self) -> bool:
        return True

    def seek(self, place: int) -> int:
        return self._opened().seek(place)

    def tell(self) -> int:
        return self._opened().tell()

    def close(self) -> None:
        if self._open is not None:
            self._open.close()

    def _opened(self) -> IO[bytes]:
        if self._open is None:
            self._open = self._file.open("rb")
        return self._open
