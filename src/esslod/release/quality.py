"""Data quality, measured (DQV, W3C note of 2016): what the shapes found, how complete, how old.

The metrics are described in the template. Gate 1 lets no violation through; it warns of what is
missing, and a warning whose value is a code says which entry of that code list has no statement
(a section that is neither filled nor declared missing, for instance).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.namespaces import DCT, DQV, RDF, SKOS, XSD
from esslod.rdf.canonical import Lines
from esslod.release.entry import Told, entry_iri, said
from esslod.release.parts import Part

_IN_LIST: Final = f"<{SKOS.inScheme.value}>".encode()


@dataclass(frozen=True)
class Finding:
    """A result of gate 1 that is no violation: N-Triples terms *focus* and *value*; file it stands in."""

    focus: str
    value: str
    file: str


@dataclass(frozen=True)
class Quality:
    """What gate 1 found: ``found`` by file, ``missing`` codes by focus, ``lists`` sizes by code."""

    found: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lists: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def quality_of(findings: Sequence[Finding], lines: Lines, sources: Mapping[str, str]) -> Quality:
    """*findings* about the graphs *lines*, each written in the file that *sources* (by IRI) names."""
    members: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for group in lines.values() if any(finding.value for finding in findings) else ():
        for line in group:
            code, predicate, scheme = line.split(b" ", 2)
            if predicate == _IN_LIST:
                members[scheme].add(code)
    sizes = {code.decode(): len(codes) for codes in members.values() for code in codes}
    missing: defaultdict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.value in sizes:
            missing[finding.focus].add(finding.value)
    return Quality(
        Counter(finding.file for finding in findings),
        {focus: frozenset(codes) for focus, codes in missing.items()},
        sizes,
        sources,
    )


def measured(part: Part, told: Told, quality: Quality) -> Iterator[Triple]:
    """The measurements of one graph: findings of the shapes, completeness."""
    source = quality.sources.get(part.iri, "")
    if not source:
        return
    found = Literal(str(quality.found.get(source, 0)), datatype=XSD.integer)
    yield from _measurement(part, told, "findings", found)
    if part.values(DCT.source):
        yield from _measurement(part, told, "completeness", _decimal(_completeness(part, quality)))


def overall(told: Told, quality: Quality) -> Iterator[Triple]:
    """The measurements of everything: findings, mean completeness, missing entries, age in days."""
    sheets = [part for part in told.parts if quality.sources.get(part.iri) and part.values(DCT.source)]
    total = Literal(str(sum(quality.found.values())), datatype=XSD.integer)
    yield from _measurement(told.whole, told, "findings", total)
    if sheets:
        mean = sum(_completeness(part, quality) for part in sheets) / len(sheets)
        yield from _measurement(told.whole, told, "completeness", _decimal(mean))
    days = [_age(part, told.today) for part in sheets]
    if known := [age for age in days if age is not None]:
        yield from _measurement(told.whole, told, "age", Literal(str(min(known)), datatype=XSD.integer))
    lacking = Counter(code for codes in quality.missing.values() for code in codes)
    for code, count in sorted(lacking.items()):
        share = _decimal(1 - count / max(1, len(sheets)))
        yield from _measurement(told.whole, told, "coverage", share, NamedNode(code.strip("<>")))


def _completeness(part: Part, quality: Quality) -> float:
    """The share of the entries of a code list that the shapes do not miss."""
    missing = quality.missing.get(f"<{part.iri}>", frozenset())
    sizes = [quality.lists[code] for code in missing]
    return 1 - len(missing) / max(sizes) if sizes else 1.0


def _age(part: Part, today: date) -> int | None:
    """Days since it was last modified."""
    for term in part.values(DCT.modified):
        try:
            return (today - date.fromisoformat(term.value[:10])).days
        except ValueError:
            return None
    return None


def _measurement(
    part: Part, told: Told, metric: str, value: Literal, subject: NamedNode | None = None
) -> Iterator[Triple]:
    """*subject* is what the value is about, when it is about one entry of a list."""
    path, key = told.site.addresses.path(part.iri), ""
    if subject:
        key = "-" + subject.value.rpartition("/")[2]
    measurement = entry_iri(told.site, f"{path}-{metric}{key}")
    yield Triple(NamedNode(part.iri), DQV.hasQualityMeasurement, measurement)
    yield from said(
        measurement,
        [
            (RDF.type, DQV.QualityMeasurement),
            (DQV.isMeasurementOf, entry_iri(told.site, f"metric-{metric}")),
            (DQV.value, value),
            *([(DCT.subject, subject)] if subject else []),
        ],
    )


def _decimal(share: float) -> Literal:
    """Three digits, in the form that query engines keep."""
    return Literal(f"{share:.3f}".rstrip("0").rstrip("."), datatype=XSD.decimal)
