"""The relay: where query processes send what SERVICE asks, so that only the parent reaches out.

An HTTP server on loopback, a port of its own, POST only. A query that has passed the
scan is granted an address that cannot be guessed, for as long as it runs; what it may
reach through it are the endpoints that its text named, under `outbound.Rules`.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from esslod.engine import outbound
from esslod.errors import EsslodError

_LOOPBACK: Final = "127.0.0.1"
_MOST_QUERY: Final = 10_000_000
#: Of a query's time, what its endpoints get: enough is left to say which was too slow.
_SHARE: Final = 0.9
#: Bytes of an answer that are gathered in memory; what goes beyond, on disk.
_IN_MEMORY: Final = 1_000_000
_PASSED: Final = ("Accept", "Content-Type")


class Grant:
    """What one query may reach: its endpoints by number, until *seconds* are over. Forgotten by `end`."""

    def __init__(self, relay: Relay, seconds: float) -> None:
        self.token = secrets.token_urlsafe(24)
        self.endpoints: list[str] = []
        self.failure: EsslodError | None = None
        self.until = 0.0
        self._seconds = seconds
        self._relay = relay

    def address(self, endpoint: str) -> str:
        """The address on the relay that stands for *endpoint*."""
        self.endpoints.append(endpoint)
        return f"http://{_LOOPBACK}:{self._relay.port}/{self.token}/{len(self.endpoints) - 1}"

    def addresses(self) -> tuple[str, ...]:
        base = f"http://{_LOOPBACK}:{self._relay.port}/{self.token}/"
        return tuple(base + str(number) for number in range(len(self.endpoints)))

    def begin(self) -> None:
        """The query starts now."""
        self.until = time.monotonic() + _SHARE * self._seconds
        self._relay.grants[self.token] = self

    def end(self) -> None:
        self._relay.grants.pop(self.token, None)


class Relay:
    """The server and its open grants; `close` ends it."""

    def __init__(self, rules: outbound.Rules) -> None:
        self.rules = rules
        self.grants: dict[str, Grant] = {}
        self._server = _Server((_LOOPBACK, 0), _Exchange)
        self._server.relay = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="esslod-relay", daemon=True
        )
        self._thread.start()

    def grant(self, seconds: float) -> Grant:
        return Grant(self, seconds)

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    relay: Relay

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a query process that dies leaves its connection; the query's own error says why."""


class _Exchange(BaseHTTPRequestHandler):
    """One request of a query process."""

    protocol_version = "HTTP/1.1"
    timeout = 60.0
    server: _Server

    def do_POST(self) -> None:
        _, token, number, *_ = [*self.path.split("/"), "", ""]
        grant = self.server.relay.grants.get(token)
        length = self.headers.get("Content-Length", "")
        known = grant is not None and number.isdigit() and int(number) < len(grant.endpoints)
        if grant is None or not known or not length.isdigit() or int(length) > _MOST_QUERY:
            self.close_connection = True
            self._refuse(404)
            return
        sent = {name: value for name in _PASSED if (value := self.headers.get(name))}
        sent["User-Agent"] = "esslod"
        asking = outbound.Asking(grant.endpoints[int(number)], self.rfile.read(int(length)), sent)
        self._forward(asking, grant)

    def _forward(self, asking: outbound.Asking, grant: Grant) -> None:
        """Gather the whole answer, then pass it on: the engine never sees half of one, nor does SILENT."""
        kind = ""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as answer:
            try:
                left = grant.until - time.monotonic()
                for kind, piece in outbound.ask(asking, self.server.relay.rules, left):  # noqa: B007
                    answer.write(piece)
            except EsslodError as error:
                grant.failure = error
                self._refuse(502)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(answer.tell()))
            self.end_headers()
            answer.seek(0)
            shutil.copyfileobj(answer, self.wfile)

    def _refuse(self, status: int) -> None:
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 : the base class names it so
        """Nothing."""
