"""One line a request on standard output, as text or JSON, without personal data.

Written: when, method, path, kind of address, status, bytes, seconds, where the answer came from, its
media type and language, and the family of the program that asked, from a closed list. Never written:
the caller's address, its ``User-Agent``, ``Referer``, ``Cookie``, ``Authorization``, and what stands after
``?``, where anything may have been typed. A path is written when it reads like an address of
ours; anything else is ``*``: what a stranger typed there could be a name.
"""

from __future__ import annotations

import json
import os
import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from esslod.web.tally import OTHER, SOURCES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from esslod.web.observed import Course

#: What a ``User-Agent`` contains (lower case) → the family that is written; the first found decides.
FAMILIES: Final = (
    ("googlebot", "Googlebot"), ("bingbot", "Bingbot"), ("bot", "robot"), ("crawl", "robot"),
    ("spider", "robot"), ("udata", "udata"), ("ckan", "CKAN"), ("piveau", "piveau"),
    ("comunica", "Comunica"), ("rdflib", "rdflib"), ("sparqlwrapper", "SPARQLWrapper"),
    ("jena", "Jena"), ("rdf4j", "RDF4J"), ("ldes", "LDES client"), ("prometheus", "Prometheus"),
    ("curl", "curl"), ("wget", "Wget"), ("python", "Python"), ("java", "Java"), ("node", "Node.js"),
    ("go-http", "Go"), ("mozilla", "browser"),
)  # fmt: skip
_OURS: Final = re.compile(r"[A-Za-z0-9/._~-]{1,200}")
_STANDARD_OUTPUT: Final = 1


class AccessLog:
    """Writes to the file *descriptor*. A line is one write, so those of several processes do not mix."""

    def __init__(self, form: Literal["text", "json"], descriptor: int = _STANDARD_OUTPUT) -> None:
        self._form = _FORMS[form]
        self._descriptor = descriptor

    def write(self, environ: WSGIEnvironment, course: Course, kind: str, seconds: float, size: int) -> None:
        """The line of one request; a log that cannot be written stops no answer."""
        said = members(environ, course, kind, seconds, size)
        line = self._form({"time": _now(), **said})
        with suppress(OSError):
            os.write(self._descriptor, f"{line}\n".encode("ascii", "backslashreplace"))


def members(
    environ: WSGIEnvironment, course: Course, kind: str, seconds: float, size: int
) -> dict[str, str | int | float]:
    """What is written of a request, beside the time; what an answer does not say is empty."""
    path, method = environ.get("PATH_INFO") or "/", environ["REQUEST_METHOD"]
    told = {name.lower(): value for name, value in course.headers}
    return {
        "method": method if method.isascii() and method.isalpha() and len(method) < 10 else "*",
        "path": path if kind != OTHER and _OURS.fullmatch(path) else "*",
        "kind": kind,
        "status": int(course.status),
        "bytes": 0 if method == "HEAD" else size,
        "seconds": round(seconds, 6),
        "source": SOURCES[course.source],
        "type": told.get("content-type", "").partition(";")[0],
        "language": told.get("content-language", ""),
        "agent": family(environ.get("HTTP_USER_AGENT", "")),
    }


@lru_cache(maxsize=256)
def family(agent: str) -> str:
    """The family of programs that a ``User-Agent`` names, ``other``, or nothing."""
    agent = agent[:500].lower()
    return next((name for part, name in FAMILIES if part in agent), "other" if agent else "")


def _now() -> str:
    """Now, UTC, to the millisecond (ISO 8601)."""
    moment = datetime.fromtimestamp(time.time(), UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(said: dict[str, str | int | float]) -> str:
    return json.dumps(said, separators=(",", ":"))


def _text(said: dict[str, str | int | float]) -> str:
    """The values in order, a hyphen for none; a value that holds a space is quoted."""
    written = (str(value) or "-" for value in said.values())
    return " ".join(f'"{value}"' if " " in value else value for value in written)


_FORMS: Final = {"text": _text, "json": _json}
