"""What the web server lets through although HTTP forbids it, refused before anything else sees it.

- ``Host`` (RFC 9112 §3.2): none, several, or one that is no host, 400. Answers hold links on the
  host that was asked, so a false one would be kept and shown to others.
- ``Content-Encoding`` of a request body (RFC 9110 §8.4): we decode none, so 415.

Every good request costs two look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from esslod.errors import BadRequest, CallerError, UnsupportedMediaType
from esslod.web.exact import REFUSAL

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: A registered name or an IPv4 address, or an IPv6 address in brackets; a port (RFC 3986 §3.2.2). No
#: comma: that is how several fields arrive here.
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._~%!$&'()*+;=-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{0,5})?")
#: Versions of HTTP that do without a host.
_OLD: Final = frozenset({"HTTP/1", "HTTP/1.0", "HTTP/0.9"})
_PLAIN: Final = frozenset({"", "identity"})


class WellFormed:
    """A WSGI application: *inner* for well-formed requests; *app* tells what is wrong with the others."""

    def __init__(self, inner: WSGIApplication, app: WSGIApplication) -> None:
        self._inner = inner
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if _is_host(environ.get("HTTP_HOST", "")) and "HTTP_CONTENT_ENCODING" not in environ:
            return self._inner(environ, start_response)
        refusal = _wrong(environ)
        if refusal is None:
            return self._inner(environ, start_response)
        return self._app({**environ, "HTTP_HOST": "localhost", REFUSAL: refusal}, start_response)


@lru_cache(maxsize=256)
def _is_host(host: str) -> bool:
    return _HOST.fullmatch(host) is not None


def _wrong(environ: WSGIEnvironment) -> CallerError | None:
    host = environ.get("HTTP_HOST", "")
    if not _is_host(host) and (host or environ.get("SERVER_PROTOCOL") not in _OLD):
        return BadRequest("Host", remedy="Host: data.example.org (RFC 9112 §3.2)")
    coding = environ.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if coding not in _PLAIN:
        return UnsupportedMediaType(f"Content-Encoding: {coding}", remedy="Content-Encoding: identity")
    return None
