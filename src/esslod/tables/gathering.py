"""What tables need of a release's statements, taken in one reading of its sorted N-Triples lines.

Only references to lines are kept, and terms are made class by class: a release of thousands of
profiles is not held twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import RDF
from esslod.rdf.borrowed import BORROWED
from esslod.rdf.canonical import parsed_triples
from esslod.rdf.description import LABELS
from esslod.tables.table import Texts, in_order

#: Property → values, of one thing; the key says whether the property leads from the value to the thing.
Facts = dict[tuple[NamedNode, bool], list[Any]]

_TYPE: Final = str(RDF.type).encode()
_LABELS: Final = frozenset(str(label).encode() for label in LABELS)
_RANK: Final = {label: rank for rank, label in enumerate(LABELS)}
#: The languages of `BORROWED`, in its order.
_BORROWED_IN: Final = ("fr", "en")


@dataclass(frozen=True)
class Things:
    """The members of some classes, what is said of them, what points to them, and every thing's names."""

    members: Mapping[NamedNode, Sequence[bytes]]
    said: Mapping[bytes, Sequence[bytes]]
    pointing: Mapping[tuple[bytes, bytes], Sequence[bytes]]
    named: Mapping[bytes, Sequence[bytes]]
    known: dict[NamedNode, Texts]

    def of(self, kind: NamedNode, back: Iterable[NamedNode] = ()) -> Iterator[tuple[NamedNode, Facts]]:
        """Each member of the class *kind*, in order, with its facts; *back* are properties read backwards."""
        inverse = [(property_, str(property_).encode()) for property_ in back]
        for subject, facts in self._forwards(kind):
            name = str(subject).encode()
            for property_, written in inverse:
                if found := self.pointing.get((written, name)):
                    facts[property_, True] = [_node(term) for term in found]
            yield subject, facts

    def names(self, thing: NamedNode) -> Texts:
        """Language → the best name in it; empty when it has none."""
        if thing not in self.known:
            self.known[thing] = self._read_names(thing)
        return self.known[thing]

    def _forwards(self, kind: NamedNode) -> Iterator[tuple[NamedNode, Facts]]:
        """A thing without a single statement of interest is a member too."""
        members = self.members.get(kind, ())
        lines = (line for member in members for line in self.said.get(member, ()))
        told = groupby(parsed_triples(lines), key=lambda quad: quad.subject)
        following = next(told, None)
        for member in members:
            subject, facts = _node(member), Facts()
            if following is not None and following[0] == subject:
                for quad in following[1]:
                    facts.setdefault((quad.predicate, False), []).append(quad.object)
                following = next(told, None)
            yield subject, facts

    def _read_names(self, thing: NamedNode) -> Texts:
        best: dict[str, tuple[int, str]] = {}
        for quad in parsed_triples(self.named.get(str(thing).encode(), ())):
            if isinstance(quad.object, Literal):
                language = (quad.object.language or "").partition("-")[0]
                candidate = (_RANK[quad.predicate], quad.object.value)
                best[language] = min(best.get(language, candidate), candidate)
        if not best and thing.value in BORROWED:
            return dict(zip(_BORROWED_IN, BORROWED[thing.value], strict=True))
        return in_order({language: text for language, (_, text) in best.items()})


def gather(
    lines: Sequence[bytes],
    classes: Collection[NamedNode],
    properties: Collection[NamedNode],
    back: Collection[NamedNode],
) -> Things:
    """Read unique, sorted N-Triples *lines*: the members of *classes*, their *properties*, and what leads
    to them by the properties *back*.
    """
    wanted = {str(kind).encode(): kind for kind in classes}
    forwards, backwards = _written(properties), _written(back)
    members: defaultdict[NamedNode, list[bytes]] = defaultdict(list)
    said: dict[bytes, list[bytes]] = {}
    pointing: defaultdict[tuple[bytes, bytes], list[bytes]] = defaultdict(list)
    named: dict[bytes, list[bytes]] = {}
    for subject, group in groupby(lines, key=lambda line: line.partition(b" ")[0]):
        if not subject.startswith(b"<"):
            continue
        kept: list[bytes] = []
        labels: list[bytes] = []
        member = False
        for line in group:
            _, predicate, rest = line.split(b" ", 2)
            if predicate == _TYPE and (kind := wanted.get(rest[:-2])):
                members[kind].append(subject)
                member = True
            if predicate in forwards:
                kept.append(line)
            if predicate in _LABELS:
                labels.append(line)
            if predicate in backwards:
                pointing[predicate, rest[:-2]].append(subject)
        if member and kept:
            said[subject] = kept
        if labels:
            named[subject] = labels
    return Things(dict(members), said, dict(pointing), named, {})


def _written(properties: Iterable[NamedNode]) -> frozenset[bytes]:
    return frozenset(str(property_).encode() for property_ in properties)


def _node(term: bytes) -> NamedNode:
    return NamedNode(term[1:-1].decode())
