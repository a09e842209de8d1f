"""Which release is current, and its replacement while the server runs.

The `Shelf` hands out the current release and takes it back: when ``releases/current`` has
moved, the next request opens the new release, and the old one is closed once its last reader
has given it back. Nothing is ever half switched.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad

from esslod.errors import EsslodError
from esslod.release.journal import HISTORY, JOURNAL
from esslod.release.manifest import CURRENT
from esslod.web.published import OpenEngine, Published, open_published

if TYPE_CHECKING:
    from esslod.engine.seam import SparqlAnswer, SparqlRequest, SparqlStream, Term

logger = logging.getLogger("esslod.web")

#: The link is looked at no more often than this, in seconds; after a failure, more rarely.
CHECK_EVERY: Final = 1.0
CHECK_AFTER_FAILURE: Final = 30.0


class Shelf:
    """Lends the current release. ``follow`` is the library whose ``current`` link is obeyed, or None."""

    def __init__(
        self,
        first: Published,
        open_engine: OpenEngine,
        follow: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._current = first
        self._open_engine = open_engine
        self._follow = follow
        self._clock = clock
        self._next_check = clock() + CHECK_EVERY
        self._turn = 0
        self._told = self._seen()
        self._lent: dict[int, int] = {}
        self._retired: dict[int, Published] = {}
        self._counting = threading.Lock()
        self._switching = threading.Lock()

    def turn(self) -> int:
        """How many times the release or its history has changed: what was made at another turn is stale."""
        self._look()
        return self._turn

    def last_turn(self) -> int:
        """`turn` as it was found last: at once, without a look whether there is a new release."""
        return self._turn

    def take(self) -> Published:
        """The current release; must be given back."""
        self._look()
        with self._counting:
            published = self._current
            self._lent[id(published)] = self._lent.get(id(published), 0) + 1
        return published

    def give_back(self, published: Published) -> None:
        with self._counting:
            self._lent[id(published)] -= 1
            idle = not self._lent[id(published)]
            finished = self._retired.pop(id(published), None) if idle else None
            if idle:
                del self._lent[id(published)]
        if finished is not None:
            finished.engine.close()

    @contextmanager
    def borrowed(self) -> Iterator[Published]:
        published = self.take()
        try:
            yield published
        finally:
            self.give_back(published)

    def close(self) -> None:
        """Close every engine, lent or not: the server has stopped answering."""
        with self._counting:
            everything = [*self._retired.values(), self._current]
            self._retired.clear()
        for published in everything:
            published.engine.close()

    def _look(self) -> None:
        """Follow the link when it has moved. One request looks; the others go on with what there is."""
        if self._follow is None or self._clock() < self._next_check:
            return
        if not self._switching.acquire(blocking=False):
            return
        try:
            self._next_check = self._clock() + (CHECK_EVERY if self._switched() else CHECK_AFTER_FAILURE)
        finally:
            self._switching.release()

    def _switched(self) -> bool:
        """Whether the current release is now the one the link names."""
        assert self._follow is not None
        try:
            told = self._seen()
            target = (self._follow / CURRENT).resolve(strict=True)
            if told != self._told:  # a rollback just after a release may leave the link where it was
                self._told = told
                self._turn += 1
            if target == self._current.folder:
                return True
            site = self._current.site
            self._replace(open_published(target, site.stores_folder / target.name, site, self._open_engine))
        except (OSError, EsslodError):
            logger.exception(
                "the new release cannot be opened; still serving %s", self._current.manifest.name
            )
            return False
        return True

    def _seen(self) -> tuple[int, int, int] | None:
        """What tells one state of the journal from another."""
        try:
            found = (self._follow / HISTORY / JOURNAL).stat() if self._follow else None
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size) if found else None

    def _replace(self, published: Published) -> None:
        with self._counting:
            self._turn += 1  # before anybody can borrow the new one
            old, self._current = self._current, published
            lent = id(old) in self._lent
            if lent:
                self._retired[id(old)] = old
        logger.info("now serving release %s", published.manifest.name)
        if not lent:
            old.engine.close()


class CurrentEngine:
    """An Engine that is always the current release's: what long-lived parts of the site hold."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def ask(self, request: SparqlRequest) -> SparqlAnswer:
        with self._shelf.borrowed() as published:
            return published.engine.ask(request)

    def stream(self, request: SparqlRequest) -> SparqlStream:
        """The release stays borrowed until the answer is whole or closed."""
        published, found = self._shelf.take(), None
        try:
            found = published.engine.stream(request)
        finally:
            if found is None or found.whole is not None:
                self._shelf.give_back(published)
        if found.whole is not None:
            return found
        stack = ExitStack()
        stack.callback(self._shelf.give_back, published)
        stack.callback(found.close)
        return replace(found, close=stack.close)

    def about(self, node: NamedNode) -> list[Quad]:
        with self._shelf.borrowed() as published:
            return published.engine.about(node)

    def pointing_to(self, node: NamedNode, limit: int) -> list[Quad]:
        with self._shelf.borrowed() as published:
            return published.engine.pointing_to(node, limit)

    def select(self, query: str, **substitutions: Term) -> list[dict[str, Term]]:
        with self._shelf.borrowed() as published:
            return published.engine.select(query, **substitutions)

    def ready(self) -> bool:
        with self._shelf.borrowed() as published:
            return published.engine.ready()

    def close(self) -> None:
        """Nothing: the shelf closes its engines."""
