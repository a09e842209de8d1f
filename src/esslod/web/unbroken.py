"""Answers that are whole or visibly broken.

The server ends a body properly when its iterator raises. So the connection is broken under
it (`connection.py`); where that cannot be done the body is spoilt: what is appended is valid
in no syntax but CSV, where it is a row that no eye can miss.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from esslod.web.connection import Connection

logger = logging.getLogger("esslod.web")

#: Where in the WSGI environment the connection of an answer stands that could break midway.
KEY: Final = "esslod.connection"
_SPOILER: Final = "\n\n<!> esslod: this answer is incomplete / cette réponse est incomplète : {} <!>\n"


class Unbroken:
    """A WSGI application whose answers are whole or visibly broken, never half an answer in disguise."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = self._app(environ, start_response)
        if isinstance(body, list) or KEY not in environ:
            return body
        return _Body(body, environ[KEY])


class _Body:
    """The pieces of *body*; when it raises, the connection is broken, or else the body is spoilt."""

    def __init__(self, body: Iterable[bytes], connection: Connection) -> None:
        self._next = iter(body).__next__
        self._close: Callable[[], None] = getattr(body, "close", lambda: None)
        self._connection = connection
        self._given = self._pieces = 0
        self._failed = False
        connection.mark()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._failed:
            raise StopIteration
        try:
            piece = self._next()
        except StopIteration:
            raise
        except Exception as error:  # noqa: BLE001 : whatever it was, half an answer must not look whole
            self._failed = True
            broken = self._connection.abort(self._given, self._pieces)
            logger.warning("an answer ended midway (%s): %s", "broken off" if broken else "spoilt", error)
            if broken:
                raise StopIteration from None
            return _SPOILER.format(error).encode()
        self._given += len(piece)
        self._pieces += 1
        return piece

    def close(self) -> None:
        self._close()
