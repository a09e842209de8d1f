"""Whole answers kept in front of the application: what was answered once is not made again.

Every answer is a function of (release, request), so while the release stays an answer never
grows old: it carries no ``Age``, and what ``Cache-Control`` says is the application's word.
When the release changes, everything kept is forgotten in one go.

What may be kept is said by the answer itself: 200 or 303, ``Cache-Control`` without ``no-store``,
nothing in ``Vary`` that is not part of the key, whole, and not too large. Of SPARQL queries,
those that ask for the time, for chance or for other servers are never kept. The same
question in GET, form POST, direct POST and QUERY is one question.

A hit is one dictionary look-up and no lock (`Answers.at_once`); all else here is for the others.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any, Final

from esslod.web import coding
from esslod.web.conditions import sent, with_tag_held, without_codings
from esslod.web.kept import Answer, Headers, Kept, Variant, varying
from esslod.web.made import STREAM_FROM, Copy, Direct, Flight, Long, Made, gather, no_writing, nothing
from esslod.web.question import ENCODING, FORWARDED, KEYED, NAMES, Question
from esslod.web.question import question as asked

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from esslod.config import Site

#: No answer larger than this share of the whole cache is kept.
_LARGEST_SHARE: Final = 16
_KEEPABLE: Final = ("200", "303")


class Answers:
    """A WSGI application that answers from memory what it can, and asks *app* the rest.

    ``turn`` gives a number that is another one whenever the release has changed. ``direct`` may
    answer a SPARQL request from its parameters; what it leaves, *app* answers.
    """

    def __init__(
        self,
        app: WSGIApplication,
        site: Site,
        *,
        sparql: str,
        turn: Callable[[], int],
        direct: Direct | None = None,
    ) -> None:
        self._app = app
        self._direct = direct
        self._turn = turn
        self._sparql = sparql
        self._most = site.cache_bytes
        self._largest = site.cache_bytes // _LARGEST_SHARE
        self._most_posted = 4 * site.query_text_bytes + 65_536
        self._names = (*NAMES, *(FORWARDED if site.trust_forwarded else ()))
        self._spelling = (*self._names, ENCODING)
        self._flights: dict[Hashable, Flight] = {}
        self._departing = threading.Lock()
        self._kept = Kept(self._most, turn())

    def at_once(self, environ: WSGIEnvironment) -> Variant | None:
        """What is kept for the very same request; may be asked before all that stands around this."""
        return self._kept.at_once(environ, self._spelling) if self._kept.turn == self._turn() else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kept, turn = self._kept, self._turn()
        if turn != kept.turn:  # forget everything: it was true of another release
            kept = self._kept = Kept(self._most, turn)
        if environ["REQUEST_METHOD"] == "GET" and "HTTP_RANGE" not in environ:
            spelling = tuple(map(environ.get, self._spelling))
            variant = kept.near.get(spelling)
            if variant is None:
                return self._ask(environ, start_response, kept, spelling, b"")
            variant.mark.used = True
            return sent(variant, environ, start_response)
        return self._other(environ, start_response, kept)

    def _other(self, environ: WSGIEnvironment, start_response: StartResponse, kept: Kept) -> Iterable[bytes]:
        """HEAD, POST, QUERY from memory; all else, and parts of files, as the application answers."""
        method = environ["REQUEST_METHOD"]
        posted = method in {"POST", "QUERY"} and environ["PATH_INFO"] == self._sparql
        if "HTTP_RANGE" in environ or not (posted or method == "HEAD"):
            return self._app(environ, start_response)
        spelling: tuple[Any, ...] = tuple(map(environ.get, self._spelling))
        body = b""
        if posted:
            read = self._body(environ)
            if read is None:
                return self._app(environ, start_response)
            body = read
            spelling = (*spelling, environ.get("CONTENT_TYPE"), body)
        variant = kept.near.get(spelling)
        if variant is not None:
            variant.mark.used = True
            return sent(variant, environ, start_response)
        return self._ask(environ, start_response, kept, spelling, body)

    def _body(self, environ: WSGIEnvironment) -> bytes | None:
        """The body of a POST, which the application can still read; None when unknown or huge in length."""
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdecimal() or int(length) > self._most_posted:
            return None
        body = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = io.BytesIO(body)
        return bytes(body)

    def _ask(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        kept: Kept,
        spelling: Hashable,
        body: bytes,
    ) -> Iterable[bytes]:
        question = asked(environ, body, self._names, self._sparql)
        answer = kept.find(question.key) if question.keep else None
        if answer is None:
            made = self._make(environ, question, kept)
            if isinstance(made, Made):
                return self._passed_on(made, environ, start_response, question, kept)
            return sent(made.variant(question.chosen), environ, start_response)
        kept.spell(spelling, question.key, answer, question.chosen)  # asked twice: next time, not even read
        return sent(answer.variant(question.chosen), environ, start_response)

    def _make(self, environ: WSGIEnvironment, question: Question, kept: Kept) -> Answer | Made:
        """The answer, made once however many ask for it now; as it comes when it is not for keeping."""
        if not question.keep or "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ:
            return self._whole(self._run(environ, question), question, kept)
        place = (id(kept), question.key)
        with self._departing:
            flight = self._flights.get(place)
            first = flight is None
            flight = self._flights.setdefault(place, Flight())
        if not first:
            flight.wait()
            return flight.answer or self._whole(self._run(environ, question), question, kept)
        try:
            made = self._whole(self._run(environ, question), question, kept)
            flight.answer = made if isinstance(made, Answer) else None
            return made
        finally:
            with self._departing:
                del self._flights[place]
            flight.land()

    def _run(self, environ: WSGIEnvironment, question: Question) -> Made:
        """Ask the engine or the application; read the answer as far as it is to be sent in one piece."""
        made = self._direct(environ, question.pairs) if question.pairs and self._direct else None
        made = made or self._asked(environ)
        if made.rest is None:  # the engine's, whole
            return made
        length = made.said("content-length")
        too_large = length.isdecimal() and int(length) > max(self._largest, STREAM_FROM)
        if too_large or made.status.startswith("206") or made.said("accept-ranges"):
            made.untouched = True
            return made
        try:
            gather(made)
        except BaseException:
            made.close()
            raise
        return made

    def _asked(self, environ: WSGIEnvironment) -> Made:
        """The application's answer, unread."""
        started: list[Any] = []

        def start(status: str, headers: Headers, _exc_info: Any = None) -> Callable[[bytes], object]:
            started[:] = [status, headers]
            return no_writing

        head = environ["REQUEST_METHOD"] == "HEAD"
        body = self._app(without_codings(environ, "GET" if head else None), start)
        return Made(started[0], started[1], [], iter(body), getattr(body, "close", nothing))

    def _whole(self, made: Made, question: Question, kept: Kept) -> Answer | Made:
        """*made* as an answer, kept when it may be; unless it is still coming, or is a 304."""
        if made.rest is not None or made.status.startswith("304"):
            return made
        made.close()
        answer = Answer(made.status, made.headers, b"".join(made.pieces), question.chosen)
        if question.keep and self._keepable(made, sum(map(len, made.pieces))):
            kept.keep(question.key, answer)
        return answer

    def _keepable(self, made: Made, size: int) -> bool:
        fields = made.fields()
        control = fields.get("cache-control", "").lower()
        return (
            made.status.startswith(_KEEPABLE)
            and control != ""
            and "no-store" not in control
            and "private" not in control
            and {field.lower() for field in varying(made.headers)} <= KEYED
            and "set-cookie" not in fields
            and size <= self._largest
        )

    def _passed_on(
        self,
        made: Made,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        question: Question,
        kept: Kept,
    ) -> Iterable[bytes]:
        """What is not one piece: long answers as they come, files as they are, "not modified"."""
        if made.status.startswith("304"):
            made.headers = with_tag_held(made.headers, environ.get("HTTP_IF_NONE_MATCH", ""))
        elif not made.untouched:
            return self._streamed(made, environ, start_response, question, kept)
        start_response(made.status, made.headers)
        if environ["REQUEST_METHOD"] == "HEAD" or made.rest is None:
            made.close()
            return []
        return Long(made, None, None)

    def _streamed(
        self,
        made: Made,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        question: Question,
        kept: Kept,
    ) -> Iterable[bytes]:
        headers = [(name, value) for name, value in made.headers if name.lower() != "vary"]
        vary, stream = varying(made.headers), None
        if not made.said("content-encoding") and coding.compressible(made.said("content-type")):
            vary.add("Accept-Encoding")
            if question.chosen:
                stream = coding.Stream(question.chosen)
                headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
                headers.append(("Content-Encoding", question.chosen))
        start_response(made.status, [*headers, ("Vary", ", ".join(sorted(vary)))] if vary else headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            made.close()
            return []

        def keep(body: bytes) -> None:
            kept.keep(question.key, Answer(made.status, made.headers, body, coding.IDENTITY))

        may = question.keep and self._keepable(made, 0)
        return Long(made, stream, Copy(self._largest, keep) if may else None)
