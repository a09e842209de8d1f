"""One request and its answer as they pass the door: where each of them ends.

That is read by llhttp (httptools). Whoever sends the next request before the answer, or what
llhttp does not understand, has the bytes of both directions passed on from then until the end: the
web server says what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httptools

if TYPE_CHECKING:
    from esslod.web.connection import Connection

#: Statuses below it announce the answer, and are none.
_INFORMATIONAL: Final = 200


class Course:
    """A request that went in and its answer, as far as llhttp reads them.

    ``alone`` is whether *received* is one whole request and nothing else. Once it is not understood
    (``blind``), there is no end but that of the connection.
    """

    def __init__(self, received: bytes) -> None:
        self.connection: Connection
        self.goes_on = True
        self._requests = self._complete = 0
        self._blind = self._done = False
        self._request = httptools.HttpRequestParser(_Events(self._began, self._asked, lambda: None))
        self._answer = self._parser()
        self.more(received)
        self.alone = self.whole and self._requests == 1 and not self._blind

    @property
    def whole(self) -> bool:
        """Whether all of the request has come: what comes before it has is a part of it, and no request."""
        return self._complete == 1

    def more(self, received: bytes) -> None:
        """Bytes of the request; after its end, or of more than one: nothing is understood any more."""
        if self._blind:
            return
        try:
            self._request.feed_data(received)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._blind = True
        self._blind = self._blind or self._requests != 1

    def ended(self, received: bytes) -> bool:
        """Whether the answer, of which *received* are the next bytes, ends with them."""
        if self._blind:
            return False
        try:
            self._answer.feed_data(received)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._blind = True
        return self._done and not self._blind

    def _parser(self) -> httptools.HttpResponseParser:
        return httptools.HttpResponseParser(_Events(lambda: None, self._answered, self._heads))

    def _began(self) -> None:
        self._requests += 1

    def _asked(self) -> None:
        self._complete += 1

    def _heads(self) -> None:
        # llhttp waits for the body that the head of an answer to HEAD only speaks of (RFC 9112 §6.3).
        if self._request.get_method() == b"HEAD" and self._answer.get_status_code() >= _INFORMATIONAL:
            self._answered()

    def _answered(self) -> None:
        if self._answer.get_status_code() < _INFORMATIONAL:
            return  # 100 Continue: the answer comes yet
        self._done = True
        self.goes_on = self._answer.should_keep_alive() and self._request.should_keep_alive()


@dataclass(frozen=True)
class _Events:
    """What llhttp tells, under the names that httptools looks for."""

    on_message_begin: object
    on_message_complete: object
    on_headers_complete: object
