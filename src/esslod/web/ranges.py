"""Byte ranges (RFC 9110 §14): which parts of a file are asked for, and several parts as one body."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass
from typing import Final

from esslod.addresses import DUMPS, TABLES
from esslod.errors import RangeNotSatisfiable

#: Where parts may be asked for: these files may be large.
IN_PARTS: Final = (f"/{DUMPS}", f"/{TABLES}")
#: More parts than this are no download but an attack (RFC 9110 §17.15): the whole is sent.
_MOST: Final = 16
_FIELD: Final = re.compile(r"bytes[ \t]*=(.*)", re.IGNORECASE | re.DOTALL)
_SPEC: Final = re.compile(r"([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18})")


@dataclass(frozen=True)
class Span:
    """Bytes *start* up to *stop* (not included)."""

    start: int
    stop: int

    def content_range(self, size: int) -> str:
        return f"bytes {self.start}-{self.stop - 1}/{size}"


def spans(field: str, size: int) -> tuple[Span, ...]:
    """The parts of a file of *size* bytes that *field* (``Range``) asks for, in its order.

    Empty when the field is to be ignored: another unit, outside the grammar, too many parts,
    parts that overlap. Raises RangeNotSatisfiable when none of them is in the file.
    """
    found = _FIELD.fullmatch(field.strip())
    specs = [_SPEC.fullmatch(part.strip(" \t")) for part in found[1].split(",")] if found else []
    if not specs or len(specs) > _MOST or None in specs:
        return ()
    if any(spec and spec[2] and int(spec[2]) < int(spec[1]) for spec in specs):
        return ()
    parts = [part for part in (_span(spec, size) for spec in specs if spec) if part.start < part.stop]
    if not parts:
        raise RangeNotSatisfiable(field, size)
    return () if _overlap(parts) else tuple(parts)


def _span(spec: re.Match[str], size: int) -> Span:
    first, last, final = spec.groups()
    if final is not None:
        return Span(max(0, size - int(final)), size)
    return Span(int(first), size if last is None else min(size, int(last) + 1))


def _overlap(parts: list[Span]) -> bool:
    ordered = sorted(parts, key=lambda part: part.start)
    return any(earlier.stop > later.start for earlier, later in itertools.pairwise(ordered))


@dataclass(frozen=True)
class Multipart:
    """Several parts as ``multipart/byteranges`` (§14.6): what stands before each, and at the end."""

    boundary: str
    heads: tuple[bytes, ...]
    end: bytes
    length: int

    @property
    def content_type(self) -> str:
        return f"multipart/byteranges; boundary={self.boundary}"


def multipart(parts: tuple[Span, ...], size: int, content_type: str, tag: str) -> Multipart:
    """The frame of *parts* of a file; the boundary is made of its *tag*, so that it is always the same."""
    boundary = hashlib.sha256(tag.encode()).hexdigest()[:40]
    heads = tuple(
        f"\r\n--{boundary}\r\nContent-Type: {content_type}\r\n"
        f"Content-Range: {part.content_range(size)}\r\n\r\n".encode()
        for part in parts
    )
    end = f"\r\n--{boundary}--\r\n".encode()
    length = sum(map(len, heads)) + sum(part.stop - part.start for part in parts) + len(end)
    return Multipart(boundary, heads, end, length)
