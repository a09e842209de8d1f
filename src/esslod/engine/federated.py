"""Queries with SERVICE: judged here, rewritten to the relay, answered by processes of their own.

Nothing of this exists before the first such query, nor at all when no endpoint is listed:
every other query runs in processes that are sealed from the network.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from esslod.engine import federation, outbound, rewriting
from esslod.engine.scan import scan
from esslod.engine.tokens import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from esslod.engine.complexity import Bounds
    from esslod.engine.pool import Pool
    from esslod.engine.relay import Grant, Relay
    from esslod.engine.worker import Settings


@dataclass(frozen=True)
class Granted:
    """A federated query: the text to evaluate, where it was changed, what it may reach, and by whom."""

    text: str
    edits: tuple[tuple[int, int], ...]
    grant: Grant
    pool: Pool


class Federation:
    """The relay and the pool of its processes, once they are needed."""

    def __init__(self, listed: Sequence[str], settings: Settings, open_pool: Callable[[int], Pool]) -> None:
        self._rules = outbound.rules(listed, settings.bytes)
        self._settings = settings
        self._open_pool = open_pool
        self._lock = threading.Lock()
        self._opened: tuple[Relay, Pool] | None = None

    def granted(self, text: str, seconds: float) -> Granted | None:
        """What *text* needs when it uses SERVICE; None when it does not, or may not at all.

        Raises what `scan` and `rewrite` raise.
        """
        if not self._rules.endpoints or not _mentions(text):
            return None
        hosts = tuple(self._rules.endpoints)
        bounds = _with_hosts(self._settings, hosts)
        if not scan(text, bounds).federated:
            return None
        relay, pool = self._open()
        grant = relay.grant(seconds)
        rewritten = rewriting.rewrite(text, hosts, grant.address)
        return Granted(rewritten.text, rewritten.edits, grant, pool)

    def _open(self) -> tuple[Relay, Pool]:
        from esslod.engine.relay import Relay  # noqa: PLC0415 : brings an HTTP server and client along

        with self._lock:
            if self._opened is None:
                relay = Relay(self._rules)
                self._opened = relay, self._open_pool(relay.port)
            return self._opened

    def pids(self) -> tuple[int, ...]:
        return self._opened[1].pids() if self._opened else ()

    def close(self) -> None:
        if self._opened:
            relay, pool = self._opened
            pool.close()
            relay.close()


def _mentions(text: str) -> bool:
    return federation.KEYWORD in text.lower() or federation.KEYWORD in unescaped(text).lower()


def _with_hosts(settings: Settings, hosts: tuple[str, ...]) -> Bounds:
    return replace(settings.bounds, hosts=hosts)
