"""Shapes that forbid nothing: they tell pages and forms what to show, and a validator has no use for them."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import DASH, RDF, RDFS, SH
from esslod.validation.shapes import Node, Shapes, Term

#: What says nothing about conformance: without it pySHACL has a third of the statements to look at.
ANNOTATIONS: Final = frozenset(
    {SH.name, SH.description, SH.message, SH.order, SH.group, SH.defaultValue, RDFS.label, RDFS.comment}
)
_SHOWN: Final = ANNOTATIONS | {RDF.type, SH.path, SH.qualifiedValueShape, SH.qualifiedMinCount}


def idle(shapes: Shapes) -> frozenset[tuple[Node, NamedNode, Term]]:
    """The statements that lead to property shapes which nothing can break.

    A minimum of zero is met by anything (SHACL §4.7.3), but pySHACL would count what meets it.
    """
    said: dict[Term, dict[NamedNode, list[Term]]] = {}
    for subject, predicate, value in shapes:
        said.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return frozenset(
        (subject, predicate, value)
        for subject, predicate, value in shapes
        if predicate == SH.property and _forbids_nothing(said.get(value, {}))
    )


def _forbids_nothing(said: dict[NamedNode, list[Term]]) -> bool:
    known = {p for p in said if p in _SHOWN or p.value.startswith(DASH.iri)}
    least = [
        value.value if isinstance(value, Literal) else "" for value in said.get(SH.qualifiedMinCount, [])
    ]
    counted = SH.qualifiedValueShape in said
    return SH.path in said and known == set(said) and least == (["0"] if counted else [])
