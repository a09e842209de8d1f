"""What it means that a query process ended, or that there was none: the errors that callers are told."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

from esslod.engine.said import said
from esslod.errors import EngineBusy, EngineFailure, QueryOutOfMemory, QueryTimeout, QueryTooComplex

if TYPE_CHECKING:
    from esslod.errors import EsslodError

#: When to come back after long queries took every place.
_RETRY_SECONDS: Final = 5


def cause_of_death(status: int | None, words: str, seconds: float) -> EsslodError:
    """What it means that a query process ended with *status* (negative: a signal) before answering."""
    if status == -signal.SIGALRM:
        return timeout(seconds)
    if status == -signal.SIGABRT and ("memory allocation" in words or "bad_alloc" in words):
        return out_of_memory()
    if status in {-signal.SIGSEGV, -signal.SIGBUS} or "overflowed its stack" in words:
        return said("crash", QueryTooComplex)
    return said("died", EngineFailure, status=status)


def crowded() -> EngineBusy:
    """Others had no place left."""
    busy = said("crowded", EngineBusy)
    busy.retry_after = _RETRY_SECONDS
    return busy


def out_of_memory() -> QueryOutOfMemory:
    return said("memory", QueryOutOfMemory)


def timeout(seconds: float) -> QueryTimeout:
    return said("time", QueryTimeout, limit=seconds)


def busy(key: str, wait: float) -> EngineBusy:
    """No process was free: *key* says which words, *wait* is the longest wait for one, in seconds."""
    error = said(key, EngineBusy, limit=wait)
    error.retry_after = max(1, round(wait))
    return error
