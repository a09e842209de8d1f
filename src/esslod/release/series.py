"""Version series: a thing that the data give versions of (DCAT 3 §11), and these in order."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import NamedNode, Triple

from esslod.namespaces import DCAT, DCT
from esslod.release.parts import Part, said_of


@dataclass(frozen=True)
class Series:
    """``whole`` is what there are versions of; ``versions`` the oldest first, never empty."""

    whole: Part
    versions: tuple[Part, ...]

    @property
    def current(self) -> Part:
        return self.versions[-1]


def series(parts: Iterable[Part], base: str) -> tuple[Series, ...]:
    """The series under *base* that some of *parts* say they are versions of, by IRI."""
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for part in parts:
        for whole in part.values(DCAT.isVersionOf):
            if isinstance(whole, NamedNode) and whole.value.startswith(base):
                found[whole.value].append(part)
    made = (_series(iri, sorted(found[iri], key=_age)) for iri in sorted(found))
    return tuple(one for one in made if one.whole.titles)


def links(told: Series) -> Iterator[Triple]:
    """How the versions hang together."""
    whole = NamedNode(told.whole.iri)
    names = [NamedNode(part.iri) for part in told.versions]
    yield Triple(whole, DCAT.hasCurrentVersion, names[-1])
    for name in names:
        yield Triple(whole, DCAT.hasVersion, name)
        yield Triple(name, DCAT.isVersionOf, whole)
    for earlier, later in pairwise(names):
        yield Triple(later, DCAT.previousVersion, earlier)


def _series(iri: str, versions: list[Part]) -> Series:
    """What the newest version says of the whole is what holds."""
    digest = hashlib.sha256("\n".join(part.digest for part in versions).encode()).hexdigest()
    current = versions[-1]
    own = said_of(iri, current.lines)
    if not any(triple.predicate == DCT.modified for triple in own):
        own += tuple(Triple(NamedNode(iri), DCT.modified, day) for day in current.values(DCT.modified))
    return Series(Part(iri, own, current.groups, digest), tuple(versions))


def _age(part: Part) -> tuple[str, str]:
    days = [term.value for term in part.values(DCT.modified, DCT.issued, DCAT.version)]
    return min(days, default=""), part.iri
