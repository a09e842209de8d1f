"""The pictures of a vocabulary: one of all its classes, one of each."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode

from esslod.representation.page import Value
from esslod.representation.reference.drawing import Picture
from esslod.representation.reference.naming import Show
from esslod.representation.reference.neighbours import Neighbour, merged, neighbours
from esslod.representation.reference.overview import Lead, overview
from esslod.representation.reference.schema import Feature, Schema
from esslod.representation.words import word


class Pictures:
    """Pictures of *classes*, in the language of *show*."""

    def __init__(self, schema: Schema, show: Show, classes: Sequence[NamedNode]) -> None:
        self._schema = schema
        self._show = show
        self._classes = list(classes)
        self._leads = list(schema.leads(classes))
        self._is_a = word("is-a", show.language)

    def overview(self) -> Picture | None:
        """All classes, and those of others that they lead to."""
        kinds = [(kind, parent) for kind in self._classes for parent in sorted(self._supers(kind), key=str)]
        leads = [Lead(a.value, b.value, self._show.text(p)) for a, p, b in self._leads]
        leads += [Lead(kind.value, parent.value, self._is_a, "is-a") for kind, parent in kinds]
        named = [end for a, _, b in self._leads for end in (a, b)]
        named += [end for pair in kinds for end in pair]
        ordered = dict.fromkeys([*self._classes, *sorted(set(named), key=self._show.sorting)])
        return overview({kind.value: self._show(kind) for kind in ordered}, leads)

    def of(self, kind: NamedNode) -> Picture | None:
        """*kind* with what it holds and its neighbours."""
        lines, ahead = [], dict[str, list[str]]()
        for feature in self._schema.features(kind).values():
            name = self._show.text(feature.property_)
            for end in sorted(feature.kinds, key=str):
                ahead.setdefault(end.value, []).append(f"{name} {feature.occurs}")
            if not feature.kinds:
                lines.append(f"{name} {self._holds(feature)}")
        behind: dict[str, list[str]] = {}
        for start, property_, end in self._leads:
            if end == kind and start != kind:
                behind.setdefault(start.value, []).append(self._show.text(property_))
        before = merged(behind, self._links(behind))
        after = merged(ahead, self._links(ahead))
        parents = sorted(self._supers(kind), key=self._show.sorting)
        after = (*(Neighbour(self._show(parent), (self._is_a,), "is-a") for parent in parents), *after)
        children = [one for one in self._classes if kind in self._supers(one)]
        before = (*(Neighbour(self._show(child), (self._is_a,), "is-a") for child in children), *before)
        return neighbours(self._show(kind), lines, before, after)

    def _supers(self, kind: NamedNode) -> set[NamedNode]:
        return self._schema.supers.get(kind, set())

    def _links(self, found: dict[str, list[str]]) -> dict[str, Value]:
        return {iri: self._show(NamedNode(iri)) for iri in found}

    def _holds(self, feature: Feature) -> str:
        """``: date 1``, ``: Theme *``: what the values are and how many."""
        types = [self._show.datatype(kind) or self._show.text(kind) for kind in feature.datatypes]
        types += [self._show.text(scheme) for scheme in feature.lists]
        said = f": {' / '.join(sorted(types))} " if types else ""
        return f"{said}[{feature.occurs}]"
