"""A federated query rewritten: each endpoint's address gives way to one on our own loopback relay.

The engine follows SERVICE by itself and to anywhere; rewritten, the only addresses its
text holds are the relay's, which reaches out under our rules (`relay.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esslod.engine import federation
from esslod.engine.said import said
from esslod.engine.tokens import placed, tokens, unescaped
from esslod.errors import ServiceRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Rewritten:
    """``text`` to evaluate, and ``edits``: (where in it, how many characters longer than the original)."""

    text: str
    edits: tuple[tuple[int, int], ...]


def rewrite(text: str, hosts: Sequence[str], address: Callable[[str], str]) -> Rewritten:
    """*text* with ``address(endpoint)`` for every endpoint that a SERVICE clause names.

    Raises ServiceRefused when one is not in *hosts*, or when there could be more clauses
    than are seen.
    """
    read = list(placed(text))
    plain = [(kind, word) for kind, word, _ in read]
    federation.check(text, plain, hosts)
    found = federation.endpoints(plain)
    decoded = unescaped(text)
    if decoded != text and len(federation.endpoints(list(tokens(decoded)))) != len(found):
        raise said("service_ambiguous", ServiceRefused, text="\\u")
    pieces: list[str] = []
    edits: list[tuple[int, int]] = []
    end = length = 0
    for place, endpoint in found:
        _, word, start = read[place]
        replacement = f"<{address(endpoint)}>"
        pieces += (text[end:start], replacement)
        length += start - end + len(replacement)
        end = start + len(word)
        edits.append((length, len(replacement) - len(word)))
    return Rewritten("".join([*pieces, text[end:]]), tuple(edits))


def original_place(rewritten: Rewritten, line: int, column: int) -> tuple[int, int]:
    """Where in the original what stands at *line*, *column* (from 1) of the rewritten text was."""
    lines = rewritten.text.split("\n")
    offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    start = offset - (column - 1)
    return line, column - sum(longer for place, longer in rewritten.edits if start < place <= offset)
