"""The connection under a request: whether its other end has hung up, how to break it, what to remember.

WSGI says nothing of it, and the web server ends every body properly, also one whose iterator
raised: a client would take half an answer for a whole one. `door.py` has the connection, and
puts this into the environment of each request.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from itertools import count
from typing import TYPE_CHECKING, Final

from esslod.web.known import Known, Wire, written

if TYPE_CHECKING:
    import asyncio

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from esslod.web.kept import Headers

#: Where the `Connection` stands in the WSGI environment.
KEY: Final = "esslod.connection"


class Connection:
    """What the door knows of one request. Its methods may be called from any thread.

    ``breaking`` closes the connection soon, without an end. ``letters`` are the bytes of the whole
    request when it came alone and has no body, and ``known`` is where its answer may be learnt.
    """

    __slots__ = ("_breaking", "_known", "_letters", "_turn", "broken", "lost", "number")

    def __init__(
        self, breaking: Callable[[], object], letters: bytes | None = None, known: Known | None = None
    ) -> None:
        self._breaking = breaking
        self._letters = letters
        self._known = known
        # Taken before the application is asked: what it says of an older release is never held for new.
        self._turn = known.turn() if known else 0
        #: Whether the caller has hung up.
        self.lost = False
        self.number = ""
        #: Whether nothing more may be sent: told before the end of a body can be.
        self.broken = False

    def gone(self) -> bool:
        """Whether the caller is known to have hung up."""
        return self.lost

    def abort(self) -> bool:
        """Break the connection, which no client takes for an end; False when there is none to break."""
        self.broken = True
        self._breaking()
        return True

    def learn(self, status: str, headers: Headers, body: bytes, note: Callable[[float], None]) -> None:
        """Send this at once to who asks the same while the release stays; *note* is told each time."""
        if self._known is None or self._letters is None or not self._known.may(self._letters, len(body)):
            return
        head = written(status, headers)
        if head is not None:
            self._known.learn(self._letters, Wire(self._turn, head, body, note))


class Unknown(Connection):
    """Where no door is (tests, another web server): nobody is known to hang up, nothing can be broken."""

    def __init__(self) -> None:
        super().__init__(lambda: None)

    def abort(self) -> bool:
        return False


def of(environ: WSGIEnvironment) -> Connection:
    """The connection that the request of *environ* came by."""
    found = environ.get(KEY)
    return found if isinstance(found, Connection) else Unknown()


class Admitted:
    """The requests that are being answered, each under a number that nobody else can tell.

    ``loop`` is where the door's work is done, ``closing`` whether nobody else is let in.
    """

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.closing = False
        name = f"x-{secrets.token_hex(8)}"
        self._line = f"{name}: {{}}\r\n"
        self._key = f"HTTP_{name.upper().replace('-', '_')}"
        self._connections: dict[str, Connection] = {}
        self._numbers = count()

    def admit(self, connection: Connection) -> bytes:
        """The line to be put into the head of the request."""
        number = connection.number = str(next(self._numbers))
        self._connections[number] = connection
        return self._line.format(number).encode()

    def dismiss(self, connection: Connection) -> None:
        """The answer has ended, or will be read by nobody."""
        self._connections.pop(connection.number, None)

    def around(self, app: WSGIApplication) -> WSGIApplication:
        """*app*, which finds the connection of each request in its environment."""

        def admitted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            connection = self._connections.get(environ.pop(self._key, ""))
            if connection is not None:
                environ[KEY] = connection
            return app(environ, start_response)

        return admitted
