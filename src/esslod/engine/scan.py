"""Judging a query by its words, before the engine sees it: cheap, linear, never failing otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from esslod.engine import complexity, federation, plain
from esslod.engine.said import said
from esslod.engine.tokens import MARK, STRING, WORD, tokens
from esslod.errors import BadRequest, QueryTooComplex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esslod.engine.complexity import Bounds

    Tokens = Sequence[tuple[str, str]]

_PROLOGUE: Final = frozenset({"PREFIX", "BASE", "VERSION"})
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH"}
)
_EXPRESSIONS: Final = {"REGEX": 2, "REPLACE": 3}
_MOST_EXPRESSIONS: Final = 20


@dataclass(frozen=True)
class Outline:
    """What can be known of a query without parsing it.

    ``form`` is the first keyword after the prologue, in lower case (empty when none);
    ``dataset`` says whether FROM or FROM NAMED is used; ``prefixes`` are those declared;
    ``expressions`` are the constant regular expressions, as (pattern, flags) tokens;
    ``federated`` says whether SERVICE is used.
    """

    form: str
    dataset: bool
    prefixes: dict[str, str]
    expressions: tuple[tuple[str, str], ...]
    federated: bool


def scan(text: str, bounds: Bounds) -> Outline:
    """The outline of *text*.

    Raises BadRequest (not text, or an update), QueryTooComplex or ServiceRefused; whether
    the query is well formed is for the engine to say.
    """
    plainly = plain.outline(text, bounds)
    if plainly is not None:
        return Outline(plainly[0], dataset=False, prefixes=plainly[1], expressions=(), federated=False)
    return _scan(text, bounds)


def _scan(text: str, bounds: Bounds) -> Outline:
    """The outline of *text*, whatever it is, token by token."""
    _bounded(text, bounds.text_bytes)
    read = list(tokens(text))
    form = _form(read)
    if form in _UPDATES:
        raise said("update", BadRequest, form=form)
    complexity.check(read, bounds)
    federation.check(text, read, bounds.hosts)
    dataset = any(kind == WORD and word.upper() == "FROM" for kind, word in read)
    return Outline(
        form.lower(),
        dataset,
        dict(federation.prefixes(read)),
        tuple(_expressions(read)),
        federation.uses(read),
    )


def _bounded(text: str, most: int) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise said("surrogate", BadRequest) from None
    if size > most:
        raise said("text", QueryTooComplex, size=size, limit=most)


def _form(read: Tokens) -> str:
    """The first keyword after the prologue, in upper case."""
    words = (text.upper() for kind, text in read if kind == WORD)
    return next((word for word in words if word not in _PROLOGUE), "")


def _expressions(read: Tokens) -> Iterator[tuple[str, str]]:
    """Constant regular expressions of REGEX and REPLACE calls, with their constant flags (or ``""``)."""
    calls = [
        place for place, (kind, text) in enumerate(read) if kind == WORD and text.upper() in _EXPRESSIONS
    ]
    for place in calls[:_MOST_EXPRESSIONS]:
        arguments = _arguments(read, place + 1)
        flags = arguments[_EXPRESSIONS[read[place][1].upper()] :]
        if len(arguments) > 1 and _constant(arguments[1]) and all(map(_constant, flags)):
            yield arguments[1][0][1], flags[0][0][1] if flags else '""'


def _arguments(read: Tokens, place: int) -> list[list[tuple[str, str]]]:
    """The arguments of the call whose bracket opens at *place*, as lists of tokens."""
    arguments: list[list[tuple[str, str]]] = [[]]
    depth = 0
    for kind, text in read[place:]:
        depth += (text in {"(", "{", "["}) - (text in {")", "}", "]"}) if kind == MARK else 0
        if depth < 1:
            break
        if (kind, text, depth) == (MARK, ",", 1):
            arguments.append([])
        elif (kind, text, depth) != (MARK, "(", 1) or arguments != [[]]:
            arguments[-1].append((kind, text))
    return arguments


def _constant(argument: list[tuple[str, str]]) -> bool:
    return len(argument) == 1 and argument[0][0] == STRING
