"""What was given for the parameters of a question: words read as terms, and what is wrong with each.

A value never becomes text of the query: it is read as a term of the declared type, or refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from esslod.errors import BadRequest
from esslod.representation.choices import Choice, folded
from esslod.representation.words import word

if TYPE_CHECKING:
    from esslod.parameters import Parameter, Term
    from esslod.queries import QueryFile

Choices = Callable[["Parameter"], Sequence[Choice]]
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Given:
    """``values`` are the terms; of each parameter, ``typed`` is what was typed, ``faults`` what is wrong."""

    values: Mapping[str, Term]
    typed: Mapping[str, str]
    faults: Mapping[str, str]

    def check(self) -> None:
        """Raises BadRequest with the first fault."""
        for name, fault in self.faults.items():
            raise BadRequest(f"{name} = {self.typed[name]!r}", remedy=f"{name} : {fault}")


def read_given(
    query: QueryFile, pairs: Sequence[tuple[str, str]], choices: Choices, base: str, language: str
) -> Given:
    """What *pairs* (name, words) give for the parameters of *query*; an empty text gives nothing.

    Raises BadRequest for a parameter that the query does not have.
    """
    values: dict[str, Term] = {}
    typed: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name, text in pairs:
        parameter = query.parameter(name)
        words = text if parameter.type == "string" else text.strip()
        if not words:
            continue
        if name in typed:
            faults[name] = word("question-twice", language)
            continue
        typed[name] = words
        try:
            values[name] = _term(parameter, words, choices, base)
        except BadRequest as error:
            faults[name] = _expected(error)
    return Given(values, typed, faults)


@dataclass(frozen=True)
class Named:
    """Several things named for one parameter: what was ``typed`` (short), the terms, the names ``shown``.

    ``faults`` is what is wrong, by place.
    """

    typed: tuple[str, ...]
    terms: tuple[Term, ...]
    shown: tuple[str, ...]
    faults: Mapping[int, str]

    def check(self) -> None:
        """Raises BadRequest with the first fault."""
        for place, fault in self.faults.items():
            raise BadRequest(self.typed[min(place, len(self.typed) - 1)], remedy=fault)

    def fields(self, number: int) -> list[tuple[str, str]]:
        """(what stands in it, what is wrong with it) for each of *number* fields of a form, or more."""
        filled = [(text, self.faults.get(place, "")) for place, text in enumerate(self.shown)]
        return filled + [("", "")] * (number - len(filled))


def read_several(  # noqa: PLR0913 : two by name only
    parameter: Parameter, typed: Sequence[str], choices: Choices, base: str, *, most: int, language: str
) -> Named:
    """What *typed* names, each once; a fault when they are more than *most*. An empty text names nothing."""
    words = [text.strip() for text in typed if text.strip()]
    terms: dict[Term, None] = {}
    kept: list[str] = []
    shown: list[str] = []
    faults: dict[int, str] = {}
    for text in words:
        try:
            term = _term(parameter, text, choices, base)
        except BadRequest as error:
            faults[len(kept)] = word("question-fault", language, expected=_expected(error))
            kept.append(text)
            shown.append(text)
            continue
        if term not in terms:
            terms[term] = None
            kept.append(term.value.removeprefix(base))
            shown.append(next((one.name for one in choices(parameter) if one.iri == term.value), text))
    if len(kept) > most:
        faults[most] = word("compare-many", language, most=most)
    return Named(tuple(kept), tuple(terms), tuple(shown), faults)


def _expected(error: BadRequest) -> str:
    """What would have been right: the bound that was passed, or an example."""
    cause = str(error.__cause__ or "")
    return cause if cause.startswith(("min ", "max ")) else error.remedy.partition(" : ")[2]


def _term(parameter: Parameter, words: str, choices: Choices, base: str) -> Term:
    """*words* as a term; of what is chosen from a list, the name in either language will do."""
    if parameter.type == "iri" and parameter.choices and not _ABSOLUTE.match(words.strip("<>")):
        named = {one.iri for one in choices(parameter) if folded(one.name) == folded(words)}
        if len(named) == 1:
            return NamedNode(named.pop())
        if len(named) > 1:
            listed = ", ".join(sorted(iri.removeprefix(base) for iri in named))
            raise BadRequest(words, remedy=f"{parameter.name} : {listed}")
    return parameter.term(words, base)
