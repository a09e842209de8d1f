"""Validators and freshness: RFC 9110 §8.8 and §13, RFC 9111.

An answer is a pure function of (release, software, settings, request), so its strong
ETag is known before it is made and a 304 costs nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from flask import Response, request

from esslod import __version__
from esslod.config import Site
from esslod.rdf.formats import HTML
from esslod.representation.about import texts_of
from esslod.representation.html import templates_digest
from esslod.representation.look import asset_digest, look_of
from esslod.representation.words import LANGUAGES
from esslod.web import asked, coding, conditions

#: May be kept by anyone, and asked about again before every use.
REVALIDATE: Final = "public, no-cache"
#: The address contains the version: a year is the longest that RFC 9111's ancestors allowed.
IMMUTABLE: Final = "public, max-age=31536000, immutable"


def answer(
    make: Callable[[], bytes | Iterator[bytes]],
    content_type: str,
    representation: Sequence[str],
    *,
    vary: Sequence[str] = (),
    headers: Sequence[tuple[str, str]] = (),
) -> Response:
    """The bytes that *make* gives, at once or piece by piece, or 304 when the caller has them.

    *representation* tells this answer from the others at this address (syntax, language…).
    Only a tag can be judged before the body is made: which coding it gets, and with it the
    tag that a 304 must bear, is known afterwards (`answers.py` judges ``*`` and dates).
    """
    published = asked.published()
    query = request.query_string.decode("latin-1")
    tag = _tag(published.manifest.name, _fingerprint(asked.site()), request.path, query, *representation)
    known = conditions.held(request.headers.get("If-None-Match"), {f'"{tag}"'})
    response = Response(status=304) if known else Response(make(), content_type=content_type)
    if known:
        del response.headers["Content-Type"]
    response.set_etag(tag)
    response.last_modified = published.modified
    response.headers["Cache-Control"] = REVALIDATE
    response.vary.update(_varying(vary, content_type))
    for name, value in headers:
        response.headers.add(name, value)
    return response


def _varying(fields: Sequence[str], content_type: str) -> Iterator[str]:
    """What of *fields* this answer depends on: ``?lang=`` overrules the header, and data have no language."""
    spoken = content_type.startswith(HTML.media_type) and request.args.get("lang") not in LANGUAGES
    for field in fields:
        if field != "Accept-Language" or spoken:
            yield field
    if coding.compressible(content_type):
        yield "Accept-Encoding"


def _tag(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


@lru_cache(maxsize=8)
def _fingerprint(site: Site) -> str:
    """What else an answer depends on: this software and its settings."""
    look = look_of(site)
    return _tag(__version__, asset_digest(look), templates_digest(look), repr(texts_of(site)), repr(site))
