"""What a page shows in place: the things its shapes name, read level by level, in a few bounded questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from esslod.rdf.description import Reader
from esslod.representation.layout import DETAILS, Layout, View, kinds_of

#: Levels of things within things, and things of one level: a page is no dump.
MOST_LEVELS: Final = 6
MOST_THINGS: Final = 500
_AT_ONCE: Final = 300
_BACK: Final = "SELECT DISTINCT ?whole ?part WHERE { VALUES ?whole { %s } ?part %s ?whole } LIMIT %d"
_ABOUT: Final = """
SELECT DISTINCT ?thing ?property ?value WHERE { VALUES ?thing { %s } ?thing ?property ?value }"""
#: Roles of our own (``shapes/pages.ttl``): what lacks something, and the property that is lacking.
LACKING: Final = "LackingRole"
LACKED: Final = "LackedRole"

About = dict[NamedNode, list[Quad]]


@dataclass
class Around:
    """What is said of each thing shown, which things each view of each shows, and what each lacks.

    ``lacks`` is thing → (the property that is lacking, the resource that says so); ``cut`` whether
    some things were left out.
    """

    about: About
    shown: dict[tuple[NamedNode, View], tuple[NamedNode, ...]] = field(default_factory=dict)
    lacks: dict[NamedNode, list[tuple[NamedNode, NamedNode]]] = field(default_factory=dict)
    cut: bool = False

    @property
    def things(self) -> set[NamedNode]:
        """All that is shown in place."""
        return {thing for (_, view), things in self.shown.items() if view.in_place for thing in things}

    @property
    def gaps(self) -> set[NamedNode]:
        """The resources that say what something lacks."""
        return {gap for lacks in self.lacks.values() for _, gap in lacks}

    def kinds(self, thing: NamedNode) -> list[NamedNode]:
        return kinds_of(self.about.get(thing, ()))


class Gathering:
    """Gathers around one thing after another of one release."""

    def __init__(self, reader: Reader, layout: Layout) -> None:
        self._reader = reader
        self._layout = layout

    def around(self, focus: NamedNode, about: About) -> Around:
        """All that the page of *focus* shows in place; *about* is what is known of it already."""
        found = Around(dict(about))
        level, seen = [focus], {focus}
        for _ in range(MOST_LEVELS):
            candidates = self._candidates(found, level)
            self._learn(found, {thing for things in candidates.values() for thing in things})
            level = [thing for thing in self._share(found, candidates, seen) if thing not in seen]
            seen.update(level)
            if not level:
                break
        self._learn_gaps(found, sorted({focus, *found.things}, key=str))
        return found

    def _candidates(
        self, found: Around, level: Sequence[NamedNode]
    ) -> dict[tuple[NamedNode, NamedNode, bool], list[NamedNode]]:
        """(whole, property, inverse) → what the shapes of the whole may show there."""
        candidates: dict[tuple[NamedNode, NamedNode, bool], list[NamedNode]] = {}
        backward: dict[NamedNode, list[NamedNode]] = {}
        for whole in level:
            for view in self._views(found, whole):
                key = (whole, view.path, view.inverse)
                if key in candidates:
                    continue
                candidates[key] = [] if view.inverse else _objects(found.about[whole], view.path)
                if view.inverse:
                    backward.setdefault(view.path, []).append(whole)
        for path, wholes in backward.items():
            for whole, part in self._pointing(found, path, wholes):
                candidates[whole, path, True].append(part)
        return candidates

    def _views(self, found: Around, whole: NamedNode) -> Iterator[View]:
        views = self._layout.of(found.kinds(whole)) if whole in found.about else ()
        return (view for view in views if view.in_place or (view.inverse and view.asks))

    def _pointing(
        self, found: Around, path: NamedNode, wholes: Sequence[NamedNode]
    ) -> Iterator[tuple[NamedNode, NamedNode]]:
        rows = self._reader.select(_BACK % (_listed(wholes), path, MOST_THINGS + 1))
        found.cut = found.cut or len(rows) > MOST_THINGS
        for row in sorted(rows[:MOST_THINGS], key=str):
            if isinstance(row["part"], NamedNode):
                yield row["whole"], row["part"]

    def _learn(self, found: Around, things: Iterable[NamedNode]) -> None:
        unknown = sorted(set(things) - set(found.about), key=str)
        for start in range(0, len(unknown), _AT_ONCE):
            some = unknown[start : start + _AT_ONCE]
            for thing in some:
                found.about[thing] = []
            for row in sorted(self._reader.select(_ABOUT % _listed(some)), key=str):
                found.about[row["thing"]].append(Quad(row["thing"], row["property"], row["value"]))

    def _share(
        self, found: Around, candidates: dict[tuple[NamedNode, NamedNode, bool], list[NamedNode]],
        seen: set[NamedNode],
    ) -> Iterator[NamedNode]:  # fmt: skip
        """Give each candidate to the view that asks most of it; those shown in detail may show others."""
        for whole in dict.fromkeys(whole for whole, _, _ in candidates):
            taken: set[NamedNode] = set()
            views = sorted(self._views(found, whole), key=lambda view: -view.asks)
            for view in views:
                given = [
                    thing
                    for thing in dict.fromkeys(candidates[whole, view.path, view.inverse])
                    if thing not in seen
                    and not (view.in_place and thing in taken)
                    and view.accepts(self._layout.all_kinds(found.kinds(thing)), found.about[thing])
                ]
                found.shown[whole, view] = tuple(given)
                if view.in_place:
                    taken.update(given)
                if view.viewer == DETAILS:
                    yield from given

    def _learn_gaps(self, found: Around, things: Sequence[NamedNode]) -> None:
        """What the things shown lack, as some resource says."""
        said: list[tuple[NamedNode, NamedNode]] = []
        for path in sorted(self._layout.paths(LACKING), key=str):
            for start in range(0, len(things), _AT_ONCE):
                said += self._pointing(found, path, things[start : start + _AT_ONCE])
        self._learn(found, {gap for _, gap in said})
        lacked = self._layout.paths(LACKED)
        for thing, gap in said:
            for quad in found.about[gap]:
                if quad.predicate in lacked and isinstance(quad.object, NamedNode):
                    found.lacks.setdefault(thing, []).append((quad.object, gap))


def _objects(quads: Iterable[Quad], path: NamedNode) -> list[NamedNode]:
    objects: list[Any] = [quad.object for quad in quads if quad.predicate == path]
    return [thing for thing in objects if isinstance(thing, NamedNode)]


def _listed(things: Iterable[NamedNode]) -> str:
    return " ".join(map(str, things))
