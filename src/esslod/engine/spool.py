"""An answer on its way out: taken from its process as fast as it is made, given as fast as it is read.

What the caller has not read yet waits in a temporary file without a name, so that a
slow reader holds no process and no memory.
"""

from __future__ import annotations

import os
import tempfile
import threading
from typing import TYPE_CHECKING, Final

from esslod.errors import EngineFailure, EsslodError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PIECE: Final = 256 * 1024
_LOOK_UP: Final = 0.25


class Spool:
    """An iterator over *first* and then *rest*, which a thread of its own reads.

    Raises what *rest* raises, at once, read or not what came before. *attend* is called now
    and then while there is nothing to give; *stop* must make *rest* end soon.
    """

    def __init__(
        self,
        first: bytes,
        rest: Iterator[bytes],
        *,
        stop: Callable[[], None],
        attend: Callable[[], None],
    ) -> None:
        self._first = first
        self._rest = rest
        self._stop = stop
        self._attend = attend
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 : closed by the last to use it
        self._changed = threading.Condition()
        self._written = self._given = 0
        self._error: EsslodError | None = None
        self._ended = self._closed = False
        threading.Thread(target=self._fill, name="esslod-spool", daemon=True).start()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first:
            piece, self._first = self._first, b""
            return piece
        with self._changed:
            while self._given == self._written and not self._ended:
                if not self._changed.wait(_LOOK_UP):
                    self._attend()
            if self._error is not None:
                raise self._error
            if self._given == self._written or self._closed:
                raise StopIteration
            piece = os.pread(self._file.fileno(), _PIECE, self._given)
            self._given += len(piece)
        return piece

    def close(self) -> None:
        """End the query, when it has not ended; what is left is dropped."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            ended = self._ended
            if ended:
                self._file.close()
        if not ended:
            self._stop()

    def _fill(self) -> None:
        error: EsslodError | None = None
        try:
            for piece in self._rest:
                if not self._keep(piece):
                    break
        except EsslodError as failure:
            error = failure
        except Exception as failure:  # noqa: BLE001 : whatever it is, the reader must hear of it
            error = EngineFailure(f"The answer could not be kept: {failure}")
        finally:
            with self._changed:
                self._error, self._ended = error, True
                if self._closed:
                    self._file.close()
                self._changed.notify()

    def _keep(self, piece: bytes) -> bool:
        with self._changed:
            if self._closed:
                return False
            left = memoryview(piece)
            while left:
                left = left[os.pwrite(self._file.fileno(), left, self._written) :]
                self._written += len(piece) if not left else 0
            self._changed.notify()
        return True
