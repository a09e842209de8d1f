"""What is counted from N-Triples lines, in one pass: VoID's figures (VoID §4.6), years covered."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from esslod.namespaces import DCAT, RDF, XSD

_PERIOD: Final = f" <{DCAT.iri}".encode()
_START, _END = DCAT.startDate.value.encode(), DCAT.endDate.value.encode()
_YEAR: Final = re.compile(rb'^\S+ <([^>]*)> "(\d{4})(?:-\d\d-\d\d)?"\^\^<[^>]*> \.$')
_TYPE: Final = f"<{RDF.type.value}>".encode()
_TEXT: Final = f"<{XSD.string.value}>".encode()
_TEXT_IN_A_LANGUAGE: Final = f"<{RDF.langString.value}>".encode()


@dataclass(frozen=True)
class Statistics:
    """``classes`` and ``properties``: IRI → number of instances, of statements; sorted by IRI.

    ``ends``: property → number of distinct subjects and of distinct objects.
    """

    triples: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    ends: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Uses:
    """How the instances of one class use one property.

    ``classes`` and ``datatypes``: IRI → number of these statements whose object is an
    instance of that class (an object may be of several), a literal of that datatype.
    """

    triples: int
    subjects: int
    classes: Mapping[str, int]
    datatypes: Mapping[str, int]


def statistics(lines: Iterable[bytes]) -> Statistics:
    """Count the unique, sorted N-Triples *lines*; subjects and objects are counted once each."""
    subjects: set[bytes] = set()
    objects: set[bytes] = set()
    properties: Counter[bytes] = Counter()
    classes: Counter[bytes] = Counter()
    heads: Counter[bytes] = Counter()
    tails: defaultdict[bytes, set[bytes]] = defaultdict(set)
    latest: dict[bytes, bytes] = {}  # predicate → its last subject: sorted, subjects need no set
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        subjects.add(subject)
        objects.add(rest)
        properties[predicate] += 1
        heads[predicate] += latest.get(predicate) != subject
        latest[predicate] = subject
        tails[predicate].add(rest)
        if predicate == _TYPE:
            classes[rest[:-2]] += 1
    ends = {_iri(term): (count, len(tails[term])) for term, count in sorted(heads.items())}
    by_iri = _by_iri(classes), _by_iri(properties)
    return Statistics(properties.total(), len(subjects), len(objects), *by_iri, ends)


def uses_by_class(lines: Sequence[bytes]) -> Mapping[str, Mapping[str, Uses]]:
    """Class → property → uses, in the unique, sorted N-Triples *lines*; both sorted by IRI.

    An instance of several classes counts in each. Blank node classes are left out.
    """
    types = _types(lines)
    counted: dict[bytes, dict[bytes, _Tally]] = {}
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        classes = types.get(subject)
        if classes is None:
            continue
        kinds = _kinds(rest[:-2], types)
        for one in classes:
            of_class = counted.setdefault(one, {})
            tally = of_class.get(predicate) or of_class.setdefault(predicate, _Tally())
            tally.add(subject, kinds)
    return {
        _iri(one): {_iri(term): tally.uses() for term, tally in sorted(counted[one].items())}
        for one in sorted(counted)
    }


class _Tally:
    """Uses of one property by the instances of one class, while they are counted."""

    __slots__ = ("kinds", "latest", "subjects", "triples")

    def __init__(self) -> None:
        self.triples = self.subjects = 0
        self.latest = b""
        self.kinds: dict[bytes, int] = {}

    def add(self, subject: bytes, kinds: tuple[bytes, ...]) -> None:
        """Count a statement of *subject*; those of one subject come one after another."""
        self.triples += 1
        if subject != self.latest:
            self.subjects += 1
            self.latest = subject
        for kind in kinds:
            self.kinds[kind] = self.kinds.get(kind, 0) + 1

    def uses(self) -> Uses:
        classes = {term: count for term, count in self.kinds.items() if not term.startswith(b"^")}
        datatypes = {term[1:]: count for term, count in self.kinds.items() if term.startswith(b"^")}
        return Uses(self.triples, self.subjects, _by_iri(classes), _by_iri(datatypes))


def _types(lines: Iterable[bytes]) -> Mapping[bytes, tuple[bytes, ...]]:
    """Subject → its classes."""
    types: defaultdict[bytes, tuple[bytes, ...]] = defaultdict(tuple)
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate == _TYPE and rest.startswith(b"<"):
            types[subject] += (rest[:-2],)
    return dict(types)


def _kinds(term: bytes, types: Mapping[bytes, tuple[bytes, ...]]) -> tuple[bytes, ...]:
    """The classes of a resource; of a literal its datatype, marked by a circumflex."""
    if not term.startswith(b'"'):
        return types.get(term, ())
    if term.endswith(b'"'):
        return (b"^" + _TEXT,)
    return (b"^" + (term[term.rindex(b"<") :] if term.endswith(b">") else _TEXT_IN_A_LANGUAGE),)


def years(lines: Iterable[bytes]) -> tuple[set[str], set[str]]:
    """Four-digit years of the start dates and of the end dates of all periods."""
    found: dict[bytes, set[str]] = {_START: set(), _END: set()}
    for line in lines:
        if _PERIOD in line and (match := _YEAR.search(line)):
            found.get(match[1], set()).add(match[2].decode())
    return found[_START], found[_END]


def _by_iri(counts: Mapping[bytes, int]) -> dict[str, int]:
    return {_iri(term): count for term, count in sorted(counts.items()) if term.startswith(b"<")}


def _iri(term: bytes) -> str:
    """The IRI between the angle brackets of an N-Triples term."""
    return term[1:-1].decode()
