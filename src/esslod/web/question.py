"""What a request asks, as the key of its answer; of a SPARQL request, its parameters too."""

from __future__ import annotations

import binascii
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from esslod.web import coding

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"

Pairs = list[tuple[str, str]]

#: What the key of an answer is made of: all that our answers depend on, the path and the query first.
NAMES: Final = (
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_ACCEPT_PROFILE",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "wsgi.url_scheme",
)
#: And behind a proxy that is trusted.
FORWARDED: Final = ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PREFIX")
ENCODING: Final = "HTTP_ACCEPT_ENCODING"
#: The fields that ``Vary`` may name: an answer that depends on another one has no key here.
KEYED: Final = frozenset({"accept", "accept-language", "accept-profile", "accept-encoding", "host"})

#: A query that calls one of these, even in a comment, or could hide a call by an escape, is not kept.
#: What stands before does not count: the engine's grammar needs no space between words.
_FICKLE: Final = re.compile(r"(?:now|rand|uuid|bnode)\s*[(#]|service|\\u")
#: What the expression above can only find where one of these is: looking for them first is far cheaper.
_MAYBE_FICKLE: Final = ("now", "rand", "uuid", "bnode", "service", "\\u")
_NOT_AN_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|[\x00-\x20]")
_MOST_PARAMETERS: Final = 1000


@dataclass(frozen=True)
class Question:
    """One request: ``key`` names its answer in every coding, ``chosen`` is the coding to send.

    ``keep`` is False when asking again may give another answer. ``pairs`` are the parameters
    of a SPARQL request.
    """

    key: Hashable
    chosen: str
    keep: bool
    pairs: Pairs | None = None


def question(environ: WSGIEnvironment, body: bytes, names: Sequence[str], sparql: str) -> Question:
    """What is asked; *names* make the key, *sparql* is the path of the endpoint."""
    chosen = coding.wanted(environ.get(ENCODING))
    key = tuple(map(environ.get, names))
    if environ["PATH_INFO"] != sparql:
        return Question(key, chosen, keep=True)
    pairs = _pairs(environ, body)
    if pairs is None:
        return Question((key, body, environ["REQUEST_METHOD"]), chosen, keep=False)
    queries = [value for name, value in pairs if name == "query"]
    key = (key[0], tuple(sorted(pairs)), *key[2:])
    # POST without a query is an error, GET without one asks what this endpoint is.
    whole = queries or environ["REQUEST_METHOD"] in {"GET", "HEAD"}
    keep = bool(whole) and not any(map(_fickle, queries))
    return Question(key, chosen, keep, pairs)


def _pairs(environ: WSGIEnvironment, body: bytes) -> Pairs | None:
    """The parameters of a SPARQL request, wherever they stand; None when they cannot be read."""
    kind, _, parameters = (environ.get("CONTENT_TYPE") or "").partition(";")
    kind = kind.strip().lower()
    if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
        return None
    try:
        pairs = _parameters(environ["QUERY_STRING"])
        if kind == FORM:
            pairs += _parameters(body.decode("ascii"))
        elif kind == QUERY:
            pairs.append(("query", body.decode()))
        elif body:
            return None
    except ValueError:
        return None
    return pairs


def _parameters(encoded: str) -> Pairs:
    """As `parse_qsl`, in less than half the time: what is encoded is as quoted-printable but for the sign.

    Raises ValueError for what is not UTF-8, and for all that quoted-printable would take for more.
    """
    if not encoded.isascii() or _NOT_AN_ESCAPE.search(encoded) or encoded.count("&") > _MOST_PARAMETERS:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    parts = (part.partition("=") for part in encoded.split("&") if part)
    return [(_decoded(name), _decoded(value)) for name, _, value in parts]


def _decoded(text: str) -> str:
    if "%" not in text and "+" not in text:
        return text
    quoted = text.replace("=", "%3D").replace("+", " ").replace("%", "=")
    return binascii.a2b_qp(quoted).decode()


def _fickle(query: str) -> bool:
    query = query.lower()
    return any(word in query for word in _MAYBE_FICKLE) and _FICKLE.search(query) is not None
