"""The door: every connection is accepted here; what is known is answered here, the rest goes in.

A request is looked up by its bytes (`known.py`). If that finds nothing, its bytes go on to the web
server behind (Granian, on a socket of the file system that only we can open), by a connection
of its own for each caller, and the answer comes back as it is (`caller.py`). Nothing is changed but
one line that is put into the head of a request: the number under which the application finds its
`Connection`. So an answer from memory costs a look into a dictionary and one write, and the server
knows at once when a caller hangs up.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvloop

from esslod.web.caller import IDLE, Caller, House
from esslod.web.connection import Admitted
from esslod.web.known import Known

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

logger = logging.getLogger("esslod.web")

#: Connections that wait to be accepted.
BACKLOG: Final = 1024
#: Seconds between two rounds: is there a new release, has a caller waited too long?
_ROUND: Final = 1.0


class Door:
    """Accepts on *wire*, a bound socket, in a thread of its own; *path* is where the web server listens.

    ``look`` is called every second, in another thread, and may take its time.
    """

    def __init__(self, wire: socket.socket, path: Path, known: Known, look: Callable[[], object]) -> None:
        self._wire = wire
        self._look = look
        self._admitted = Admitted()
        self._house = House(known, self._admitted, path)
        self._opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="esslod-door", daemon=True)
        self._stopping: asyncio.Event | None = None

    def around(self, app: WSGIApplication) -> WSGIApplication:
        """*app*, each of whose requests has its connection."""
        return self._admitted.around(app)

    def open(self) -> None:
        """Accept from now on. Returns when that is so, or raises what makes it impossible."""
        self._thread.start()
        self._opened.result()

    def shut(self) -> None:
        """Accept no more; who waits for nothing is sent away. From any thread, more than once."""
        loop, stopping = self._admitted.loop, self._stopping
        if loop is not None and stopping is not None:
            with suppress(RuntimeError):  # closed already
                loop.call_soon_threadsafe(stopping.set)

    def wait(self, seconds: float) -> None:
        """Until everybody has what they were sent, so long at most."""
        self.shut()
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            uvloop.run(self._keep())
        except BaseException as error:
            if self._opened.done():
                raise
            self._opened.set_exception(error)

    async def _keep(self) -> None:
        loop = self._admitted.loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        server = await loop.create_server(lambda: Caller(self._house), sock=self._wire, backlog=BACKLOG)
        rounds = loop.create_task(self._rounds())
        self._opened.set_result(None)
        await self._stopping.wait()
        rounds.cancel()
        server.close()
        self._admitted.closing = True
        for caller in list(self._house.callers):
            if caller.since is not None:
                caller.transport.close()
        while self._house.callers:
            await asyncio.sleep(0.02)
        await server.wait_closed()

    async def _rounds(self) -> None:
        while True:
            await asyncio.sleep(_ROUND)
            try:
                await asyncio.get_running_loop().run_in_executor(None, self._look)
            except Exception:
                logger.exception("no look for a new release this time")
            latest = time.monotonic() - IDLE
            for caller in list(self._house.callers):
                if caller.since is not None and caller.since < latest:
                    caller.transport.close()
