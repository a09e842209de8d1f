"""The catalogue as other portals must read it: the same datasets, said as each can take it.

``datagouv`` for udata (data.gouv.fr): checksums as plain texts with the algorithm's http IRI (with
``xsd:hexBinary`` it drops the dataset), periods as blank nodes (an IRI would be fetched, and lost).
``ap2`` for DCAT-AP 2.1.1, with which data.europa.eu counts its points: sizes are decimals, only
SHA-1 is allowed, and a distribution is judged as a file, so what is no file is a service only, and a
format that costs points is left out (the same table is there as CSV).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from esslod.namespaces import DCAT, DCT, DQV, OWL, PROV, SPDX, XSD
from esslod.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, XLSX, RdfSyntax
from esslod.release.dataset import SHA256
from esslod.release.entry import EU

Term = NamedNode | BlankNode | Literal | Triple
#: Statements about one thing or a few, which name all that they describe → the same, rewritten.
Rewriting = Callable[[Sequence[Triple]], Iterable[Triple]]


@dataclass(frozen=True)
class Flavour:
    """One way to say the catalogue: ``name`` follows ``catalog-`` in its addresses, empty for the first."""

    name: str
    syntaxes: tuple[RdfSyntax, ...]
    rewrite: Rewriting


#: Formats that data.europa.eu cannot know to be machine-readable, or counts as somebody's own.
_UNCOUNTED: Final = frozenset(NamedNode(f"{EU}file-type/{code}") for code in ("OCTET", XLSX.file_type))
#: Said in the catalogue itself, and of no use to portals, which have no place for it.
_OURS: Final = frozenset({DQV.hasQualityMeasurement, PROV.wasGeneratedBy, PROV.wasAttributedTo})
#: DCAT 3 → what said the same before.
_BEFORE: Final = {
    DCAT.version: OWL.versionInfo,
    DCAT.hasVersion: DCT.hasVersion,
    DCAT.isVersionOf: DCT.isVersionOf,
}
_DROPPED: Final = _OURS | {DCAT.hasCurrentVersion, DCAT.previousVersion, SPDX.checksum, PROV.wasDerivedFrom}


def _as_it_is(triples: Sequence[Triple]) -> Iterable[Triple]:
    return triples


def _datagouv(triples: Sequence[Triple]) -> Iterator[Triple]:
    # The checksum of a dataset is that of its statements: no harvester knows what to do with it.
    datasets = {triple.subject for triple in triples if triple.object == DCAT.Dataset}
    dropped = {t for t in triples if t.predicate == SPDX.checksum and t.subject in datasets}
    periods = {t.object for t in triples if t.predicate == DCT.temporal}
    renamed: dict[object, NamedNode | BlankNode] = {term: _blank(term) for term in periods}
    renamed[SHA256] = SPDX.checksumAlgorithm_sha256
    # A service that a distribution leads to is no service for udata; without the link, it is both.
    unwanted = _OURS | {DCAT.accessService}
    for triple in _left(triples, lambda triple: triple.predicate in unwanted or triple in dropped):
        value = triple.object
        if triple.predicate == SPDX.checksumValue and isinstance(value, Literal):
            value = Literal(value.value)
        subject = renamed.get(triple.subject, triple.subject)
        yield Triple(subject, triple.predicate, renamed.get(value, value))


def _ap2(triples: Sequence[Triple]) -> Iterator[Triple]:
    online = {triple.subject for triple in triples if triple.predicate == DCAT.accessService}
    forms = (triple for triple in triples if triple.predicate == DCT["format"])
    left_out = online | {triple.subject for triple in forms if triple.object in _UNCOUNTED}
    for triple in _left(triples, lambda triple: triple.predicate in _DROPPED or triple.object in left_out):
        value = triple.object
        if triple.predicate == DCAT.byteSize and isinstance(value, Literal):
            value = Literal(value.value, datatype=XSD.decimal)
        yield Triple(triple.subject, _BEFORE.get(triple.predicate, triple.predicate), value)


def _left(triples: Sequence[Triple], dropped: Callable[[Triple], bool]) -> Iterable[Triple]:
    """*triples* but those *dropped*, and but what only these led to."""
    kept: list[Triple] = []
    gone: list[Term] = []
    for triple in triples:
        if dropped(triple):
            gone.append(triple.object)
        else:
            kept.append(triple)
    if not gone:
        return kept
    named = Counter(triple.object for triple in kept)
    by_subject: defaultdict[Term, list[Triple]] = defaultdict(list)
    for triple in kept:
        by_subject[triple.subject].append(triple)
    orphans: set[Term] = set()
    while gone:
        node = gone.pop()
        if node in by_subject and not named[node] and node not in orphans:
            orphans.add(node)
            for triple in by_subject[node]:
                named[triple.object] -= 1
                gone.append(triple.object)
    return [triple for triple in kept if triple.subject not in orphans]


def _blank(term: object) -> BlankNode:
    """A blank node for *term*, the same whenever it is made."""
    return BlankNode("p" + hashlib.sha256(str(term).encode()).hexdigest()[:20])


MAIN: Final = Flavour("", (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, N_QUADS, TRIG), _as_it_is)
DATAGOUV: Final = Flavour("datagouv", (TURTLE,), _datagouv)
AP2: Final = Flavour("ap2", (RDF_XML, TURTLE), _ap2)
FLAVOURS: Final = (MAIN, DATAGOUV, AP2)
