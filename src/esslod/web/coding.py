"""Content codings: which one a caller wants, and bodies turned into it and back (RFC 9110 §8.4, §12.5.3)."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import brotli
import zstandard

#: The coding that changes nothing.
IDENTITY: Final = ""
#: What we offer, the quickest for its size first: zstd takes a fifth of gzip's time for fewer bytes.
OFFERED: Final = ("zstd", "br", "gzip")

#: Below this many bytes an answer fits one packet whatever we do.
LEAST: Final = 600
#: Beyond this many bytes what was not coded beforehand, and cannot be coded while it goes by, stays as it is.
LONGEST_CODED: Final = 4_000_000
#: A coded body that is not at least this much smaller is not worth undoing.
_GAIN: Final = 0.9
_COMPRESSIBLE: Final = re.compile(
    r"text/|image/svg|application/(?:[\w.\-]+\+)?(?:json|xml|javascript|yaml|n-triples|n-quads|trig|sparql-query)\b"
)
#: A field longer than this is not read: nobody needs it, and what was read is remembered.
_LONGEST: Final = 1000
_QVALUE: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_ZSTD_LEVEL: Final = 3
_BROTLI_QUALITY: Final = 5
_GZIP_LEVEL: Final = 6
#: While a long answer goes by, its coding must keep up with the engine.
_GZIP_STREAM_LEVEL: Final = 1
_BROTLI_STREAM_QUALITY: Final = 2


def compressible(content_type: str) -> bool:
    """Whether bodies of this type are text, in whatever dress: archives and pictures gain nothing."""
    return _COMPRESSIBLE.match(content_type) is not None


def wanted(accept_encoding: str | None, offered: tuple[str, ...] = OFFERED) -> str:
    """The coding of *offered* to use for a caller; IDENTITY when none is accepted.

    The highest quality wins, then the order of *offered*. An absent field means that any coding
    will do, but then we send none: many who send none undo none.
    """
    if not accept_encoding or len(accept_encoding) > _LONGEST:
        return IDENTITY
    return _liked(accept_encoding, offered)


@lru_cache(maxsize=256)
def _liked(accept_encoding: str, offered: tuple[str, ...]) -> str:
    weights = _weights(accept_encoding)
    anything = weights.get("*", 0.0)
    liked = max(offered, key=lambda name: weights.get(name, anything))
    quality = weights.get(liked, anything)
    # Identity is always acceptable unless refused, but a coding that is named was asked for.
    return liked if quality > 0 and quality >= weights.get("identity", 0.0) else IDENTITY


def identity_refused(accept_encoding: str | None) -> bool:
    """Whether a body as it is is not acceptable: ``identity;q=0``, or ``*;q=0`` without naming it."""
    if not accept_encoding or "q" not in accept_encoding.lower() or len(accept_encoding) > _LONGEST:
        return False
    return _refuses(accept_encoding)


@lru_cache(maxsize=256)
def _refuses(accept_encoding: str) -> bool:
    weights = _weights(accept_encoding)
    return weights.get("identity", weights.get("*", 1.0)) == 0


def _weights(accept_encoding: str) -> dict[str, float]:
    """Coding → quality; a weight outside the grammar is 1."""
    weights: dict[str, float] = {}
    for member in accept_encoding.lower().split(","):
        name, _, weight = (part.strip() for part in member.partition(";"))
        weight = weight.removeprefix("q=").strip()
        if name:
            weights[name.removeprefix("x-")] = float(weight) if _QVALUE.fullmatch(weight) else 1.0
    return weights


def encoded(body: bytes, coding: str) -> bytes | None:
    """*body* in *coding*; None when it gains nothing worth having."""
    if coding == IDENTITY or len(body) < LEAST:
        return None
    made = coded(body, coding)
    return made if len(made) < _GAIN * len(body) else None


def coded(body: bytes, coding: str) -> bytes:
    """*body* in *coding*, which is not IDENTITY, whatever is gained."""
    return _ENCODE[coding](body)


def decoded(body: bytes, coding: str) -> bytes:
    """What `encoded` was given."""
    return _DECODE[coding](body)


class Stream:
    """A long body coded piece by piece; every piece can be read when it arrives."""

    def __init__(self, coding: str) -> None:
        self._write: Callable[[bytes], bytes]
        self.finish: Callable[[], bytes]
        if coding == "gzip":
            packer = zlib.compressobj(_GZIP_STREAM_LEVEL, wbits=31)
            self._write = lambda piece: packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
            self.finish = packer.flush
        elif coding == "br":
            brotlier = brotli.Compressor(quality=_BROTLI_STREAM_QUALITY)
            self._write = lambda piece: bytes(brotlier.process(piece)) + bytes(brotlier.flush())
            self.finish = lambda: bytes(brotlier.finish())
        else:
            zstder = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()
            self._write = lambda piece: (
                zstder.compress(piece) + zstder.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
            )
            self.finish = zstder.flush

    def write(self, piece: bytes) -> bytes:
        return self._write(piece)


_ENCODE: Final[dict[str, Callable[[bytes], bytes]]] = {
    # A compressor of one's own each time: they may not be shared between threads.
    "zstd": lambda body: zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body),
    "br": lambda body: bytes(brotli.compress(body, quality=_BROTLI_QUALITY)),
    "gzip": lambda body: gzip.compress(body, _GZIP_LEVEL, mtime=0),
}
_DECODE: Final[dict[str, Callable[[bytes], bytes]]] = {
    IDENTITY: lambda body: body,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
    "br": lambda body: bytes(brotli.decompress(body)),
    "gzip": gzip.decompress,
}
