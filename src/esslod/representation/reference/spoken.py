"""Sentences that hold links: a word of ours whose ``{…}`` are filled with values of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from esslod.representation.page import Value
from esslod.representation.words import word

_MARK: Final = re.compile("\x00([a-z]+)\x00")

#: A list stands for several values, told apart by commas; a tuple for the pieces of one.
Filling = Value | str | int | list[Value] | tuple[Value, ...]


@dataclass(frozen=True)
class Sentence:
    """What is said, piece by piece, and what it rests on: more precise sentences under it."""

    pieces: tuple[Value, ...]
    under: tuple[Sentence, ...] = field(default=())

    @property
    def text(self) -> str:
        """The same without links."""
        return "".join(piece.text for piece in self.pieces)


def sentence(name: str, language: str, /, under: Sequence[Sentence] = (), **filled: Filling) -> Sentence:
    """The word *name* in *language*, each ``{…}`` filled with a value, or several between commas."""
    marked = word(name, language, **{key: f"\x00{key}\x00" for key in filled})
    pieces: list[Value] = []
    for place, piece in enumerate(_MARK.split(marked)):
        if place % 2:
            pieces += _values(filled[piece])
        elif piece:
            pieces.append(Value(piece))
    return Sentence(tuple(pieces), tuple(under))


def _values(filling: Filling) -> list[Value]:
    if isinstance(filling, Value):
        return [filling]
    if isinstance(filling, str | int):
        return [Value(str(filling))]
    if isinstance(filling, tuple):
        return list(filling)
    values: list[Value] = []
    for value in filling:
        values += [Value(", "), value] if values else [value]
    return values
