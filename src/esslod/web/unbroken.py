"""Answers that are whole or visibly broken.

The web server ends a body properly when its iterator raises. So the connection is broken under
it (`door.py`); where there is no door the body is spoilt: what is appended is valid
in no syntax but CSV, where it is a row that no eye can miss.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from esslod.web import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from esslod.web.connection import Connection

logger = logging.getLogger("esslod.web")

_SPOILER: Final = "\n\n<!> esslod: this answer is incomplete / cette réponse est incomplète : {} <!>\n"


class Unbroken:
    """A WSGI application whose answers are whole or visibly broken, never half an answer in disguise."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = self._app(environ, start_response)
        return body if isinstance(body, list) else _Body(body, connection.of(environ))


class _Body:
    """The pieces of *body*; when it raises, the connection is broken, or else the body is spoilt."""

    def __init__(self, body: Iterable[bytes], under: Connection) -> None:
        self._next = iter(body).__next__
        self._close: Callable[[], None] = getattr(body, "close", lambda: None)
        self._connection = under
        self._failed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._failed:
            raise StopIteration
        try:
            return self._next()
        except StopIteration:
            raise
        except Exception as error:  # noqa: BLE001 : whatever it was, half an answer must not look whole
            self._failed = True
            broken = self._connection.abort()
            logger.warning("an answer ended midway (%s): %s", "broken off" if broken else "spoilt", error)
            if broken:
                raise StopIteration from None
            return _SPOILER.format(error).encode()

    def close(self) -> None:
        self._close()
