"""Conditional requests in front of an application that knows nothing of codings (RFC 9110 §13)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from esslod.web import coding
from esslod.web.kept import Headers, Variant

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_CODED_TAG: Final = re.compile(rf'-({"|".join(coding.OFFERED)})"')


def sent(variant: Variant, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """*variant* to a caller of GET, HEAD, QUERY or POST, unless it has it."""
    method = environ["REQUEST_METHOD"]
    if method == "POST":
        start_response(variant.status, variant.posted)
        return variant.body
    if variant.unchanged(environ):
        start_response("304 NOT MODIFIED", variant.not_modified())
        return []
    start_response(variant.status, variant.headers)
    return [] if method == "HEAD" else variant.body


def without_codings(environ: WSGIEnvironment, method: str | None) -> WSGIEnvironment:
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


def with_tag_held(headers: Headers, held: str) -> Headers:
    """Headers of a 304 with the caller's own tag, whose coding the application did not know."""
    for match in re.finditer(r'"[^"]*"', held):
        plain = _CODED_TAG.sub('"', match[0])
        if any(name.lower() == "etag" and value == plain for name, value in headers):
            others = [(name, value) for name, value in headers if name.lower() != "etag"]
            return [*others, ("ETag", match[0])]
    return headers
