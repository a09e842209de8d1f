"""What the modules that write the catalogue share: the release they speak of, and how they say things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import CATALOGUE
from esslod.config import Site
from esslod.namespaces import XSD
from esslod.release.days import Days
from esslod.release.manifest import FileEntry
from esslod.release.parts import Part, Term
from esslod.release.series import Series

EU: Final = "http://publications.europa.eu/resource/authority/"
IANA: Final = "https://www.iana.org/assignments/media-types/"
LANGUAGES: Final = (NamedNode(EU + "language/FRA"), NamedNode(EU + "language/ENG"))
PUBLIC: Final = NamedNode(EU + "access-right/PUBLIC")
#: The Licence Ouverte 2.0: as the EU's list calls it, and as data.gouv.fr does.
LICENCE: Final = NamedNode(EU + "licence/ETALAB_2_0")
LICENCE_PAGE: Final = NamedNode("https://www.etalab.gouv.fr/licence-ouverte-open-licence")
#: Other addresses of the same licence.
SAME_LICENCE: Final = frozenset({LICENCE, LICENCE_PAGE, NamedNode("https://spdx.org/licenses/etalab-2.0")})


@dataclass(frozen=True)
class Told:
    """The release that a catalogue tells of, on the day *today*.

    ``whole`` is the dataset of everything; ``files`` those of each dataset, by IRI; ``names``
    what the data call the places and makers that are mentioned; ``tables`` the titles of tables, by
    the path of their files.
    """

    site: Site
    today: date
    name: str
    whole: Part
    parts: Sequence[Part]
    series: Sequence[Series]
    files: Mapping[str, Sequence[FileEntry]]
    days: Days
    names: Mapping[str, Sequence[Literal]] = field(default_factory=dict)
    spatial: frozenset[NamedNode] = frozenset()
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def versions(self) -> int:
        """How many versions all the series have together."""
        return sum(len(one.versions) for one in self.series)

    def places(self, part: Part) -> list[NamedNode]:
        """What *part* says it is about in space, by any property that means that."""
        return sorted(
            {t.object for t in part.own if t.predicate in self.spatial and isinstance(t.object, NamedNode)},
            key=str,
        )


@dataclass(frozen=True)
class Entry:
    """Datasets that a page of the catalogue holds together, and what is said of them alone."""

    datasets: tuple[str, ...]
    triples: tuple[Triple, ...]


def entry_iri(site: Site, key: str) -> NamedNode:
    """Something described in the catalogue's document only: a fragment of it, never of the data's."""
    return NamedNode(f"{site.addresses.iri(CATALOGUE)}#{key}")


def build_iri(told: Told, iso: str) -> NamedNode:
    """The build of that day."""
    return entry_iri(told.site, f"build-{iso}")


def day(iso: str | date) -> Literal:
    return Literal(str(iso), datatype=XSD.date)


def said(subject: NamedNode, facts: Iterable[tuple[NamedNode, Term]]) -> Iterator[Triple]:
    """*facts* (property, value) as statements about *subject*."""
    return (Triple(subject, predicate, value) for predicate, value in facts)


def both(predicate: NamedNode, french: str, english: str) -> Iterator[tuple[NamedNode, Term]]:
    """A text in both languages."""
    yield predicate, Literal(french, language="fr")
    yield predicate, Literal(english, language="en")
