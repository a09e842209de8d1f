"""Where each statement was written, so that a fault found much later points at ``file:line``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from esslod.sources.turtle import Statement
from esslod.validation.report import Place

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Origins:
    """The statements of each file, with their lines.

    ``written`` is one pair per file: its name and its statements in the order of the text.
    """

    written: tuple[tuple[str, tuple[Statement, ...]], ...] = ()

    def of(
        self,
        subject: Term,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        *,
        prefer: Collection[str] = (),
    ) -> Place | None:
        """The most precise place known: of the triple, else of subject and predicate, else of the subject.

        Without *predicate*, *object* says which of the subject's values is meant, whatever its property.
        When several files say the same, one in *prefer* wins, then the first one read.
        None when no file describes the subject.
        """
        about = self._by_subject.get(subject, ())
        same_predicate = [entry for entry in about if entry[0].predicate == predicate]
        candidates = about if predicate is None else same_predicate
        same_triple = [entry for entry in candidates if entry[0].object == object]
        for known in (same_triple, same_predicate, about):
            if known:
                places = [place for _, place in known]
                return next((place for place in places if place.file in prefer), places[0])
        return None

    def files_of(self, subject: Term) -> frozenset[str]:
        """Every file that describes *subject*."""
        return frozenset(place.file for _, place in self._by_subject.get(subject, ()))

    @cached_property
    def _by_subject(self) -> dict[Term, list[tuple[Triple, Place]]]:
        """Made when the first fault is looked up: most validations never need it."""
        index: dict[Term, list[tuple[Triple, Place]]] = {}
        for file, statements in self.written:
            for triple, line in statements:
                index.setdefault(triple.subject, []).append((triple, Place(file, line)))
        return index
