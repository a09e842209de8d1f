"""The lanes of the pool: places for processes at work, who waits for one, and which queries are long."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

    from esslod.engine.process import Process

#: Seconds after which a query leaves the quick lane; after which it yields the processors;
#: after which, with no place in the slow lane and others waiting, it must give way.
QUICK: Final = 0.1
LONG: Final = 0.5
TOO_LONG: Final = 1.0
_MOST_REMEMBERED: Final = 1000


class Ticket:
    """A place in the queue: handed a process, or left."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.process: Process | None = None


class Lane:
    """Places for processes at work, and who waits for one."""

    def __init__(self, places: int) -> None:
        self.places = places
        self.since: dict[Process, float] = {}
        self.waiting: deque[Ticket] = deque()

    def has_room(self) -> bool:
        return len(self.since) < self.places


class LongOnes:
    """The queries that proved long, the latest of them: asked again, they do not delay short ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, None] = OrderedDict()

    def __contains__(self, query: Hashable) -> bool:
        with self._lock:
            return query in self._known

    def learn(self, query: Hashable, seconds: float) -> None:
        """*query* took *seconds*, to its end or to ours."""
        with self._lock:
            self._known.pop(query, None)
            if seconds > LONG:
                self._known[query] = None
                if len(self._known) > _MOST_REMEMBERED:
                    self._known.popitem(last=False)
