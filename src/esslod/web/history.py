"""The history beside the release that is served: what the journal lists, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response

from esslod.addresses import CHANGES, STREAMS
from esslod.errors import NotFound
from esslod.rdf.formats import CHARSET, GZIP, TRIG
from esslod.release.journal import HISTORY, JOURNAL, Journal, Member, Stored, read_journal
from esslod.web import asked, caching
from esslod.web.disk import Form, sent


def folder() -> Path:
    return asked.published().folder.parent / HISTORY


def journal() -> Journal:
    """The journal as it is now. Raises NotFound where nothing was ever told."""
    file = folder() / JOURNAL
    try:
        seen = file.stat()
    except OSError:
        raise NotFound(asked.path()) from None
    found = _journal(folder(), (seen.st_ino, seen.st_mtime_ns, seen.st_size))
    if found is None or not found.events or found.base_iri != asked.site().base_iri:
        raise NotFound(asked.path())
    return found


def is_told() -> bool:
    """Whether this release has a history beside it."""
    try:
        return bool(journal().events)
    except NotFound:
        return False


def newest(most: int) -> list[dict[str, Any]]:
    """The summaries of the latest publications, the newest first: none where nothing was ever told."""
    if not is_told():
        return []
    events = journal().events[::-1][:most]
    return [json.loads(content(f"{CHANGES}/{event.number}.json")) for event in events]


def streams() -> list[str]:
    """The paths of the event streams."""
    return [f"{STREAMS}{stream.name}" for stream in journal().streams]


@lru_cache(maxsize=2)
def _journal(history: Path, _seen: tuple[int, int, int]) -> Journal | None:
    return read_journal(history)


def content(address: str) -> bytes:
    """The bytes served at *address*. Raises NotFound."""
    stored = _stored(address)
    return (folder() / stored.path).read_bytes()


def answer(address: str, *, parts: bool = False) -> Response:
    """What is served at *address*, for ever when it says so; *parts*: ranges may be asked for."""
    stored = _stored(address)
    forms = [
        Form(folder() / stored.path, stored.sha256[:32]),
        Form(folder() / stored.packed_path, stored.packed_sha256[:32], "gzip"),
    ]
    content_type = f"{stored.media_type}; {CHARSET}"
    response = sent(forms, content_type, folder(), parts=parts, modified=_written(stored))
    return _dated(response, stored)


def packed(address: str, *, parts: bool = False) -> Response:
    """The gzip file of what is served at *address*, as a file."""
    stored = _stored(address)
    form = Form(folder() / stored.packed_path, stored.packed_sha256[:32])
    response = sent([form], GZIP.content_type, folder(), parts=parts, modified=_written(stored))
    return _dated(response, stored)


def _dated(response: Response, stored: Stored) -> Response:
    if stored.immutable:
        response.headers["Cache-Control"] = caching.IMMUTABLE
    return response


def _stored(address: str) -> Stored:
    stored = journal().file(address)
    if stored is None or not (folder() / stored.path).is_file():
        raise NotFound(asked.path())
    return stored


def _written(stored: Stored) -> datetime:
    return datetime.fromtimestamp(int((folder() / stored.path).stat().st_mtime), UTC)


def part(stream: str, member: Member) -> bytes:
    """The statements of *member*, as N-Triples: the bytes of its page that hold them. Raises NotFound."""
    stored = _stored(f"{STREAMS}{stream}/{member.page}.{TRIG.suffix}")
    with (folder() / stored.path).open("rb") as page:
        page.seek(member.start)
        return page.read(member.end - member.start)
