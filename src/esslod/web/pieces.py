"""A file, or parts of it, sent piece by piece; opened only when a byte of it is wanted.

HEAD and 304 answers never touch the disk, and a part begins with a seek to its first byte.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Final

from esslod.web.ranges import Span

_PIECE: Final = 1 << 16


class Pieces:
    """An iterator over the bytes of *parts* of *file*, each after its head, and *end* behind the last."""

    def __init__(
        self, file: Path, parts: Sequence[Span], heads: Sequence[bytes] = (), end: bytes = b""
    ) -> None:
        self._pieces = _read(file, parts, heads or [b""] * len(parts), end)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        self._pieces.close()


def _read(
    file: Path, parts: Sequence[Span], heads: Sequence[bytes], end: bytes
) -> Generator[bytes, None, None]:
    with file.open("rb") as opened:
        for part, head in zip(parts, heads, strict=True):
            if head:
                yield head
            opened.seek(part.start)
            left = part.stop - part.start
            while left and (piece := opened.read(min(_PIECE, left))):
                yield piece
                left -= len(piece)
    if end:
        yield end
