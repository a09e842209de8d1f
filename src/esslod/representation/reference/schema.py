"""Classes and what leads from one to another, read off shapes and, where they are silent, off the ontology.

The pictures of the vocabulary are drawn from this; no class or property is known by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.namespaces import OWL, RDFS, SH, XSD
from esslod.representation.reference.shapes import Node, Shapes

_DEPTH: Final = 4
_RDF_LITERALS: Final = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",)
_NO_CLASS: Final = frozenset({RDFS.Resource, RDFS.Literal, OWL.Thing})


@dataclass
class Feature:
    """What the instances of a class have through one property.

    ``kinds`` are the classes of its values, ``datatypes`` those of its literals, ``lists`` the code
    lists they are taken from; ``least`` and ``most`` how many there may be (None: unsaid).
    """

    property_: NamedNode
    kinds: set[NamedNode] = field(default_factory=set)
    datatypes: set[NamedNode] = field(default_factory=set)
    lists: set[NamedNode] = field(default_factory=set)
    least: int | None = None
    most: int | None = None

    @property
    def occurs(self) -> str:
        """``1``, ``0..1``, ``1..*``, ``*``: how diagrams of classes write it."""
        if self.most is None:
            return f"{self.least}..*" if self.least else "*"
        return str(self.most) if self.least == self.most else f"{self.least or 0}..{self.most}"


class Schema:
    """The classes of *vocabulary* (statements about terms) and of *shapes*."""

    def __init__(self, shapes: Shapes, vocabulary: Iterable[Quad]) -> None:
        self._shapes = shapes
        self.supers: dict[NamedNode, set[NamedNode]] = {}
        self._ranges: dict[NamedNode, set[NamedNode]] = {}
        self._domains: dict[NamedNode, set[NamedNode]] = {}
        kept = {RDFS.subClassOf: self.supers, RDFS.range: self._ranges, RDFS.domain: self._domains}
        for quad in vocabulary:
            subject, term = quad.subject, quad.object
            if quad.predicate not in kept or term in _NO_CLASS:
                continue
            if isinstance(subject, NamedNode) and isinstance(term, NamedNode):
                kept[quad.predicate].setdefault(subject, set()).add(term)
        self._features: dict[NamedNode, dict[NamedNode, Feature]] = {}

    def features(self, kind: NamedNode) -> Mapping[NamedNode, Feature]:
        """Property → what an instance of *kind* has through it, in the order of the shapes."""
        if kind not in self._features:
            self._features[kind] = self._read(kind)
        return self._features[kind]

    def lineage(self, kind: NamedNode) -> list[NamedNode]:
        """*kind* and all it is a kind of: rules for those bind its members too (SHACL §2.1.3.2)."""
        found = [kind]
        for one in found:  # it grows as we go up
            found += sorted(self.supers.get(one, set()).difference(found), key=str)
        return found

    def leads(self, kinds: Sequence[NamedNode]) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
        """(class, property, class) for every link from one of *kinds*."""
        for kind in kinds:
            for feature in self.features(kind).values():
                for end in sorted(feature.kinds, key=str):
                    yield kind, feature.property_, end

    def _read(self, kind: NamedNode) -> dict[NamedNode, Feature]:
        found: dict[NamedNode, Feature] = {}
        for shape in (shape for one in self.lineage(kind) for shape in self._shapes.of_class(one)):
            for rule in self._shapes.rules(shape):
                path = self._shapes.one(rule, SH.path)
                if isinstance(path, NamedNode):
                    self._take(found.setdefault(path, Feature(path)), rule)
        for property_, domains in sorted(self._domains.items(), key=lambda item: str(item[0])):
            if kind in domains:
                found.setdefault(property_, Feature(property_))
        for feature in found.values():
            if not (feature.kinds or feature.datatypes or feature.lists):
                self._from_range(feature)
        return found

    def _from_range(self, feature: Feature) -> None:
        for end in self._ranges.get(feature.property_, ()):
            literal = end.value.startswith(XSD.iri) or end.value.startswith(_RDF_LITERALS)
            (feature.datatypes if literal else feature.kinds).add(end)

    def _take(self, feature: Feature, rule: Node) -> None:
        """Add to *feature* what *rule* says of the values and their number."""
        least, most = (_count(self._shapes.one(rule, limit)) for limit in (SH.minCount, SH.maxCount))
        feature.least = max(filter(None, (feature.least, least)), default=None)
        feature.most = min((n for n in (feature.most, most) if n is not None), default=None)
        self._ends(feature, rule, 0)

    def _ends(self, feature: Feature, shape: Node, depth: int) -> None:
        feature.kinds.update(self._shapes.all(shape, SH["class"]))
        feature.datatypes.update(self._shapes.all(shape, SH.datatype))
        if depth:
            feature.lists.update(self._shapes.code_lists(shape))
        if depth < _DEPTH:
            for inner in self._inner(shape):
                self._ends(feature, inner, depth + 1)

    def _inner(self, shape: Node) -> Iterator[Any]:
        yield from self._shapes.all(shape, SH.node)
        for listing in (SH["and"], SH["or"], SH.xone):
            for head in self._shapes.all(shape, listing):
                yield from self._shapes.listed(head)


def _count(term: Any) -> int | None:
    return int(term.value) if isinstance(term, Literal) and term.value.isdigit() else None
