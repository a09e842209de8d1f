"""Conditional requests (RFC 9110 §13): the conditions themselves, and what becomes of them before
an application that knows nothing of codings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from werkzeug.http import parse_date

from esslod.web import coding

if TYPE_CHECKING:
    from collections.abc import Collection

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from esslod.web.kept import Headers, Variant

_CODED_TAG: Final = re.compile(rf'-({"|".join(coding.OFFERED)})"')
_TAG: Final = re.compile(r'(W/)?("[^"]*")')


def held(if_none_match: str | None, tags: Collection[str]) -> bool:
    """Whether the caller has one of *tags* (quoted, strong); ``*`` names none (weak comparison, §8.8.3.2)."""
    return if_none_match is not None and any(tag in tags for _, tag in _TAG.findall(if_none_match))


def refused(environ: WSGIEnvironment, tag: str, modified: str) -> bool:
    """Whether ``If-Match`` or else ``If-Unmodified-Since`` forbids an answer (412; §13.2.2, steps 1 and 2).

    *tag* and *modified* are the ``ETag`` and ``Last-Modified`` that a 200 has; empty when it has none.
    """
    wanted = environ.get("HTTP_IF_MATCH")
    if wanted is not None:
        strong = (found for weak, found in _TAG.findall(wanted) if not weak)
        return wanted.strip() != "*" and tag not in strong
    since, last = parse_date(environ.get("HTTP_IF_UNMODIFIED_SINCE")), parse_date(modified)
    return since is not None and last is not None and last > since


def unchanged(environ: WSGIEnvironment, tags: Collection[str], modified: str) -> bool:
    """Whether the answer to GET or HEAD is 304 (§13.2.2, steps 3 and 4).

    ``If-Modified-Since`` must be the very date we sent, as for nginx: after a rollback the
    current release is *older* than what a client holds, and "not later than" would tell it
    that nothing has changed.
    """
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        return known.strip() == "*" or held(known, tags)
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return bool(since and modified) and parse_date(since) == parse_date(modified)


def same_tag(environ: WSGIEnvironment, tags: Collection[str], _modified: str = "") -> bool:
    """As `unchanged`, for an answer whose own tag is not known yet: neither ``*`` nor a date is judged."""
    return held(environ.get("HTTP_IF_NONE_MATCH"), tags)


def in_parts(environ: WSGIEnvironment, tag: str, modified: str) -> bool:
    """Whether ``If-Range``, when there is one, lets ``Range`` apply: strong tag or very date (§13.1.5)."""
    condition = environ.get("HTTP_IF_RANGE", "").strip()
    return not condition or condition in (tag, modified)


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
    known = environ.get("HTTP_IF_NONE_MATCH")
    if method is None and known is None:
        return environ
    asked = dict(environ)
    if method:
        asked["REQUEST_METHOD"] = method
    if known is not None:
        asked["HTTP_IF_NONE_MATCH"] = _CODED_TAG.sub('"', known)
    return asked


def with_tag_held(headers: Headers, known: str) -> Headers:
    """Headers of a 304 with the caller's own tag, whose coding the application did not know."""
    for match in re.finditer(r'"[^"]*"', known):
        plain = _CODED_TAG.sub('"', match[0])
        if any(name.lower() == "etag" and value == plain for name, value in headers):
            others = [(name, value) for name, value in headers if name.lower() != "etag"]
            return [*others, ("ETag", match[0])]
    return headers
