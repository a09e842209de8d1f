"""One query on its way through one process: lent by the pool, watched while it works, given back."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from esslod.engine import channel, wording
from esslod.engine.process import out_of_memory
from esslod.engine.said import said
from esslod.errors import (
    CallerGone,
    EngineBusy,
    EngineFailure,
    NotAcceptable,
    QueryTooLarge,
    UpstreamFailure,
)
from esslod.rdf.formats import RDF_SYNTAXES, RESULTS_SYNTAXES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from esslod.engine.lanes import LongOnes
    from esslod.engine.pool import Pool
    from esslod.engine.process import Process
    from esslod.engine.relay import Grant
    from esslod.errors import EsslodError

_RETRY_SECONDS = 5


class Exchange:
    """A query, its limits and whoever asked it. `frames` is read once, `stop` may come from any thread."""

    def __init__(
        self,
        message: dict[str, Any],
        seconds: float,
        *,
        grant: Grant | None = None,
        abandoned: Callable[[], bool] | None = None,
    ) -> None:
        self._message = message
        self._seconds = seconds
        self._grant = grant
        self._abandoned = abandoned
        self._process: Process | None = None
        self._stopped = False
        self._key: Hashable = hash((message["query"], message["default_graphs"]))

    def frames(self, pool: Pool, long_ones: LongOnes) -> Iterator[tuple[bytes, bytes]]:
        """The ANSWER and BODY frames. Raises what went wrong; the process is back when this ends."""
        process = pool.take(long=self._key in long_ones, attend=self.attend)
        began, well, finished = time.monotonic(), False, False
        try:
            self._process = process
            if self._grant is not None:
                self._grant.begin()
            for kind, body in process.frames(self._message, self._seconds, lambda: self._watch(pool)):
                if kind == channel.END:
                    well = not json.loads(body).get("worn", False)
                elif kind == channel.FAULT:
                    error = self._fault(json.loads(body))
                    well = not isinstance(error, (EngineFailure, QueryTooLarge))
                    raise error
                else:
                    yield kind, body
            finished = True
        finally:
            self._process = None
            if self._grant is not None:
                self._grant.end()
            if finished or not self._stopped:
                long_ones.learn(self._key, time.monotonic() - began)
            pool.give(process, well=well)

    def attend(self) -> None:
        """Raise CallerGone when nobody waits for the answer any more."""
        if self._stopped or (self._abandoned is not None and self._abandoned()):
            self._stopped = True
            raise said("gone", CallerGone)

    def stop(self) -> None:
        """End the query now, whatever it is doing; whoever reads `frames` meets the closed socket."""
        self._stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def _watch(self, pool: Pool) -> None:
        self.attend()
        process = self._process
        if process is not None and not pool.outgrow(process):
            busy = said("crowded", EngineBusy)
            busy.retry_after = _RETRY_SECONDS
            raise busy

    def _fault(self, table: dict[str, Any]) -> EsslodError:
        error = wording.unpack(table)
        if isinstance(error, QueryTooLarge) and not error.message:
            return out_of_memory()
        if isinstance(error, NotAcceptable) and not error.offered:
            return NotAcceptable(error.message, _offered())
        if isinstance(error, UpstreamFailure) and self._grant is not None and self._grant.failure is not None:
            return self._grant.failure  # the relay knows better than the engine, which saw a 502
        return error


def _offered() -> list[tuple[str, str]]:
    return [(syntax.media_type, f"?format={syntax.name}") for syntax in (*RESULTS_SYNTAXES, *RDF_SYNTAXES)]
