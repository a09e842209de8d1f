"""One file of a release as an answer: whole, in parts, coded beforehand, or not at all (304).

A dump that is also kept compressed is sent so to whoever accepts that: the coding was made once,
by the build. Each form has a tag of its own, so parts of one are never put into another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Response, request
from werkzeug.http import http_date

from esslod.rdf.formats import COMPRESSIONS
from esslod.release.manifest import MANIFEST
from esslod.web import caching, coding, conditions
from esslod.web.pieces import Pieces
from esslod.web.ranges import Span, multipart, spans

if TYPE_CHECKING:
    from collections.abc import Collection

#: The codings in which a file may be kept beside itself.
KEPT: Final = tuple(COMPRESSIONS)


@dataclass(frozen=True)
class Form:
    """A file in one coding (`coding.IDENTITY`: as it is), with its strong tag, without quotes."""

    file: Path
    tag: str
    coding: str = coding.IDENTITY


def sent(
    forms: Sequence[Form],
    content_type: str,
    folder: Path,
    *,
    parts: bool = False,
    modified: datetime | None = None,
) -> Response:
    """The form that the caller prefers (the first of *forms* is the plain one), as far as it is wanted.

    *folder* is the release's; *parts*: ranges may be asked for. *modified* is when the file was written,
    unless it is of the release. Raises RangeNotSatisfiable.
    """
    chosen = _chosen(forms)
    dated = http_date(modified or _sealed(folder))
    tags = {f'"{form.tag}"' for form in forms}
    # A text that will be coded in memory gets its tag there, which a 304 must bear, and has no parts:
    # what says that it has goes by the kept answers untouched (`answers.py`).
    final = _final(forms, content_type)
    judged = conditions.unchanged if final else conditions.same_tag
    if judged(request.environ, tags, dated):
        response = Response(status=304)
        del response.headers["Content-Type"]
    else:
        response = _body(chosen, content_type, dated, request.headers.get("Range") if parts else None)
    response.headers["ETag"] = f'"{chosen.tag}"'
    response.headers["Last-Modified"] = dated
    response.headers["Cache-Control"] = caching.REVALIDATE
    if parts and final:
        response.headers["Accept-Ranges"] = "bytes"
    if len(forms) > 1 or coding.compressible(content_type):
        response.vary.add("Accept-Encoding")
    return response


def _final(forms: Sequence[Form], content_type: str) -> bool:
    """Whether the answer goes out as it leaves here, in no other coding."""
    if len(forms) > 1 or not coding.compressible(content_type):
        return True
    plain = coding.wanted(request.headers.get("Accept-Encoding")) == coding.IDENTITY
    return plain or forms[0].file.stat().st_size > coding.LONGEST_CODED


def _chosen(forms: Sequence[Form]) -> Form:
    kept: Collection[str] = {form.coding for form in forms}
    offered = tuple(name for name in KEPT if name in kept)
    wanted = coding.wanted(request.headers.get("Accept-Encoding"), offered) if offered else coding.IDENTITY
    return next(form for form in forms if form.coding == wanted)


def _body(form: Form, content_type: str, modified: str, asked: str | None) -> Response:
    size = form.file.stat().st_size
    parts: tuple[Span, ...] = ()
    if asked and request.method == "GET" and conditions.in_parts(request.environ, f'"{form.tag}"', modified):
        parts = spans(asked, size)
    if len(parts) > 1:
        frame = multipart(parts, size, content_type, form.tag)
        response = _response(
            Pieces(form.file, parts, frame.heads, frame.end), frame.content_type, frame.length
        )
    else:
        part = parts[0] if parts else Span(0, size)
        response = _response(Pieces(form.file, [part]), content_type, part.stop - part.start)
        if parts:
            response.headers["Content-Range"] = part.content_range(size)
    response.status_code = 206 if parts else 200
    if form.coding:
        response.headers["Content-Encoding"] = form.coding
    return response


def _response(pieces: Pieces, content_type: str, length: int) -> Response:
    response = Response(pieces, content_type=content_type, direct_passthrough=True)
    response.content_length = length
    return response


def _sealed(folder: Path) -> datetime:
    """When the release in *folder* was finished: its manifest is written last, and never touched again."""
    return datetime.fromtimestamp(int((folder / MANIFEST).stat().st_mtime), UTC)
