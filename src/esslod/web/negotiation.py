"""Proactive negotiation as pure functions over what is offered (RFC 9110 §12.4, §12.5.1, §12.5.4).

Werkzeug's own ``Accept`` object is not used: it cuts quoted parameters at their
semicolons, prefers specificity to quality, and takes ``text/turtle;charset=utf-8``
for another type than ``text/turtle``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from esslod.rdf.formats import Syntax

_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_RANGE: Final = re.compile(rf"({_WORD})/({_WORD})")
_PARAMETER: Final = re.compile(rf"[ \t]*;[ \t]*(?:({_WORD})=({_WORD}|{_QUOTED}))?")
#: A quotation that nobody closes takes all that follows: looking for its end from every quote
#: would cost the square of the field's length.
_MEMBER: Final = re.compile(r'(?>[^,"]|"(?>[^"\\]|\\.)*+(?:"|\\?$))++', re.DOTALL)
_QVALUE: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_LANGUAGE: Final = re.compile(r"\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")

#: Characters of a field that are read: no program sends more, and each member costs time.
_LONGEST: Final = 8192
#: Below every weight that is given, above a refusal.
_UNNAMED: Final = 0.0001

#: A client that names a profile of JSON-LD must not be refused for it: the specification
#: (JSON-LD 1.1, IANA considerations) makes it a hint.
_HINTS: Final = frozenset({"profile"})

SyntaxType = TypeVar("SyntaxType", bound=Syntax)


@dataclass(frozen=True)
class MediaRange:
    """One member of ``Accept``: ``type/subtype;parameters`` (lower case) and its weight, 0 to 1."""

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...]
    quality: float

    def specificity(self, media_type: str, parameters: dict[str, str]) -> int:
        """How closely this range names the type: 0 not at all, 1 ``*/*``, 2 ``type/*``, 3 and more exact."""
        if any(parameters.get(name) != value for name, value in self.parameters if name not in _HINTS):
            return 0
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3 + len(self.parameters)
        if (self.type, self.subtype) == (kind, "*"):
            return 2
        return 1 if (self.type, self.subtype) == ("*", "*") else 0


def media_ranges(accept: str) -> tuple[MediaRange, ...]:
    """The members of an ``Accept`` field; those outside the grammar are left out."""
    if len(accept) > _LONGEST:
        accept = accept[:_LONGEST].rpartition(",")[0]
    parsed = (_media_range(member.strip(" \t")) for member in _MEMBER.findall(accept))
    return tuple(member for member in parsed if member is not None)


def best(accept: str | None, offered: Sequence[SyntaxType]) -> SyntaxType | None:
    """Which of *offered* (in the server's order) the caller likes best; None when it refuses all.

    The highest quality wins; between equals the one that was named more exactly; then the
    first offered. Absent, empty or wholly malformed ``Accept`` means anything will do.
    """
    ranges = media_ranges(accept or "")
    if not ranges:
        return offered[0] if offered else None
    weighed = [(*_liking(ranges, syntax), -place) for place, syntax in enumerate(offered)]
    quality, _, place = max(weighed, default=(0.0, 0, 0))
    return offered[-place] if quality > 0 else None


def best_language(accept_language: str | None, offered: Sequence[str]) -> str:
    """Which of *offered* primary subtags the reader prefers; the first when none or indifferent.

    ``en-GB`` asks for ``en`` (RFC 4647 §3.4, lookup).
    """
    weights: dict[str, float] = {}
    for member in (accept_language or "")[:_LONGEST].split(","):
        tag, quality = _weighted(member)
        if _LANGUAGE.fullmatch(tag) and quality is not None:
            primary = tag.lower().partition("-")[0]
            weights[primary] = max(quality, weights.get(primary, 0.0))
    # Who names none of ours prefers none, but whoever refuses one does not want that one.
    liking = [weights.get(language, weights.get("*", _UNNAMED)) for language in offered]
    return offered[liking.index(max(liking))]


def _liking(ranges: Sequence[MediaRange], syntax: Syntax) -> tuple[float, int]:
    """Quality and specificity for *syntax*; a name it is also known by counts only when spelt out."""
    own = _weight(ranges, syntax.media_type, _parameters_of(syntax))
    if own[1] >= 3:
        return own
    others = (_weight(ranges, alias, _parameters_of(syntax)) for alias in syntax.aliases)
    return max((weight for weight in others if weight[1] >= 3), default=own)


def _weight(ranges: Sequence[MediaRange], media_type: str, parameters: dict[str, str]) -> tuple[float, int]:
    """Quality given by the most specific range (the last of equals loses to the higher quality)."""
    matching = [(member.specificity(media_type, parameters), member.quality) for member in ranges]
    specificity, quality = max(matching, default=(0, 0.0))
    return (quality, specificity) if specificity else (0.0, 0)


def _parameters_of(syntax: Syntax) -> dict[str, str]:
    parameters = syntax.content_type.split(";")[1:]
    return dict(parameter.strip().lower().split("=", 1) for parameter in parameters)


def _media_range(member: str) -> MediaRange | None:
    found = _RANGE.match(member)
    if found is None or (found[1] == "*" and found[2] != "*"):
        return None
    parameters: list[tuple[str, str]] = []
    place = found.end()
    while place < len(member):
        parameter = _PARAMETER.match(member, place)
        if parameter is None:
            return None
        place = parameter.end()
        name, value = (parameter[1] or "").lower(), _unquoted(parameter[2] or "")
        if name == "q":  # whatever follows the weight was an extension nobody used
            quality = _quality(value)
            return None if quality is None else _range(found, parameters, quality)
        if name:
            parameters.append((name, value.lower()))
    return _range(found, parameters, 1.0)


def _range(found: re.Match[str], parameters: list[tuple[str, str]], quality: float) -> MediaRange:
    return MediaRange(found[1].lower(), found[2].lower(), tuple(parameters), quality)


def _weighted(member: str) -> tuple[str, float | None]:
    tag, _, weight = member.strip(" \t").partition(";")
    weight = weight.strip(" \t")
    if not weight:
        return tag.strip(" \t"), 1.0
    return tag.strip(" \t"), _quality(weight[2:]) if weight[:2].lower() == "q=" else None


def _quality(text: str) -> float | None:
    return float(text) if _QVALUE.fullmatch(text) else None


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text
