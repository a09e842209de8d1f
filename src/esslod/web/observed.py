"""What is noted of every request, around everything else: numbers, the log, ``Server-Timing``.

An answer from memory takes some twenty microseconds in all; being observed adds about one.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from esslod.web import connection
from esslod.web.tally import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from esslod.web.access_log import AccessLog
    from esslod.web.kept import Headers, Variant
    from esslod.web.made import Direct, Made
    from esslod.web.question import Pairs
    from esslod.web.tally import Row

#: Where in the WSGI environment the `Course` of a request stands.
KEY: Final = "esslod.course"
#: Places in `SOURCES`.
_MEMORY, _APPLICATION, _ENGINE = range(3)
_NAMES: Final = ("cache;desc=hit", "app;dur={:.1f}", "query;dur={:.1f}")
#: What is said of an answer from memory, by tenths of a millisecond.
_QUICK: Final = tuple(f"cache;desc=hit, total;dur={tenths / 10}" for tenths in range(50))
_QUICK_FIELDS: Final = tuple(("Server-Timing", told) for told in _QUICK)


class Course:
    """How a request goes; it stands where the server hears of status and headers, and passes them on.

    ``source`` is who answered, a place in `SOURCES`, and ``seconds`` in what time; ``waited`` the
    seconds until there was an answer.
    """

    __slots__ = (
        "_start", "_timing", "asked", "began", "headers", "pending", "row", "seconds", "source", "status",
        "waited",
    )  # fmt: skip

    def __init__(self, row: Row | None, start: StartResponse | None = None, *, timing: bool = False) -> None:
        self._start = start
        self._timing = timing
        self.row = row
        self.source = _MEMORY
        self.asked = self.seconds = self.waited = 0.0
        self.pending = False
        self.status = "500"
        self.headers: Headers = []
        self.began = perf_counter()

    def __call__(self, status: str, headers: Headers, *rest: object) -> Callable[[bytes], object]:
        self.status = status[:3]
        self.waited = perf_counter() - self.began
        if self._timing:
            headers = [*headers, ("Server-Timing", told(self))]
        self.headers = headers
        assert self._start is not None
        return self._start(status, headers, *rest)  # type: ignore[arg-type]


def by_application(app: WSGIApplication) -> WSGIApplication:
    """*app*, which notes on the course of a request that it was asked."""

    def noted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        course = _asked(environ, _APPLICATION)
        try:
            return app(environ, start_response)
        finally:
            course.seconds = perf_counter() - course.asked

    return noted


def by_engine(direct: Direct) -> Direct:
    """*direct*, which notes on the course of a request that it was asked."""

    def noted(environ: WSGIEnvironment, pairs: Pairs) -> Made | None:
        course = _asked(environ, _ENGINE)
        try:
            return direct(environ, pairs)
        finally:
            course.seconds = perf_counter() - course.asked

    return noted


def _asked(environ: WSGIEnvironment, source: int) -> Course:
    """The course of this request, now with *source*; of nobody when it is not observed."""
    course: Course = environ.get(KEY) or Course(None)
    course.source = source
    course.asked = perf_counter()
    if course.row is not None and not course.pending:
        course.pending = True
        course.row.begin()
    return course


class Observed:
    """A WSGI application that notes what *app* does: in *row*, in *log*, and to the caller when *timing*.

    ``at_once`` may know the answer before *app* is asked.
    """

    def __init__(
        self,
        app: WSGIApplication,
        row: Row,
        *,
        timing: bool,
        log: AccessLog | None,
        at_once: Callable[[WSGIEnvironment], Variant | None] = lambda _: None,
    ) -> None:
        self._app = app
        self._row = row
        self._timing = timing
        self._log = log
        self._at_once = at_once

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        variant = self._at_once(environ)
        if variant is not None:
            return self._from_memory(variant, began, environ, start_response)
        course = environ[KEY] = Course(self._row, start_response, timing=self._timing)
        try:
            body = self._app(environ, course)
        except BaseException:
            self.end(environ, course, perf_counter() - course.began, 0)
            raise
        if type(body) is list:
            size = len(body[0]) if len(body) == 1 else sum(map(len, body))
            self.end(environ, course, course.waited, size)
            return body
        return _Counted(self, environ, course, body)

    def _from_memory(
        self, variant: Variant, began: float, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        """The way of most requests: as short as can be."""
        status, headers, body = variant.to(environ)
        seconds = perf_counter() - began
        if self._timing:
            headers = [*headers, _QUICK_FIELDS[min(int(seconds * 10_000 + 0.5), len(_QUICK) - 1)]]
        start_response(status, headers)
        note = self._noting(environ, status, headers, len(body[0]) if body else 0)
        note(seconds)
        connection.of(environ).learn(status, headers, b"".join(body), note)
        return body

    def _noting(
        self, environ: WSGIEnvironment, status: str, headers: Headers, size: int
    ) -> Callable[[float], None]:
        """What notes, each time, that this answer was sent from memory in so many seconds."""
        kind = kind_of(environ["PATH_INFO"] or "/")
        count, log = self._row.noting((kind, "GET", status[:3], _MEMORY), size), self._log
        if log is None:
            return count
        course = Course(self._row)
        course.status, course.headers = status[:3], headers
        asked = {name: environ.get(name, "") for name in ("PATH_INFO", "REQUEST_METHOD", "HTTP_USER_AGENT")}

        def note(seconds: float) -> None:
            count(seconds)
            log.write(asked, course, kind, seconds, size)

        return note

    def end(self, environ: WSGIEnvironment, course: Course, seconds: float, size: int) -> None:
        """The answer is whole, or has ended: *size* bytes after so many *seconds*."""
        kind = kind_of(environ.get("PATH_INFO") or "/")
        self._row.end(
            (kind, environ["REQUEST_METHOD"], course.status, course.source),
            seconds,
            size,
            begun=course.pending,
        )
        if self._log is not None:
            self._log.write(environ, course, kind, seconds, size)


class _Counted:
    """The pieces of a body, counted until it is closed."""

    def __init__(
        self, observed: Observed, environ: WSGIEnvironment, course: Course, body: Iterable[bytes]
    ) -> None:
        self._next = iter(body).__next__
        self._close: Callable[[], None] = getattr(body, "close", lambda: None)
        self._end: Callable[[int], None] | None = lambda size: observed.end(
            environ, course, perf_counter() - course.began, size
        )
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._next()
        self._size += len(piece)
        return piece

    def close(self) -> None:
        try:
            self._close()
        finally:
            end, self._end = self._end, None
            if end is not None:
                end(self._size)


def told(course: Course) -> str:
    """The value of ``Server-Timing`` (W3C): who answered, and milliseconds until there was an answer."""
    tenths = int(course.waited * 10_000 + 0.5)
    if course.source == _MEMORY and tenths < len(_QUICK):
        return _QUICK[tenths]
    seconds = course.seconds or course.began + course.waited - course.asked  # it may still be answering
    return f"{_NAMES[course.source].format(seconds * 1000)}, total;dur={course.waited * 1000:.1f}"
