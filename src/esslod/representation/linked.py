"""What the things a page links to are: class, place in a sequence, the figure they carry, their document.

A reader sees "95 000 € · per year" beside a link, not only its name; and beside a passage, its
document and section.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.fields import UNIT_OF
from esslod.namespaces import OA, RDF, SCHEMA
from esslod.rdf.description import Reader

_THINGS_AT_ONCE: Final = 300
_FACTS: Final = """
SELECT ?thing ?property ?value WHERE {{
  VALUES ?thing {{ {things} }} ?thing ?property ?value FILTER(?property IN ({properties}))
}}"""
_CODES: Final = """
SELECT ?thing ?property ?code WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing ?property ?code . ?code a <http://www.w3.org/2004/02/skos/core#Concept>
}}"""

#: What is asked of every thing, and of what says where in its document a passage stands.
_TOLD: Final = (
    *(RDF.type, RDF.value, SCHEMA.position, OA.hasSource, OA.hasSelector),
    *(*UNIT_OF, *UNIT_OF.values()),
)
_SELECTED: Final = (OA.start, OA.end, OA.exact)


@dataclass(frozen=True)
class Facts:
    """What a linked thing is: its classes, place in a sequence, figure, unit and codes.

    ``sources`` are the documents that a passage is taken from, ``span`` where it begins and ends there,
    ``quote`` what it says, ``figure`` the number it bears.
    """

    kinds: tuple[NamedNode, ...]
    position: float
    measure: Literal | None
    units: tuple[NamedNode, ...]
    codes: tuple[tuple[NamedNode, NamedNode], ...]
    sources: tuple[NamedNode, ...] = ()
    span: tuple[Literal, ...] = ()
    quote: Literal | None = None
    figure: Literal | None = None


def linked_facts(reader: Reader, linked: Iterable[Any]) -> dict[NamedNode, Facts]:
    """Facts of each of *linked* that is a thing and has some."""
    things = sorted({end for end in linked if isinstance(end, NamedNode)}, key=str)
    found: dict[NamedNode, dict[NamedNode, list[Any]]] = {}
    for row in _asked(reader, _FACTS, things, properties=_listed(_TOLD)):
        found.setdefault(row["thing"], {}).setdefault(row["property"], []).append(row["value"])
    _locate(reader, found)
    measured = [thing for thing, facts in found.items() if set(facts) & {OA.hasSource, *UNIT_OF}]
    codes: dict[NamedNode, list[tuple[NamedNode, NamedNode]]] = {}
    for row in _asked(reader, _CODES, measured):
        codes.setdefault(row["thing"], []).append((row["property"], row["code"]))
    return {thing: _facts(facts, codes.get(thing, [])) for thing, facts in found.items()}


def _locate(reader: Reader, found: dict[NamedNode, dict[NamedNode, list[Any]]]) -> None:
    """Add to each passage what its selectors say."""
    selectors = {
        selector: facts
        for facts in found.values()
        for selector in facts.get(OA.hasSelector, ())
        if isinstance(selector, NamedNode)
    }
    for row in _asked(reader, _FACTS, sorted(selectors, key=str), properties=_listed(_SELECTED)):
        selectors[row["thing"]].setdefault(row["property"], []).append(row["value"])


def _listed(properties: Iterable[NamedNode]) -> str:
    return ", ".join(map(str, properties))


def _asked(
    reader: Reader, query: str, things: Sequence[NamedNode], **filled: str
) -> Iterable[dict[str, Any]]:
    for start in range(0, len(things), _THINGS_AT_ONCE):
        some = " ".join(map(str, things[start : start + _THINGS_AT_ONCE]))
        yield from reader.select(query.format(things=some, **filled))


def _facts(found: Mapping[NamedNode, list[Any]], codes: Sequence[tuple[NamedNode, NamedNode]]) -> Facts:
    positions = [as_number(term) for term in found.get(SCHEMA.position, []) if isinstance(term, Literal)]
    measures = [
        term for property_ in UNIT_OF for term in found.get(property_, []) if isinstance(term, Literal)
    ]
    spans = [_literal(found, property_) for property_ in (OA.start, OA.end)]
    units = [term for property_ in UNIT_OF.values() for term in found.get(property_, [])]
    return Facts(
        kinds=tuple(kind for kind in found.get(RDF.type, []) if isinstance(kind, NamedNode)),
        position=min(positions, default=0.0),
        measure=measures[0] if measures else None,
        units=tuple(unit for unit in units if isinstance(unit, NamedNode)),
        codes=tuple(sorted(set(codes), key=str)),
        sources=tuple(source for source in found.get(OA.hasSource, []) if isinstance(source, NamedNode)),
        span=tuple(place for place in spans if place is not None),
        quote=_literal(found, OA.exact),
        figure=_literal(found, RDF.value),
    )


def _literal(found: Mapping[NamedNode, list[Any]], property_: NamedNode) -> Literal | None:
    return next((term for term in found.get(property_, ()) if isinstance(term, Literal)), None)


def as_number(literal: Literal) -> float:
    try:
        return float(literal.value)
    except ValueError:
        return 0.0
