"""What must be known before the page of a description is made: what is around, and what all is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Quad

from esslod.namespaces import RDF
from esslod.rdf.description import Description, Reader
from esslod.representation.gathering import About, Around, Gathering
from esslod.representation.layout import Layout
from esslod.representation.linked import Facts, linked_facts
from esslod.representation.naming import Names, names_of
from esslod.representation.trail import trail


@dataclass(frozen=True)
class Known:
    """``about`` is what the description says of each thing; ``trail`` what contains its focus."""

    about: About
    around: Around
    trail: tuple[NamedNode, ...]
    linked: Mapping[NamedNode, Facts]
    names: Names


def known_of(reader: Reader, layout: Layout, description: Description, names: Names) -> Known:
    """Read what the page of *description* needs; *names*, empty at first, learn what all is called."""
    about: About = {}
    for quad in sorted(description.own, key=str):
        if isinstance(quad.subject, NamedNode):
            about.setdefault(quad.subject, []).append(quad)
    about = {thing: distinct(quads) for thing, quads in about.items()}
    focus = description.focus
    around = Gathering(reader, layout).around(focus, about)
    above = trail(reader, layout, focus, about.get(focus, ()))
    gathered = [quad for thing, quads in around.about.items() if thing not in about for quad in quads]
    linked = linked_facts(reader, _ends(description, gathered) | set(around.about))
    names.add((*description.own, *description.labels, *gathered))
    wanted = {*_mentioned(description, gathered), *_of_facts(linked.values()), *above}
    wanted |= {lacked for lacks in around.lacks.values() for lacked, _ in lacks}
    unknown = (term for term in wanted if isinstance(term, NamedNode) and not names.known(term))
    names.add(names_of(reader, sorted(unknown, key=str)))
    return Known(about, around, above, linked, names)


def distinct(quads: Iterable[Quad]) -> list[Quad]:
    """One quad for each triple: the same statement may stand in several graphs."""
    return list({quad.triple: quad for quad in quads}.values())


def _ends(description: Description, gathered: Iterable[Quad]) -> set[Any]:
    """All that the page links to and the description does not itself describe."""
    said = (quad for quads in (description.own, gathered) for quad in quads if quad.predicate != RDF.type)
    ends = {quad.object for quad in said} | {quad.subject for quad in description.incoming}
    return ends - {quad.subject for quad in description.own}


def _mentioned(description: Description, gathered: Iterable[Quad]) -> set[Any]:
    """Properties on the page, and all that is linked to where no description holds its name."""
    listed = list(gathered)
    every = (*description.own, *description.incoming, *description.provenance, *listed)
    return {quad.predicate for quad in every} | {quad.object for quad in listed}


def _of_facts(facts: Iterable[Facts]) -> Iterator[NamedNode]:
    """What the notes beside links mention."""
    for known in facts:
        yield from (*known.kinds, *known.units, *known.sources, *(code for _, code in known.codes))
