"""Validators and freshness: RFC 9110 §8.8 and §13, RFC 9111.

An answer is a pure function of (release, software, settings, request), so its strong
ETag is known before it is made and a 304 costs nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from flask import Response, request
from werkzeug.http import is_resource_modified, parse_date

from esslod import __version__
from esslod.config import Site
from esslod.representation.html import asset_digest, templates_digest
from esslod.web import asked

#: May be kept by anyone, and asked about again before every use.
REVALIDATE: Final = "public, no-cache"
#: The address contains the version: a year is the longest that RFC 9111's ancestors allowed.
IMMUTABLE: Final = "public, max-age=31536000, immutable"


def exact_dates() -> None:
    """Make If-Modified-Since match only the very date we sent, as nginx does by default.

    After a rollback the current release is *older* than what a client holds; "not later than"
    would tell it that nothing has changed.
    """
    since = parse_date(request.headers.get("If-Modified-Since"))
    if since is not None and since != asked.published().modified:
        request.environ.pop("HTTP_IF_MODIFIED_SINCE", None)


def answer(
    make: Callable[[], bytes],
    content_type: str,
    representation: Sequence[str],
    *,
    vary: Sequence[str] = (),
    headers: Sequence[tuple[str, str]] = (),
) -> Response:
    """The bytes that *make* gives, or 304 when the caller has them.

    *representation* tells this answer from the others at this address (syntax, language…).
    """
    published = asked.published()
    tag = _tag(published.manifest.name, _fingerprint(asked.site()), request.path, *representation)
    fresh = not is_resource_modified(request.environ, etag=tag, last_modified=published.modified)
    response = Response(status=304) if fresh else Response(make(), content_type=content_type)
    if fresh:
        del response.headers["Content-Type"]
    response.set_etag(tag)
    response.last_modified = published.modified
    response.headers["Cache-Control"] = REVALIDATE
    response.vary.update(vary)
    for name, value in headers:
        response.headers.add(name, value)
    return response


def _tag(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


@lru_cache(maxsize=8)
def _fingerprint(site: Site) -> str:
    """What else an answer depends on: this software and its settings."""
    return _tag(__version__, asset_digest(), templates_digest(), repr(site))
