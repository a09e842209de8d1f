"""Answers kept in memory, bounded in bytes, each in the codings it was asked for.

Who is let go when room is needed: the queue is first in, first out, but whoever was
asked for since it was last looked at goes to the back instead (CLOCK, as operating
systems do for pages). A hit then writes one flag, without lock or list, and answers that
were wanted once only pass through: for the skewed demand of the web it does as well as
"least recently used", or better.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Final

from esslod.web import coding

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Headers = list[tuple[str, str]]

#: Bytes that an answer costs beside its bodies and keys: headers, dictionaries, objects.
OVERHEAD: Final = 2500
#: Requests that lead to one answer without being read again (spellings of Accept-Encoding, GET and POST…).
_SPELLINGS: Final = 8
_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')
_REDONE: Final = frozenset({"content-length", "content-encoding", "etag", "vary"})
#: What decides, beside its key, whether a request is refused or answered in parts.
_RARE: Final = frozenset({"HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_CONTENT_ENCODING"})
_OF_A_BODY: Final = frozenset({"content-type", "content-length", "content-encoding", "content-language"})


class Mark:
    """Whether an answer was sent since it was last looked at; its forms share it, and nothing else of it.

    Did they know their answer, which knows them, both would stay until the garbage is collected.
    """

    __slots__ = ("used",)

    def __init__(self) -> None:
        self.used = False


class Variant:
    """One answer in one coding, ready to be sent: what the hot path reads, and nothing else.

    ``headers`` are for GET and HEAD, ``posted`` for POST, to which validators do not apply.
    """

    __slots__ = ("body", "coding", "headers", "kept_headers", "mark", "modified", "posted", "status", "tags")

    def __init__(self, answer: Answer, chosen: str, plain: bytes) -> None:
        body = coding.encoded(plain, chosen) if answer.compressible else None
        self.mark = answer.mark
        self.coding = coding.IDENTITY if body is None else chosen
        self.body = [plain if body is None else body]
        self.status = answer.status
        self.modified = answer.modified
        self.posted = [*answer.headers, ("Content-Length", str(len(self.body[0])))]
        if body is not None:
            self.posted.append(("Content-Encoding", chosen))
        tag = f'{answer.tag[:-1]}-{chosen}"' if body is not None and answer.tag else answer.tag
        self.headers = [*self.posted, ("ETag", tag)] if tag else self.posted
        self.kept_headers: Headers | None = None
        # Who holds the plain form may go on using it: which form is sent is our choice.
        self.tags = frozenset({tag.removeprefix("W/"), answer.tag.removeprefix("W/")}) if tag else frozenset()

    def unchanged(self, environ: WSGIEnvironment) -> bool:
        """Whether the caller of a GET holds this answer already (RFC 9110 §13.2.2)."""
        held = environ.get("HTTP_IF_NONE_MATCH")
        if not self.tags:
            return False
        if held is not None:
            return held.strip() == "*" or not self.tags.isdisjoint(_TAG.findall(held))
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        return since is not None and since == self.modified

    def to(self, environ: WSGIEnvironment) -> tuple[str, Headers, list[bytes]]:
        """Status, headers and body for the caller of a GET."""
        asked = "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ
        if asked and self.unchanged(environ):
            return "304 NOT MODIFIED", self.not_modified(), []
        return self.status, self.headers, self.body

    def not_modified(self) -> Headers:
        """The headers of 304; made once, as whoever asks for it will ask again."""
        if self.kept_headers is None:
            self.kept_headers = [pair for pair in self.headers if pair[0].lower() not in _OF_A_BODY]
        return self.kept_headers


class Answer:
    """A whole answer of the application, in the codings it was asked for so far.

    ``mark`` is set whenever it is sent; ``spellings`` are the keys under which it is found at once.
    """

    __slots__ = ("compressible", "headers", "mark", "modified", "spellings", "status", "tag", "variants")

    def __init__(self, status: str, headers: Headers, body: bytes, chosen: str) -> None:
        said = {name.lower(): value for name, value in headers}
        own = "content-encoding" in said or "no-transform" in said.get("cache-control", "")
        redone = _REDONE - {"content-encoding"} if own else _REDONE
        self.status = status
        self.modified = said.get("last-modified")
        self.compressible = not own and coding.compressible(said.get("content-type", ""))
        self.tag = said.get("etag", "")
        if not self.tag and status.startswith("200"):
            self.tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        self.headers = [(name, value) for name, value in headers if name.lower() not in redone]
        vary = varying(headers) | ({"Accept-Encoding"} if self.compressible else set())
        if vary:
            self.headers.append(("Vary", ", ".join(sorted(vary))))
        self.mark = Mark()
        self.spellings: list[Hashable] = []
        self.variants = {chosen: Variant(self, chosen, body)}

    def variant(self, chosen: str) -> Variant:
        """This answer in the coding *chosen*, made from another one when it is new."""
        found = self.variants.get(chosen)
        if found is None:
            other = next(iter(self.variants.values()))
            found = Variant(self, chosen, coding.decoded(other.body[0], other.coding))
            self.variants[chosen] = found
        return found

    def size(self) -> int:
        """Bytes, about."""
        # A coding that gained nothing shares its bytes with the plain form.
        bodies = {id(variant.body[0]): len(variant.body[0]) for variant in list(self.variants.values())}
        return sum(bodies.values()) + len(self.variants) * OVERHEAD + sum(map(_weight, self.spellings))


def varying(headers: Headers) -> set[str]:
    """The request fields that an answer depends on, as its ``Vary`` says."""
    lists = (value.split(",") for name, value in headers if name.lower() == "vary")
    return {field.strip() for fields in lists for field in fields if field.strip()}


class Kept:
    """Answers of one *turn* (one release) by key, *most* bytes in all. Reading ``near`` needs no lock."""

    def __init__(self, most: int, turn: int = 0) -> None:
        self.most = most
        self.turn = turn
        self.bytes = 0
        #: Requests, letter for letter → what to send.
        self.near: dict[Hashable, Variant] = {}
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def at_once(self, environ: WSGIEnvironment, names: Sequence[str]) -> Variant | None:
        """What is kept for a GET that reads letter for letter as one before; None: look at it closer.

        Whoever finds it was let through before by `wellformed.py` and `exact.py`, which look at
        the fields of its spelling and at those of `_RARE`.
        """
        if (
            environ["REQUEST_METHOD"] != "GET"
            or "HTTP_HOST" not in environ
            or not environ.keys().isdisjoint(_RARE)
        ):
            return None
        variant = self.near.get(tuple(map(environ.get, names)))
        if variant is not None:
            variant.mark.used = True
        return variant

    def find(self, key: Hashable) -> Answer | None:
        found = self._answers.get(key)
        if found is not None:
            found.mark.used = True
        return found

    def keep(self, key: Hashable, answer: Answer) -> None:
        """Keep *answer*, letting others go as needed."""
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self._weigh(key, answer)

    def spell(self, spelling: Hashable, key: Hashable, answer: Answer, chosen: str) -> None:
        """A request that reads *spelling* is sent *answer* in *chosen* at once, for as long as it is kept."""
        variant = answer.variant(chosen)
        with self._lock:
            if self._answers.get(key) is not answer or spelling in self.near:
                return
            if len(answer.spellings) >= _SPELLINGS:
                self.near.pop(answer.spellings.pop(0), None)
            answer.spellings.append(spelling)
            self.near[spelling] = variant
            self._weigh(key, answer)

    def _weigh(self, key: Hashable, answer: Answer) -> None:
        size = answer.size() + _weight(key)
        self.bytes += size - self._sizes.get(key, 0)
        self._sizes[key] = size
        while self.bytes > self.most and self._answers:
            oldest = next(iter(self._answers))
            if self._answers[oldest].mark.used and len(self._answers) > 1:
                self._answers[oldest].mark.used = False
                self._answers.move_to_end(oldest)
            else:
                self._drop(oldest)

    def _drop(self, key: Hashable) -> None:
        gone = self._answers.pop(key, None)
        if gone is not None:
            self.bytes -= self._sizes.pop(key)
            for spelling in gone.spellings:
                self.near.pop(spelling, None)


def _weight(key: Hashable) -> int:
    """Bytes of a key, about: its letters, and what its parts weigh beside them."""
    return 500 + len(repr(key))
