"""Where each fact of a page comes from: its passages, numbered, and the notes that lead to them.

A fact says which passages it is drawn from (``prov:wasDerivedFrom``); a passage may bear a figure
(``rdf:value``). Of a fact with one passage, every value comes from there; of a fact with several, a
number comes from the passage that bears it, and of the rest nobody can tell: the name has them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from esslod.namespaces import PROV
from esslod.representation.knowing import Known
from esslod.representation.linked import Facts, as_number
from esslod.representation.page import Note, Origin, Passage
from esslod.representation.values import Values
from esslod.representation.words import word
from esslod.representation.writing import NUMBERS

_UNKNOWN = Facts((), 0.0, None, (), ())


class Notes:
    """Numbers the passages of one page in the order of their documents, and counts the ways back."""

    def __init__(self, known: Known, values: Values, language: str) -> None:
        self._linked, self._values, self._language = known.linked, values, language
        things = {thing for shown in known.around.shown.values() for thing in shown} | known.around.gaps
        said = (*known.about.values(), *(known.around.about.get(thing, ()) for thing in things))
        found = {passage for quads in said for passage in _drawn_from(quads)}
        found -= {self._document(passage) for passage in found}  # it stands above its passages
        self._numbers = {passage: n for n, passage in enumerate(sorted(found, key=self._place), 1)}
        self._marks: Counter[NamedNode] = Counter()

    def beside(self, quads: Iterable[Quad]) -> tuple[Note, ...]:
        """Beside the name of the thing that *quads* tell of: where the list leads back to."""
        passages = self.passages(quads)
        self._marks.update(passages)
        return tuple(Note(self._numbers[passage], self._marks[passage]) for passage in passages)

    def of(self, passages: Sequence[NamedNode], values: Collection[Any]) -> tuple[Note, ...]:
        """Beside *values* of a thing that is drawn from *passages*.

        None where the figure of another thing stands beside a value: that comes from elsewhere.
        """
        if any(self._facts(value).measure for value in values):
            return ()
        if len(passages) > 1:
            read = {figure for value in values if (figure := _figure(value)) is not None}
            passages = [one for one in passages if read and _figure(self._facts(one).figure) in read]
        return self.to(passages)

    def to(self, passages: Iterable[NamedNode]) -> tuple[Note, ...]:
        """Notes without a way back."""
        return tuple(Note(self._numbers[passage]) for passage in passages)

    def passages(self, quads: Iterable[Quad]) -> list[NamedNode]:
        """What the thing that *quads* tell of is drawn from, each once, in the order of the list."""
        return sorted(self._numbers.keys() & _drawn_from(quads), key=self._numbers.__getitem__)

    def listed(self) -> tuple[Origin, ...]:
        """All passages, document by document."""
        found = groupby(self._numbers, key=self._document)
        return tuple(
            Origin(self._values.link(document) if document else None, tuple(map(self._told, passages)))
            for document, passages in found
        )

    def _told(self, passage: NamedNode) -> Passage:
        facts = self._facts(passage)
        where = self._values.codes(facts)
        if len(facts.span) == 2:
            start, end = (self._values.one(each, None).text for each in facts.span)
            where.append(word("passage-span", self._language, start=start, end=end))
        return Passage(
            self._numbers[passage],
            self._values.link(passage),
            tuple(where),
            self._values.one(facts.quote, None) if facts.quote else None,
            self._values.one(facts.figure, None) if facts.figure else None,
            self._marks[passage],
        )

    def _facts(self, thing: Any) -> Facts:
        return self._linked.get(thing, _UNKNOWN)

    def _document(self, passage: NamedNode) -> NamedNode | None:
        return next(iter(self._facts(passage).sources), None)

    def _place(self, passage: NamedNode) -> tuple[bool, str, float, str]:
        document, span = self._document(passage), self._facts(passage).span
        return (document is None, str(document), as_number(span[0]) if span else 0.0, passage.value)


def _drawn_from(quads: Iterable[Quad]) -> set[NamedNode]:
    found = (quad.object for quad in quads if quad.predicate == PROV.wasDerivedFrom)
    return {passage for passage in found if isinstance(passage, NamedNode)}


def _figure(term: Any) -> float | None:
    return as_number(term) if isinstance(term, Literal) and term.datatype in NUMBERS else None
