"""Where a query process writes its answer: counted, bounded, sent on in large pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from esslod.engine import channel
from esslod.engine.said import said
from esslod.errors import QueryTooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Triple

#: The first pieces are small, so that the first byte comes early.
_FIRST_PIECE: Final = 16 * 1024
_PIECE: Final = 256 * 1024
_OVERLAP: Final = 256
#: How a further solution begins; inside a JSON string no bare quotation mark follows ``{``.
_JSON_ROW: Final = re.compile(rb'\},\{"[^"]*":\{')
_XML_ROW: Final = re.compile(rb"<result>")


def too_many(rows: int) -> QueryTooLarge:
    return said("rows", QueryTooLarge, limit=rows)


class Rows:
    """Counts the solutions of a results document as it goes by; at least one fewer never matters."""

    def __init__(self, syntax: str) -> None:
        self.seen = {"json": 1, "xml": 0, "csv": -1, "tsv": -1}.get(syntax, 0)
        self._count: Callable[[bytes], None] = {
            "json": self._json, "xml": self._xml, "csv": self._csv, "tsv": self._tsv,
        }[syntax]  # fmt: skip
        self._kept = b""
        self._quoted = False

    def read(self, piece: bytes) -> int:
        self._count(piece)
        return self.seen

    def _json(self, piece: bytes) -> None:
        self._find(_JSON_ROW, piece)

    def _xml(self, piece: bytes) -> None:
        self._find(_XML_ROW, piece)

    def _find(self, row: re.Pattern[bytes], piece: bytes) -> None:
        """Count *row*, also where it straddles two pieces."""
        piece, end = self._kept + piece, 0
        for match in row.finditer(piece):
            self.seen += 1
            end = match.end()
        self._kept = piece[max(end, len(piece) - _OVERLAP) :]

    def _tsv(self, piece: bytes) -> None:
        self.seen += piece.count(b"\n")

    def _csv(self, piece: bytes) -> None:
        """Lines outside quotation marks; a doubled mark inside a field toggles twice."""
        for place, part in enumerate(piece.split(b'"')):
            if place:
                self._quoted = not self._quoted
            if not self._quoted:
                self.seen += part.count(b"\n")


class Output:
    """A binary file that pyoxigraph writes to.

    Raises QueryTooLarge beyond *most_bytes* or *most_rows* (None: rows are counted elsewhere).
    """

    def __init__(
        self, wire: channel.Wire, head: bytes, most_bytes: int, most_rows: int, rows: Rows | None
    ) -> None:
        self._wire = wire
        self._head = head
        self._begun = False
        self._most_bytes = most_bytes
        self._most_rows = most_rows
        self._rows = rows
        self._uncounted: list[bytes] = []
        self._pending = bytearray()
        self._written = 0
        self._enough = _FIRST_PIECE

    def write(self, piece: bytes) -> int:
        self._written += len(piece)
        if self._written > self._most_bytes:
            raise said("bytes", QueryTooLarge, limit=self._most_bytes)
        if self._rows is not None:
            self._count(self._rows, bytes(piece))
        self._pending += piece
        if len(self._pending) >= self._enough:
            self.flush()
            self._enough = min(2 * self._enough, _PIECE)
        return len(piece)

    def _count(self, rows: Rows, piece: bytes) -> None:
        """Count the rows of *piece*, once the answer is so long that there could be too many."""
        self._uncounted.append(piece)
        if self._written > self._most_rows:  # a row has at least a byte
            for uncounted in self._uncounted:
                if rows.read(uncounted) > self._most_rows:
                    raise too_many(self._most_rows)
            self._uncounted.clear()

    def flush(self) -> None:
        if not self._begun:
            channel.send(self._wire, channel.ANSWER, self._head)
            self._begun = True
        if self._pending:
            channel.send(self._wire, channel.BODY, bytes(self._pending))
            self._pending.clear()

    def finish(self, *, worn: bool) -> None:
        """Send what is left, and that this was all; *worn*: the process should answer no more."""
        if self._begun or worn:
            self.flush()
            channel.send(self._wire, channel.END, channel.WORN if worn else b"")
        else:
            channel.send(self._wire, channel.WHOLE, b"%s\n%s" % (self._head, self._pending))


def bounded(triples: Iterable[Triple], most: int) -> Iterator[Triple]:
    """*triples*, as long as there are no more than *most*. Raises QueryTooLarge at the next."""
    for number, triple in enumerate(triples):
        if number == most:
            raise too_many(most)
        yield triple
