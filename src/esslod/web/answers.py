"""Whole answers kept in front of the application: what was answered once is not made again.

Every answer is a function of (release, request), so while the release stays an answer never
grows old: it carries no ``Age``, and what ``Cache-Control`` says is the application's word.
When the release changes, everything kept is forgotten in one go.

What may be kept is said by the answer itself: 200 or 303, ``Cache-Control`` without ``no-store``,
nothing in ``Vary`` that is not part of the key, whole, and not too large. Of SPARQL queries,
those that ask for the time, for chance or for other servers are never kept. The same
question in GET, form POST, direct POST and QUERY is one question.

A hit is one dictionary look-up and no lock; everything else in this file is for the others.
"""

from __future__ import annotations

import binascii
import io
import re
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from esslod.web import coding
from esslod.web.kept import Answer, Headers, Kept, Variant, varying

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from esslod.config import Site

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"

Pairs = list[tuple[str, str]]

#: No answer larger than this share of the whole cache is kept.
_LARGEST_SHARE: Final = 16
#: From so many bytes on, an answer of unknown length is sent while it is being made.
STREAM_FROM: Final = 64 * 1024
_KEEPABLE: Final = ("200", "303")
#: What the key of an answer is made of: all that our answers depend on. Others' fields are in ``Vary``.
_NAMES: Final = (
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "wsgi.url_scheme",
)
_ENCODING: Final = "HTTP_ACCEPT_ENCODING"
_FORWARDED: Final = ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PREFIX")
_KEYED: Final = frozenset({"accept", "accept-language", "accept-encoding", "host"})
#: A query that calls one of these, even in a comment, or could hide a call by an escape, is not kept.
#: What stands before does not count: the engine's grammar needs no space between words.
_FICKLE: Final = re.compile(r"(?:now|rand|uuid|bnode)\s*[(#]|service|\\u")
#: What the expression above can only find where one of these is: looking for them first is far cheaper.
_MAYBE_FICKLE: Final = ("now", "rand", "uuid", "bnode", "service", "\\u")
_NOT_AN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|[\x00-\x20]")
_MOST_PARAMETERS: Final = 1000
_CODED_TAG: Final = re.compile(rf'-({"|".join(coding.OFFERED)})"')


@dataclass(frozen=True)
class _Question:
    """One request: ``key`` names its answer in every coding, ``chosen`` is the coding to send.

    ``keep`` is False when asking again may give another answer. ``pairs`` are the parameters
    of a SPARQL request.
    """

    key: Hashable
    chosen: str
    keep: bool
    pairs: Pairs | None = None


@dataclass
class Made:
    """What the application gave: ``pieces`` have been read, ``rest`` has not (None: that was all)."""

    status: str
    headers: Headers
    pieces: list[bytes]
    rest: Iterator[bytes] | None
    close: Callable[[], None]
    untouched: bool = False

    def said(self, name: str) -> str:
        return next((value for field, value in self.headers if field.lower() == name), "")


Direct = Callable[["WSGIEnvironment", Pairs], "Made | None"]


