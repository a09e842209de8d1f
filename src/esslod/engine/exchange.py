"""One query on its way through one process: lent by the pool, watched while it works, given back."""

from __future__ import annotations

import json
import marshal
import time
from typing import TYPE_CHECKING, Any, Final

from esslod.engine import channel, wording
from esslod.engine.causes import crowded, out_of_memory
from esslod.engine.lanes import LONG
from esslod.engine.process import Process
from esslod.engine.said import said
from esslod.engine.sitting import Sitting
from esslod.errors import (
    CallerGone,
    EngineFailure,
    NotAcceptable,
    QueryTooLarge,
    UpstreamFailure,
)
from esslod.rdf.formats import RDF_SYNTAXES, RESULTS_SYNTAXES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Hashable, Iterator

    from esslod.engine.lanes import LongOnes
    from esslod.engine.pool import Pool
    from esslod.engine.relay import Grant
    from esslod.errors import EsslodError

_ANSWERING: Final = frozenset({channel.WHOLE, channel.ANSWER, channel.BODY})


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
        # Both ends run the same interpreter: its own format takes a tenth of JSON's time.
        self._question = marshal.dumps({**message, "seconds": seconds})
        self._seconds = seconds
        self._grant = grant
        self._abandoned = abandoned
        self._doing: Process | Sitting | None = None
        self._stopped = False
        self._key: Hashable = hash((message["query"], message["default_graphs"]))

    def frames(self, pool: Pool, long_ones: LongOnes) -> Generator[tuple[bytes, bytes], None, None]:
        """WHOLE, or ANSWER and BODY frames. Raises what went wrong; the process is back when this ends."""
        known, began, finished = self._key in long_ones, time.monotonic(), False
        try:
            if known or self._grant is not None or not (yield from self._at_the_desk(pool)):
                yield from self._lent(pool, long=known)
            finished = True
        finally:
            taken = time.monotonic() - began
            if known or (taken > LONG and (finished or not self._stopped)):
                long_ones.learn(self._key, taken)

    def _at_the_desk(self, pool: Pool) -> Generator[tuple[bytes, bytes], None, bool]:
        """Ask the process at the desk; False when it did not take up the question in time."""
        desk = pool.desk
        line = desk.ask(self._question) if desk is not None else None
        if desk is None or line is None:
            return False
        sitting = self._doing = Sitting(desk, pool, line, self._seconds)
        try:
            while (frame := sitting.receive(self.attend)) is not None:
                if frame[0] in _ANSWERING:
                    yield frame
                    if frame[0] == channel.WHOLE:
                        return True
                    continue
                well, fault = self._verdict(*frame)
                if not well:
                    sitting.dismiss()
                if fault is not None:
                    raise fault
                return True
            return False
        finally:
            self._doing = None
            sitting.close()

    def _lent(self, pool: Pool, *, long: bool) -> Iterator[tuple[bytes, bytes]]:
        """Ask a process of our own for this once."""
        process = pool.take(long=long, attend=self.attend)
        well = False
        try:
            self._doing = process
            if self._grant is not None:
                self._grant.begin()
            for kind, body in process.frames(self._question, self._seconds, lambda: self._watch(pool)):
                if kind in _ANSWERING:
                    well = kind == channel.WHOLE
                    yield kind, body
                    continue
                well, fault = self._verdict(kind, body)
                if fault is not None:
                    raise fault
        finally:
            self._doing = None
            if self._grant is not None:
                self._grant.end()
            pool.give(process, well=well)

    def attend(self) -> None:
        """Raise CallerGone when nobody waits for the answer any more."""
        if self._stopped or (self._abandoned is not None and self._abandoned()):
            self._stopped = True
            raise said("gone", CallerGone)

    def stop(self) -> None:
        """End the query now, whatever it is doing; whoever reads `frames` meets the closed socket."""
        self._stopped = True
        doing = self._doing
        if doing is not None:
            doing.stop()

    def _watch(self, pool: Pool) -> None:
        self.attend()
        process = self._doing
        if isinstance(process, Process) and not pool.outgrow(process):
            raise crowded()

    def _verdict(self, kind: bytes, body: bytes) -> tuple[bool, EsslodError | None]:
        """Whether the process may answer more questions, and the fault it told instead of an answer."""
        if kind == channel.END:
            return body != channel.WORN, None
        fault = self._fault(json.loads(body))
        return not isinstance(fault, (EngineFailure, QueryTooLarge)), fault

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
