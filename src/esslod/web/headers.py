"""The headers of every answer: reading from any origin, and what a browser must not do with it."""

from __future__ import annotations

from typing import Final

from flask import Response, request

from esslod.rdf.formats import HTML

#: No script, no outside host, no frame: the pages need none of them. (A block of data in a
#: ``script`` element is no script: the policy does not concern it.)
SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
#: A page with a script of ours, which asks this host: where one comes to search, and the query page when its
#: editor was built.
SCRIPTED: Final = (
    "Content-Security-Policy",
    f"{SECURITY_POLICY}; script-src 'self'; connect-src 'self'",
)
#: Types that a browser shows as a page, where a script could run.
_SHOWN: Final = frozenset({HTML.media_type, "image/svg+xml"})

ALWAYS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Encoding, Content-Length, Content-Location, Content-Range, ETag, Link, "
        "Location, Retry-After, Server-Timing, Vary"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # Neither name nor version of what listens: Granian says its own unless we say something.
    "Server": "esslod",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, Accept-Profile, Cache-Control, Content-Type, If-Match, If-Modified-Since, "
        "If-None-Match, If-Range, If-Unmodified-Since, Range"
    ),
    "Access-Control-Max-Age": "86400",
}


def finished(response: Response) -> Response:
    """*response* with the headers of every answer, problems included."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if response.mimetype in _SHOWN:
        response.headers.setdefault("Content-Security-Policy", SECURITY_POLICY)
    if request.method == "OPTIONS":
        for name, value in _PREFLIGHT.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault(
            "Access-Control-Allow-Methods", response.headers.get("Allow", "GET, HEAD")
        )
    return response