class _Flight:
    """An answer that is being made, and those who wait for it."""

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.answer: Answer | None = None


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
        self._names = (*_NAMES, *(_FORWARDED if site.trust_forwarded else ()))
        self._spelling = (*self._names, _ENCODING)
        self._flights: dict[Hashable, _Flight] = {}
        self._departing = threading.Lock()
        self._kept = Kept(self._most, turn())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        kept, turn = self._kept, self._turn()
        if turn != kept.turn:  # forget everything: it was true of another release
            kept = self._kept = Kept(self._most, turn)
        if environ["REQUEST_METHOD"] == "GET" and "HTTP_RANGE" not in environ:
            spelling = tuple(map(environ.get, self._spelling))
            variant = kept.near.get(spelling)
            if variant is not None:
                variant.answer.used = True
                if "HTTP_IF_NONE_MATCH" not in environ and "HTTP_IF_MODIFIED_SINCE" not in environ:
                    start_response(variant.status, variant.headers)
                    return variant.body
                return _sent(variant, environ, start_response)
            return self._ask(environ, start_response, kept, spelling, b"")
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
            variant.answer.used = True
            return _sent(variant, environ, start_response)
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
        question = self._question(environ, body)
        answer = kept.find(question.key) if question.keep else None
        if answer is None:
            made = self._make(environ, question, kept)
            if isinstance(made, Made):
                return self._passed_on(made, environ, start_response, question, kept)
            return _sent(made.variant(question.chosen), environ, start_response)
        variant = answer.variant(question.chosen)
        kept.spell(spelling, question.key, variant)  # asked twice: next time, it need not even be read
        return _sent(variant, environ, start_response)

    def _question(self, environ: WSGIEnvironment, body: bytes) -> _Question:
        chosen = coding.wanted(environ.get(_ENCODING))
        key = tuple(map(environ.get, self._names))
        if environ["PATH_INFO"] != self._sparql:
            return _Question(key, chosen, keep=True)
        pairs = _pairs(environ, body)
        if pairs is None:
            return _Question((key, body, environ["REQUEST_METHOD"]), chosen, keep=False)
        queries = [value for name, value in pairs if name == "query"]
        key = (key[0], tuple(sorted(pairs)), *key[2:])
        # POST without a query is an error, GET without one asks what this endpoint is.
        whole = queries or environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        keep = bool(whole) and not any(map(_fickle, queries))
        return _Question(key, chosen, keep, pairs)

    def _make(self, environ: WSGIEnvironment, question: _Question, kept: Kept) -> Answer | Made:
        """The answer, made once however many ask for it now; as it comes when it is not for keeping."""
        if not question.keep or "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ:
            return self._whole(self._run(environ, question), question, kept)
        place = (id(kept), question.key)
        with self._departing:
            flight = self._flights.get(place)
            first = flight is None
            flight = self._flights.setdefault(place, _Flight())
        if not first:
            flight.landed.wait()
            return flight.answer or self._whole(self._run(environ, question), question, kept)
        try:
            made = self._whole(self._run(environ, question), question, kept)
            flight.answer = made if isinstance(made, Answer) else None
            return made
        finally:
            with self._departing:
                del self._flights[place]
            flight.landed.set()

    def _run(self, environ: WSGIEnvironment, question: _Question) -> Made:
        """Ask the engine or the application; read the answer as far as it is to be sent in one piece."""
        made = self._direct(environ, question.pairs) if question.pairs and self._direct else None
        made = made or self._asked(environ)
        length = made.said("content-length")
        too_large = length.isdecimal() and int(length) > max(self._largest, STREAM_FROM)
        if too_large or made.status.startswith("206"):
            made.untouched = True
            return made
        try:
            _gather(made)
        except BaseException:
            made.close()
            raise
        return made

    def _asked(self, environ: WSGIEnvironment) -> Made:
        """The application's answer, unread."""
        started: list[Any] = []

        def start(status: str, headers: Headers, _exc_info: Any = None) -> Callable[[bytes], object]:
            started[:] = [status, headers]
            return _no_writing

        head = environ["REQUEST_METHOD"] == "HEAD"
        body = self._app(_conditions_undone(environ, "GET" if head else None), start)
        return Made(started[0], started[1], [], iter(body), getattr(body, "close", _nothing))

    def _whole(self, made: Made, question: _Question, kept: Kept) -> Answer | Made:
        """*made* as an answer, kept when it may be; unless it is still coming, or is a 304."""
        if made.rest is not None or made.status.startswith("304"):
            return made
        made.close()
        answer = Answer(made.status, made.headers, b"".join(made.pieces), question.chosen)
        if question.keep and self._keepable(made, sum(map(len, made.pieces))):
            kept.keep(question.key, answer)
        return answer

    def _keepable(self, made: Made, size: int) -> bool:
        control = made.said("cache-control").lower()
        return (
            made.status.startswith(_KEEPABLE)
            and control != ""
            and "no-store" not in control
            and "private" not in control
            and {field.lower() for field in varying(made.headers)} <= _KEYED
            and not made.said("set-cookie")
            and size <= self._largest
        )

    def _passed_on(
        self,
        made: Made,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        question: _Question,
        kept: Kept,
    ) -> Iterable[bytes]:
        """What is not one piece: long answers as they come, files as they are, "not modified"."""
        if made.status.startswith("304"):
            made.headers = _same_tag(made.headers, environ.get("HTTP_IF_NONE_MATCH", ""))
        elif not made.untouched:
            return self._streamed(made, environ, start_response, question, kept)
        start_response(made.status, made.headers)
        if environ["REQUEST_METHOD"] == "HEAD" or made.rest is None:
            made.close()
            return []
        return _Long(made, None, None)

    def _streamed(
        self,
        made: Made,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        question: _Question,
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
        return _Long(made, stream, _Copy(self._largest, keep) if may else None)


class _Copy:
    """The pieces of a long answer, kept aside while they are sent; given up beyond *most* bytes."""

    def __init__(self, most: int, keep: Callable[[bytes], None]) -> None:
        self._most = most
        self._keep = keep
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= self._most:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def end(self) -> None:
        if self._size <= self._most:
            self._keep(b"".join(self._pieces))


class _Long:
    """The body of a long answer as WSGI wants it. An error while it is made goes through: it is no end."""

    def __init__(self, made: Made, stream: coding.Stream | None, copy: _Copy | None) -> None:
        self._pieces = self._all(made, stream, copy)
        self.close = made.close

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    @staticmethod
    def _all(made: Made, stream: coding.Stream | None, copy: _Copy | None) -> Iterator[bytes]:
        assert made.rest is not None
        for pieces in (made.pieces, made.rest):
            for piece in pieces:
                if copy:
                    copy.add(piece)
                yield stream.write(piece) if stream else piece
        if copy:
            copy.end()
        if stream:
            yield stream.finish()


def _sent(variant: Variant, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    method = environ["REQUEST_METHOD"]
    if method == "POST":
        start_response(variant.status, variant.posted)
        return variant.body
    if variant.unchanged(environ):
        start_response("304 NOT MODIFIED", variant.not_modified())
        return []
    start_response(variant.status, variant.headers)
    return [] if method == "HEAD" else variant.body


def _gather(made: Made) -> None:
    """Read pieces until the end, or until there are enough to start sending."""
    size = 0
    for piece in made.rest or ():
        made.pieces.append(piece)
        size += len(piece)
        if size >= STREAM_FROM and not made.said("content-length"):
            return
    made.rest = None


def _pairs(environ: WSGIEnvironment, body: bytes) -> Pairs | None:
    """The parameters of a SPARQL request, wherever they stand; None when they cannot be read."""
    kind, _, parameters = (environ.get("CONTENT_TYPE") or "").partition(";")
    kind = kind.strip().lower()
    if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
        return None
    try:
        pairs = _parameters(environ["QUERY_STRING"])
        if kind == FORM:
            pairs += _parameters(body.decode("ascii"))
        elif kind == QUERY:
            pairs.append(("query", body.decode()))
        elif body:
            return None
    except ValueError:
        return None
    return pairs


def _parameters(encoded: str) -> Pairs:
    """As `parse_qsl`, in a third of the time: what is encoded is as quoted-printable but for the sign.

    Raises ValueError for what is not UTF-8, and for all that quoted-printable would take for more.
    """
    if not encoded.isascii() or _NOT_AN_ESCAPE.search(encoded) or encoded.count("&") > _MOST_PARAMETERS:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    parts = (part.partition("=") for part in encoded.split("&") if part)
    return [(_decoded(name), _decoded(value)) for name, _, value in parts]


def _decoded(text: str) -> str:
    if "%" not in text and "+" not in text:
        return text
    quoted = text.replace("=", "%3D").replace("+", " ").replace("%", "=")
    return binascii.a2b_qp(quoted).decode()


def _fickle(query: str) -> bool:
    query = query.lower()
    return any(word in query for word in _MAYBE_FICKLE) and _FICKLE.search(query) is not None


def _conditions_undone(environ: WSGIEnvironment, method: str | None) -> WSGIEnvironment:
    """*environ* for the application, which knows nothing of codings: its tags are without them."""
    held = environ.get("HTTP_IF_NONE_MATCH")
    if method is None and held is None:
        return environ
    asked = dict(environ)
    if method:
        asked["REQUEST_METHOD"] = method
    if held is not None:
        asked["HTTP_IF_NONE_MATCH"] = _CODED_TAG.sub('"', held)
    return asked


def _same_tag(headers: Headers, held: str) -> Headers:
    """Headers of a 304 with the caller's own tag, whose coding the application did not know."""
    for match in re.finditer(r'"[^"]*"', held):
        plain = _CODED_TAG.sub('"', match[0])
        if any(name.lower() == "etag" and value == plain for name, value in headers):
            others = [(name, value) for name, value in headers if name.lower() != "etag"]
            return [*others, ("ETag", match[0])]
    return headers


def _no_writing(_piece: bytes) -> object:
    raise NotImplementedError("write() of WSGI is not used here")


def _nothing() -> None:
    pass
