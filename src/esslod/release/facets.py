"""What the shapes declare about finding: which property shapes are facets, under which names.

A property shape with ``shapes#facet "name"`` is a facet of the lists of the classes that its node
shapes target; its path may have several steps, and inverse ones (SHACL §2.3.1).
``shapes#facetClass`` keeps only values of that class. Names, hints and order are SHACL's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import FACET, FACET_CLASS, Addresses
from esslod.fields import Texts
from esslod.namespaces import SH
from esslod.validation.shapes import Shapes, Term


@dataclass(frozen=True)
class Declared:
    """One facet of the things of ``target``: ``path`` as SPARQL writes it; ``only`` restricts its values."""

    target: NamedNode
    name: str
    path: str
    order: float
    names: Texts
    hints: Texts
    only: NamedNode | None


def declared(quads: Iterable[Quad], addresses: Addresses) -> tuple[Declared, ...]:
    """Every facet that the shapes among *quads* declare, in the order they ask for."""
    shapes = Shapes(quads)
    found = {(facet.target, facet.name): facet for facet in _all(shapes, addresses)}
    return tuple(sorted(found.values(), key=lambda facet: (facet.order, facet.name)))


def _all(shapes: Shapes, addresses: Addresses) -> Iterator[Declared]:
    facet, only = NamedNode(addresses.iri(FACET)), NamedNode(addresses.iri(FACET_CLASS))
    for shape in shapes.subjects(SH.property):
        targets = [kind for kind in shapes.objects(shape, SH.targetClass) if isinstance(kind, NamedNode)]
        for field in shapes.objects(shape, SH.property):
            for name in shapes.objects(field, facet):
                kept = next((k for k in shapes.objects(field, only) if isinstance(k, NamedNode)), None)
                for target in targets:
                    yield Declared(
                        target, str(getattr(name, "value", "")), shapes.path(field), _order(shapes, field),
                        _texts(shapes, field, SH.name), _texts(shapes, field, SH.description), kept,
                    )  # fmt: skip


def _order(shapes: Shapes, field: Term) -> float:
    orders = [float(value.value) for value in shapes.objects(field, SH.order) if isinstance(value, Literal)]
    return min(orders, default=1e9)


def _texts(shapes: Shapes, field: Term, property_: NamedNode) -> Texts:
    said = [text for text in shapes.objects(field, property_) if isinstance(text, Literal)]
    return {text.language or "": text.value for text in said}
