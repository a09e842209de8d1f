"""What is counted from N-Triples lines, in one pass: VoID's figures (VoID §4.6), years covered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from esslod.namespaces import DCAT, RDF

_PERIOD: Final = f" <{DCAT.iri}".encode()
_START, _END = DCAT.startDate.value.encode(), DCAT.endDate.value.encode()
_YEAR: Final = re.compile(rb'^\S+ <([^>]*)> "(\d{4})(?:-\d\d-\d\d)?"\^\^<[^>]*> \.$')
_TYPE: Final = f"<{RDF.type.value}>".encode()


@dataclass(frozen=True)
class Statistics:
    """``classes`` and ``properties``: IRI → number of instances, of statements; sorted by IRI."""

    triples: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def statistics(lines: Iterable[bytes]) -> Statistics:
    """Count the unique N-Triples *lines*; subjects and objects are counted once each."""
    subjects: set[bytes] = set()
    objects: set[bytes] = set()
    properties: Counter[bytes] = Counter()
    classes: Counter[bytes] = Counter()
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        subjects.add(subject)
        objects.add(rest)
        properties[predicate] += 1
        if predicate == _TYPE:
            classes[rest[:-2]] += 1
    return Statistics(properties.total(), len(subjects), len(objects), _by_iri(classes), _by_iri(properties))


def years(lines: Iterable[bytes]) -> tuple[set[str], set[str]]:
    """Four-digit years of the start dates and of the end dates of all periods."""
    found: dict[bytes, set[str]] = {_START: set(), _END: set()}
    for line in lines:
        if _PERIOD in line and (match := _YEAR.search(line)):
            found.get(match[1], set()).add(match[2].decode())
    return found[_START], found[_END]


def _by_iri(counts: Mapping[bytes, int]) -> dict[str, int]:
    return {term[1:-1].decode(): count for term, count in sorted(counts.items()) if term.startswith(b"<")}
