"""What can be listed: the things of a release in the order of their names, and the classes they are in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from esslod.finding.folding import sorting
from esslod.namespaces import SH
from esslod.release.facets import Declared
from esslod.release.named import Namings
from esslod.validation.shapes import Shapes


class Listed:
    """Things with their classes, and how classes hang together. ``number`` follows French names, from 1."""

    def __init__(self, things: Mapping[str, set[str]], names: Namings, subclasses: Iterable[Quad]) -> None:
        self._things = things
        keyed = sorted((sorting(names.of(iri).best), iri) for iri in things)
        self.number = {iri: number for number, (_, iri) in enumerate(keyed, 1)}
        self._supers: dict[str, set[str]] = {}
        for quad in subclasses:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                self._supers.setdefault(quad.subject.value, set()).add(quad.object.value)
        self._ancestors: dict[str, frozenset[str]] = {}

    def ancestors(self, kind: str) -> frozenset[str]:
        """Every superclass of *kind*, itself excepted unless it is its own."""
        if kind not in self._ancestors:
            found: set[str] = set()
            waiting = list(self._supers.get(kind, ()))
            while waiting:
                parent = waiting.pop()
                if parent not in found:
                    found.add(parent)
                    waiting.extend(self._supers.get(parent, ()))
            self._ancestors[kind] = frozenset(found)
        return self._ancestors[kind]

    def narrowest(self, iri: str) -> list[str]:
        """The classes of a thing but superclasses of others; those with most superclasses first."""
        kinds = self._things[iri]
        implied = {parent for kind in kinds for parent in self.ancestors(kind) - {kind}}
        return sorted(kinds - implied, key=lambda kind: (-len(self.ancestors(kind)), kind))


@dataclass(frozen=True)
class Kind:
    """A class that has a list: ``number`` from 1, ``slug`` in addresses, its things, its facets."""

    number: int
    iri: str
    slug: str
    things: tuple[str, ...]
    facets: tuple[Declared, ...]

    def row(self, names: Namings) -> tuple[object, ...]:
        """As the index holds it."""
        named = names.of(self.iri)
        plain = named.plain.rpartition("#")[2].rpartition("/")[2]
        return self.number, self.iri, self.slug, named.fr, named.en, plain, len(self.things)


def target_fields(shapes: Iterable[Quad]) -> dict[str, int]:
    """IRI of each class whose shapes have a field for pages (``sh:order``) → how many."""
    graph = Shapes(shapes)
    found: dict[str, int] = {}
    for shape in graph.subjects(SH.property):
        fields = [f for f in graph.objects(shape, SH.property) if graph.objects(f, SH.order)]
        for kind in graph.objects(shape, SH.targetClass) if fields else ():
            if isinstance(kind, NamedNode):
                found[kind.value] = found.get(kind.value, 0) + len(fields)
    return found


def browsable(
    things: Mapping[str, set[str]], fields: Mapping[str, int], facets: Iterable[Declared], listed: Listed
) -> list[Kind]:
    """The classes with a list: those that have things and a shape with fields or facets.

    A class has its own facets, those of its superclasses and of classes that all its things are in:
    vocabularies that data borrow do not say how they hang together.
    """
    every = list(facets)
    by_class: dict[str, list[str]] = {}
    for iri in listed.number:
        for kind in things[iri]:
            by_class.setdefault(kind, []).append(iri)
    targets = {facet.target.value for facet in every}
    shaped = [kind for kind in sorted(by_class) if kind in fields or kind in targets]
    sets = {kind: frozenset(by_class[kind]) for kind in {*shaped, *targets} if kind in by_class}
    slugs = dict(_slugs(shaped))

    def facets_of(kind: str) -> tuple[Declared, ...]:
        wider = [other for other in sorted(targets & sets.keys() - {kind}) if sets[kind] <= sets[other]]
        return _facets_of((kind, *sorted(listed.ancestors(kind)), *wider), every)

    return [
        Kind(number, kind, slugs[kind], tuple(by_class[kind]), facets_of(kind))
        for number, kind in enumerate(shaped, 1)
    ]


def _facets_of(kinds: Iterable[str], facets: Sequence[Declared]) -> tuple[Declared, ...]:
    """The facets declared for *kinds*; of several with one name, that of the first of these."""
    found: dict[str, Declared] = {}
    for target in kinds:
        for facet in facets:
            if facet.target.value == target:
                found.setdefault(facet.name, facet)
    return tuple(sorted(found.values(), key=lambda facet: (facet.order, facet.name)))


def _slugs(kinds: list[str]) -> Iterator[tuple[str, str]]:
    """``…#ProfileEdition`` → ``profile-edition``; of two classes alike, the second takes a number."""
    taken: dict[str, int] = {}
    for kind in kinds:
        local = kind.rpartition("#")[2].rpartition("/")[2]
        slug = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", local).lower()
        taken[slug] = taken.get(slug, 0) + 1
        yield kind, slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
