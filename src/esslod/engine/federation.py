"""SERVICE: allowed only to endpoints that the operator listed, written as constants.

The engine follows SERVICE to any address, so nothing may slip through. Its grammar
does not need spaces around keywords (``SERVICESILENTex:``), and takes ``<`` for an
operator where a token could as well be an IRI; what can be read in two ways is
refused. Where the kernel allows it a query process is sealed too (`limits.seal`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from esslod.engine.said import said
from esslod.engine.tokens import IRI, MARK, NAME, VARIABLE, WORD, iri_value, local_value, tokens, unescaped
from esslod.errors import ServiceRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    Tokens = Sequence[tuple[str, str]]

KEYWORD: Final = "service"
_END: Final = ("", "")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
_NO_OPERAND: Final = frozenset("{(,;.|^/*?+-!=&<[")


def check(text: str, read: Tokens, hosts: Sequence[str]) -> None:
    """Raise ServiceRefused unless every SERVICE of *text* (whose tokens are *read*) is one of *hosts*.

    SPARQL 1.1 §19.2 undoes ``\\u`` escapes before reading, SPARQL 1.2 within tokens only:
    both readings must pass.
    """
    decoded = unescaped(text)
    if KEYWORD in text.lower():
        _check(read, hosts)
    if decoded != text and KEYWORD in decoded.lower():
        _check(list(tokens(decoded)), hosts)


def endpoints(read: Tokens) -> list[tuple[int, str]]:
    """(place of its token, address) of each endpoint that a SERVICE clause of *read* names.

    Raises ServiceRefused for one that is not constant.
    """
    found = []
    for place, (kind, text) in enumerate(read):
        if kind == WORD and text.lower() == KEYWORD:
            at = place + (2 if _at(read, place + 1)[1].lower() == "silent" else 1)
            found.append((at, _endpoint(read, at)))
    return found


def uses(read: Tokens) -> bool:
    """Whether a SERVICE clause stands in *read*."""
    return any(kind == WORD and text.lower() == KEYWORD for kind, text in read)


def _check(read: Tokens, hosts: Sequence[str]) -> None:
    for place, (kind, text) in enumerate(read):
        if kind == WORD and KEYWORD in text.lower():
            _clause(read, place, hosts)
        elif (kind == NAME and _hides_keyword(text) and _opens_group(read, place)) or (
            kind == IRI and _maybe_comparison(read, place)
        ):
            raise _ambiguous(text)


def _clause(read: Tokens, place: int, hosts: Sequence[str]) -> None:
    if read[place][1].lower() != KEYWORD:
        raise _ambiguous(read[place][1])
    place += 2 if _at(read, place + 1)[1].lower() == "silent" else 1
    endpoint = _endpoint(read, place)
    if endpoint not in hosts:
        raise said("service", ServiceRefused, endpoint=endpoint)
    if _at(read, place + 1) != (MARK, "{"):
        raise said("service_group", ServiceRefused)


def _endpoint(read: Tokens, place: int) -> str:
    """The address that a SERVICE clause names, the token at *place*."""
    kind, text = _at(read, place)
    if kind == IRI:
        return iri_value(text)
    if kind == NAME and not text.lower().startswith("silent"):
        return _resolved(read, text)
    raise said("service_constant", ServiceRefused)


def _resolved(read: Tokens, name: str) -> str:
    """The IRI of a prefixed name whose prefix is declared once and plainly."""
    prefix, _, local = name.partition(":")
    if any(kind == NAME and text.lower().startswith("prefix") for kind, text in read):
        raise _ambiguous(name)
    declared = [iri for label, iri in prefixes(read) if label == prefix]
    if len(declared) != 1 or not _ABSOLUTE.match(declared[0]):
        raise said("service_prefix", ServiceRefused, name=name)
    return declared[0] + local_value(local)


def prefixes(read: Tokens) -> list[tuple[str, str]]:
    """(prefix, namespace) of every PREFIX declaration, in order."""
    return [
        (read[place + 1][1][:-1], iri_value(read[place + 2][1]))
        for place, (kind, text) in enumerate(read[:-2])
        if kind == WORD
        and text.upper() == "PREFIX"
        and read[place + 1][0] == NAME
        and read[place + 1][1].endswith(":")
        and read[place + 2][0] == IRI
    ]


def _hides_keyword(name: str) -> bool:
    """Whether the engine could see SERVICE at the start of, or after a full stop in, a prefixed name."""
    prefix, _, local = name.lower().partition(":")
    return KEYWORD in prefix or "." + KEYWORD in local


def _opens_group(read: Tokens, place: int) -> bool:
    """Whether ``{`` follows, at once or after one term."""
    following, then = _at(read, place + 1), _at(read, place + 2)
    return following == (MARK, "{") or (following[0] in {IRI, NAME, VARIABLE} and then == (MARK, "{"))


def _maybe_comparison(read: Tokens, place: int) -> bool:
    """Whether ``<…>`` could be “less than” followed by a string or comment that hides or shows a clause."""
    inside = read[place][1][1:-1]
    if _ABSOLUTE.match(inside) or not ("'" in inside or "#" in inside):
        return False
    kind, text = _at(read, place - 1)
    if kind == MARK:
        return text not in _NO_OPERAND
    if kind == WORD:
        return text.lower() in {"true", "false"}
    return kind != "" and _at(read, place - 2)[1].upper() != "PREFIX"


def _ambiguous(text: str) -> ServiceRefused:
    return said("service_ambiguous", ServiceRefused, text=text[:80])


def _at(read: Tokens, place: int) -> tuple[str, str]:
    return read[place] if 0 <= place < len(read) else _END
