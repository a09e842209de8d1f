"""The index of one release, open for reading by any number of threads, each question bounded in time."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from esslod.errors import DamagedRelease, SearchTimeout
from esslod.finding.schema import CHOICE

#: Steps of SQLite's machine between two looks at the clock: some tens of microseconds.
_STEPS: Final = 1000
#: Bytes of the file that may be read without copying.
_MAPPED: Final = 256 * 1024 * 1024

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Name:
    """What to call something: in French, in English, and what there is in no language."""

    fr: str | None
    en: str | None
    plain: str

    def said(self, language: str) -> tuple[str, str]:
        """The name, and its language when it is not the one asked for (empty: it has none, or that one)."""
        own, other = (self.fr, self.en) if language == "fr" else (self.en, self.fr)
        if own is not None:
            return own, ""
        return (self.plain, "") if other is None else (other, "en" if language == "fr" else "fr")


@dataclass(frozen=True)
class Facet:
    """A facet of a class: ``form`` is one of `schema`'s kinds; ``least`` and ``most`` of its quantities."""

    number: int
    name: str
    form: str
    names: Name
    hints: Name
    least: str
    most: str

    @property
    def ranged(self) -> bool:
        """Whether it is asked for by its bounds."""
        return self.form != CHOICE


@dataclass(frozen=True)
class Kind:
    """A class with a list."""

    number: int
    iri: str
    slug: str
    names: Name
    about: Name
    things: int
    facets: tuple[Facet, ...]

    def facet(self, name: str) -> Facet | None:
        return next((facet for facet in self.facets if facet.name == name), None)


class Index:
    """Reads *file*. Raises DamagedRelease when there is no index there."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise DamagedRelease(f"{file}: no such index", remedy="esslod serve")
        self._address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        self._own = threading.local()

    def connect(self) -> sqlite3.Connection:
        """A connection of one's own, for who reads on after this thread has gone to other work."""
        connection = sqlite3.connect(self._address, uri=True, check_same_thread=False)
        connection.executescript(f"PRAGMA query_only = ON; PRAGMA mmap_size = {_MAPPED};")
        return connection

    @contextmanager
    def within(self, seconds: float) -> Iterator[Question]:
        """Questions that may take *seconds* in all, on this thread's connection."""
        held: _Held | None = getattr(self._own, "held", None)
        if held is None:
            held = self._own.held = _Held(self.connect())
        with Question(held.connection, seconds) as question:
            yield question

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """slug → class, in the order of the index."""
        connection = self.connect()
        try:
            return {kind.slug: kind for kind in _kinds(connection)}
        finally:
            connection.close()

    @cached_property
    def by_number(self) -> dict[int, Kind]:
        return {kind.number: kind for kind in self.kinds.values()}


class _Held:
    """A thread's connection, closed when the thread ends or nobody has the index any more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Question:
    """Reads of one connection that are stopped when their time is over (SearchTimeout)."""

    def __init__(self, connection: sqlite3.Connection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._until = time.monotonic() + seconds

    def __enter__(self) -> Question:
        self._connection.set_progress_handler(self._late, _STEPS)
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.set_progress_handler(None, 0)

    def rows(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """All rows of *sql*. Raises SearchTimeout."""
        try:
            if self._late():  # a short question would not look at the clock
                raise SearchTimeout(f"over {self._seconds:g} s")
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            raise SearchTimeout(f"over {self._seconds:g} s") from error

    def one(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first value of the first row; None when there is none."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    @contextmanager
    def shorter(self, seconds: float) -> Iterator[Question]:
        """The same with *seconds* at most, for a part that can be left out."""
        rest = max(0.0, self._until - time.monotonic())
        with Question(self._connection, min(seconds, rest)) as question:
            yield question
        self.__enter__()

    def _late(self) -> bool:
        return time.monotonic() >= self._until


def _kinds(connection: sqlite3.Connection) -> Iterator[Kind]:
    facets: dict[int, list[Facet]] = {}
    columns = "class, id, name, kind, fr, en, plain, hint_fr, hint_en, least, most"
    for kind, number, name, form, fr, en, plain, hint_fr, hint_en, least, most in connection.execute(
        f"SELECT {columns} FROM facet ORDER BY id"
    ):
        hints = Name(hint_fr, hint_en, "")
        facet = Facet(number, name, form, Name(fr, en, plain), hints, least or "", most or "")
        facets.setdefault(kind, []).append(facet)
    for number, iri, slug, fr, en, plain, things, about_fr, about_en in connection.execute(
        "SELECT c.id, c.iri, slug, c.fr, c.en, c.plain, things, about_fr, about_en"
        " FROM class c LEFT JOIN thing t ON t.iri = c.iri ORDER BY c.id"
    ):
        about = Name(about_fr, about_en, "")
        yield Kind(number, iri, slug, Name(fr, en, plain), about, things, tuple(facets.get(number, ())))
