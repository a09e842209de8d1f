"""What few requests ask for and RFC 9110 demands all the same, before the kept answers see it.

- ``If-Match`` and ``If-Unmodified-Since`` (§13.1.1, §13.1.4): 412 when they do not hold.
- A body as it is, refused by ``identity;q=0`` (§12.5.3): coded even when that gains nothing, or
  406 when no coding is accepted, or when the body is compressed by its nature.
- ``Range`` (§14.2) is for GET, and here for dumps and tables; elsewhere it is as if absent.

Every other request costs one comparison. What is refused is told by the application, as every
problem is: it finds the refusal in the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from esslod.errors import CallerError, NotAcceptable, PreconditionFailed
from esslod.web import coding, conditions
from esslod.web.kept import Headers, varying
from esslod.web.made import no_writing
from esslod.web.question import ENCODING
from esslod.web.ranges import IN_PARTS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Where in the WSGI environment the application finds why a request is refused.
REFUSAL: Final = "esslod.refusal"

_RANGE: Final = "HTTP_RANGE"
_BEFORE: Final = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
_RARE: Final = (_RANGE, *_BEFORE)
#: Everything that makes an answer depend on what the caller has.
_CONDITIONS: Final = (*_RARE, "HTTP_IF_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_READING: Final = frozenset({"GET", "HEAD"})


@dataclass
class _Heard:
    """An answer that was not sent on yet."""

    status: str = ""
    headers: Headers = field(default_factory=list)

    def start(self, status: str, headers: Headers, _exc_info: Any = None) -> Callable[[bytes], object]:
        self.status, self.headers = status, list(headers)
        return no_writing

    def said(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name), "")

    def without(self, *names: str) -> Headers:
        return [(name, value) for name, value in self.headers if name.lower() not in names]


class Exact:
    """A WSGI application: *answers*, and around it what is said above. *app* tells refusals."""

    def __init__(self, answers: WSGIApplication, app: WSGIApplication) -> None:
        self._answers = answers
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # Written out: this is on the way of every request.
        accepted = environ.get(ENCODING)
        if (
            (accepted is None or "=" not in accepted or not coding.identity_refused(accepted))
            and "HTTP_RANGE" not in environ
            and "HTTP_IF_MATCH" not in environ
            and "HTTP_IF_UNMODIFIED_SINCE" not in environ
        ):
            return self._answers(environ, start_response)
        return self._rare(dict(environ), start_response)

    def _rare(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        coded = coding.identity_refused(environ.get(ENCODING))
        whole = environ["REQUEST_METHOD"] != "GET" or not environ["PATH_INFO"].startswith(IN_PARTS)
        if whole or coded:
            environ.pop(_RANGE, None)
        if environ["REQUEST_METHOD"] in _READING and not environ.keys().isdisjoint(_BEFORE):
            seen = self._seen(environ)
            if seen.status.startswith("2") and conditions.refused(
                environ, seen.said("etag"), seen.said("last-modified")
            ):
                return self._told(PreconditionFailed(f"ETag: {seen.said('etag')}"), environ, start_response)
        return self._coded(environ, start_response) if coded else self._answers(environ, start_response)

    def _seen(self, environ: WSGIEnvironment) -> _Heard:
        """Status and headers of the answer if there were no condition."""
        asked = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        heard = _Heard()
        _read(self._answers({**asked, "REQUEST_METHOD": "HEAD"}, heard.start), most=0)
        return heard

    def _coded(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer in a coding that the caller accepts. HEAD is asked as GET: its length must be right."""
        method, heard = environ["REQUEST_METHOD"], _Heard()
        asked = conditions.without_codings(environ, "GET" if method == "HEAD" else None)
        body = self._answers(asked, heard.start)
        if heard.said("content-encoding"):
            start_response(heard.status, heard.headers)
            return _read(body, most=0) if method == "HEAD" else body
        chosen = coding.wanted(environ[ENCODING])
        if heard.status.startswith("2") and not _codable(heard, chosen):
            _read(body, most=0)
            return self._told(_no_form(environ[ENCODING]), environ, start_response)
        plain = b"".join(_read(body))
        if not plain:
            known = environ.get("HTTP_IF_NONE_MATCH", "")
            start_response(heard.status, conditions.with_tag_held(heard.headers, known))
            return []
        made, headers = _in_coding(plain, heard, chosen)
        start_response(heard.status, headers)
        return [] if method == "HEAD" else [made]

    def _told(
        self, error: CallerError, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        return self._app({**environ, REFUSAL: error}, start_response)


def _no_form(accepted: str) -> NotAcceptable:
    """What is said to who accepts neither the body as it is nor a coding that it can have."""
    error = NotAcceptable(f"Accept-Encoding: {accepted}")
    error.remedy = f"Accept identity, or one of {', '.join(coding.OFFERED)} for a text."
    french = f"Acceptez identity, ou l’un de {', '.join(coding.OFFERED)} pour un texte."
    error.french = (error.message, french)
    return error


def _codable(heard: _Heard, chosen: str) -> bool:
    """Whether the answer can be had in *chosen*: text, and not so long that it is only sent from disk."""
    length = heard.said("content-length")
    short = not length.isdecimal() or int(length) <= coding.LONGEST_CODED
    return chosen != coding.IDENTITY and short and coding.compressible(heard.said("content-type"))


def _in_coding(plain: bytes, heard: _Heard, chosen: str) -> tuple[bytes, Headers]:
    """*plain* in *chosen* and its headers; a problem is sent as it is when no coding will do."""
    if chosen == coding.IDENTITY:
        return plain, heard.headers
    made = coding.coded(plain, chosen)
    tag = heard.said("etag")
    headers = heard.without("content-length", "etag", "vary")
    headers += [("Content-Length", str(len(made))), ("Content-Encoding", chosen)]
    headers += [("ETag", f'{tag[:-1]}-{chosen}"')] if tag else []
    return made, [*headers, ("Vary", ", ".join(sorted(varying(heard.headers) | {"Accept-Encoding"})))]


def _read(body: Iterable[bytes], most: int | None = None) -> list[bytes]:
    """The pieces of *body*, which is closed; none of them when *most* is 0."""
    try:
        return [] if most == 0 else list(body)
    finally:
        getattr(body, "close", lambda: None)()
