"""What contains a resource, as the shapes say by a role: the way back up from any page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from esslod.rdf.description import Reader
from esslod.representation.layout import Layout, kinds_of

#: The role of a property that leads to what contains the resource (``shapes/pages.ttl``).
WITHIN: Final = "WithinRole"
_MOST_STEPS: Final = 8
#: Statements looked at to find who contains a thing that does not say so itself.
_POINTING: Final = 50


def trail(reader: Reader, layout: Layout, focus: NamedNode, quads: Iterable[Quad]) -> tuple[NamedNode, ...]:
    """What contains *focus*, of which *quads* are said: the widest first, *focus* left out.

    Where several contain a thing, the last by address: of editions, the latest.
    """
    found = [focus]
    said = list(quads)
    while len(found) <= _MOST_STEPS:
        above = _above(reader, layout, found[-1], said) - set(found)
        if not above:
            break
        found.append(max(above, key=str))
        said = reader.about(found[-1])
    return tuple(reversed(found[1:]))


def _above(reader: Reader, layout: Layout, thing: NamedNode, quads: list[Quad]) -> set[NamedNode]:
    """What contains *thing*, by the first of its properties with the role that has a value."""
    for view in layout.with_role(kinds_of(quads), WITHIN):
        said = reader.pointing_to(thing, _POINTING) if view.inverse else quads
        ends: list[Any] = [
            quad.subject if view.inverse else quad.object for quad in said if quad.predicate == view.path
        ]
        above = {end for end in ends if isinstance(end, NamedNode)}
        if above:
            return above
    return set()
