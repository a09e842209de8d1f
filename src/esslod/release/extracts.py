"""Extracts of a release: some graphs of its dump, and what its catalogue says of each dataset alone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from esslod.namespaces import DCAT, DCT, RDF
from esslod.rdf.canonical import document

Lines = Mapping[str, tuple[bytes, ...]]

_TYPE: Final = str(RDF.type).encode()
_MODIFIED: Final = str(DCT.modified).encode()
_DATASET: Final = str(DCAT.Dataset).encode()
#: Where the walk from a dataset ends: these are told by their own extracts, or are the catalogue itself.
_BORDERS: Final = {
    str(DCAT[name]).encode() for name in ("Catalog", "CatalogRecord", "Dataset", "DatasetSeries")
}


def graphs_in(dump: Iterable[bytes], wanted: Iterable[str]) -> Lines:
    """The lines of the *wanted* graphs among N-Quads lines *dump*, as N-Triples, sorted."""
    names = {f"<{iri}>".encode(): iri for iri in wanted}
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    for line in dump:
        statement, graph, _ = line.rsplit(b" ", 2)
        if graph in names:
            found[names[graph]].append(statement + b" .")
    return {iri: tuple(sorted(lines)) for iri, lines in found.items()}


def extracts(catalogue: Iterable[bytes]) -> Lines:
    """IRI of each dataset → the N-Triples lines that can be walked to from it, sorted.

    *catalogue* are lines without blank nodes. The walk enters neither another dataset nor the catalogue.
    """
    by_subject: defaultdict[bytes, list[bytes]] = defaultdict(list)
    targets: defaultdict[bytes, list[bytes]] = defaultdict(list)
    types: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for line in catalogue:
        subject, predicate, rest = line.split(b" ", 2)
        by_subject[subject].append(line)
        if rest.startswith(b"<"):
            targets[subject].append(rest[:-2])
            if predicate == _TYPE:
                types[subject].add(rest[:-2])
    borders = {subject for subject, kinds in types.items() if kinds & _BORDERS}
    found = {}
    for subject in sorted(subject for subject, kinds in types.items() if _DATASET in kinds):
        reached = _reached(subject, targets, borders)
        lines = sorted(line for node in reached for line in by_subject.get(node, ()))
        found[subject[1:-1].decode()] = tuple(lines)
    return found


def extract_digest(lines: Iterable[bytes]) -> str:
    """What tells one state of an extract from another: everything but ``dct:modified``.

    That a day has passed is no news.
    """
    told = (line for line in lines if line.split(b" ", 2)[1] != _MODIFIED)
    return hashlib.sha256(document(told)).hexdigest()


def _reached(start: bytes, targets: Mapping[bytes, list[bytes]], borders: set[bytes]) -> set[bytes]:
    reached, waiting = {start}, [start]
    while waiting:
        for node in targets.get(waiting.pop(), ()):
            if node not in reached and node not in borders:
                reached.add(node)
                waiting.append(node)
    return reached
