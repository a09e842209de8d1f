"""The page of a code list: its codes as a tree, what each means, and how many times the data use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import SKOS, XSD
from esslod.rdf.description import Description
from esslod.representation.page import Page, Thing, Value
from esslod.representation.reference.known import Reference
from esslod.representation.reference.naming import Show


@dataclass(frozen=True)
class Code:
    """One code; ``uses`` counts the statements that lead to it, ``narrower`` are the codes under it."""

    thing: Thing
    notation: str
    uses: int
    narrower: tuple[Code, ...]


@dataclass(frozen=True)
class CodeUse:
    """A property that leads to codes of the list, how many times, and to how many of them."""

    link: Value
    uses: int
    codes: int


@dataclass(frozen=True)
class CodeTree:
    """``codes`` at the top of the list, ``total`` in all; ``by``: the properties, most used first."""

    codes: tuple[Code, ...]
    total: int
    by: tuple[CodeUse, ...]


def code_tree(reference: Reference, description: Description, page: Page, language: str) -> CodeTree:
    """The code list of *description*, whose codes *page* describes already."""
    show = reference.show(language)
    show.names.add(description.own)
    things = {NamedNode(thing.iri): thing for _, things in page.parts for thing in things}
    used = reference.usage.codes(description.focus)
    show.learn({property_ for counts in used.values() for property_ in counts})
    under = _under(description, things)
    notations = _notations(description)
    lower = {code for codes in under.values() for code in codes}

    def code(node: NamedNode, above: frozenset[NamedNode]) -> Code:
        path = above | {node}
        inner = [one for one in under.get(node, ()) if one not in path]
        count = sum(used.get(node, {}).values())
        narrower = tuple(code(one, path) for one in sorted(inner, key=show.sorting))
        return Code(things[node], notations.get(node, ""), count, narrower)

    top = sorted((node for node in things if node not in lower), key=show.sorting)
    return CodeTree(
        tuple(code(node, frozenset()) for node in top), len(things), tuple(_by_property(used, show))
    )


def _notations(description: Description) -> dict[Any, str]:
    """Code → how it is written; one of a datatype of its own only when there is no plain one."""
    said = [
        (quad.object.datatype != XSD.string, quad.object.value, quad.subject)
        for quad in description.own
        if quad.predicate == SKOS.notation and isinstance(quad.object, Literal)
    ]
    return {code: text for _, text, code in sorted(said, key=lambda one: one[:2], reverse=True)}


def _under(description: Description, things: Mapping[NamedNode, Thing]) -> dict[Any, list[NamedNode]]:
    """Code → the codes just under it, by ``skos:broader`` or ``skos:narrower``, within the list."""
    found: dict[Any, dict[NamedNode, None]] = {}
    for quad in description.own:
        upper, lower = quad.object, quad.subject
        if quad.predicate == SKOS.narrower:
            upper, lower = lower, upper
        elif quad.predicate != SKOS.broader:
            continue
        if upper in things and isinstance(lower, NamedNode) and lower in things:
            found.setdefault(upper, {})[lower] = None
    return {code: list(codes) for code, codes in found.items()}


def _by_property(used: Mapping[NamedNode, Mapping[NamedNode, int]], show: Show) -> Iterable[CodeUse]:
    totals: dict[NamedNode, list[int]] = {}
    for counts in used.values():
        for property_, count in counts.items():
            totals.setdefault(property_, []).append(count)
    for property_, several in sorted(totals.items(), key=lambda item: (-sum(item[1]), str(item[0]))):
        yield CodeUse(show(property_), sum(several), len(several))
