"""Datasets that cut across graphs: what is worth a file of its own though no graph holds it.

The code lists together, the shapes together; and whatever the data call a dataset by saying
what belongs to it: a cube (``qb:DataSet``, to which ``qb:dataSet`` leads), or the instances
of classes (``void:classPartition``, VoID §4.5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from esslod.addresses import CODE, CODES, SHAPES, SHAPES_DATASET
from esslod.config import Site
from esslod.namespaces import QB, RDF, VOID
from esslod.rdf.canonical import Lines, graph_digest, union_lines
from esslod.release.freeze import Frozen
from esslod.release.parts import Part, said_of

#: Path of a dataset → start of the paths of the graphs that it holds whole.
_TOGETHER: Final = {CODES: CODE, SHAPES_DATASET: SHAPES}
_TYPE: Final = f" <{RDF.type.value}> ".encode()
_IS_CUBE: Final = _TYPE + f"<{QB.DataSet.value}> .".encode()
_IN_CUBE: Final = f" <{QB.dataSet.value}> ".encode()
_PARTITION: Final = f" <{VOID.classPartition.value}> ".encode()
_CLASS: Final = f" <{VOID['class'].value}> ".encode()


def slices(frozen: Frozen, site: Site) -> tuple[Part, ...]:
    """The datasets that no graph holds alone, by IRI; what is a graph already is left out."""
    groups = {**dict(_together(frozen.lines, site)), **_declared(frozen.lines)}
    return tuple(
        _slice(iri, groups[iri])
        for iri in sorted(groups)
        if iri not in frozen.lines and iri.startswith(site.base_iri)
    )


def _slice(iri: str, groups: Lines) -> Part:
    union = union_lines(groups)
    return Part(iri, said_of(iri, union), groups, graph_digest(union))


def _together(lines: Lines, site: Site) -> Iterator[tuple[str, Lines]]:
    for path, start in _TOGETHER.items():
        wanted = site.addresses.iri(start)
        if groups := {graph: group for graph, group in lines.items() if graph.startswith(wanted)}:
            yield site.addresses.iri(path), groups


def _declared(lines: Lines) -> dict[str, Lines]:
    """Dataset → its statements by graph: those about its members and about itself."""
    kinds = _kinds(lines)
    if not kinds:
        return {}
    owners: defaultdict[bytes, set[str]] = defaultdict(set)
    for dataset in kinds.values():
        owners[f"<{dataset}".encode()].add(dataset)
    for group in lines.values():
        for line in group:
            subject, _, rest = line.partition(b" ")
            if owner := kinds.get(b" " + rest):
                owners[_document(subject)].add(owner)
    chosen: defaultdict[str, defaultdict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for graph, group in lines.items():
        for line in group:
            for dataset in owners.get(_document(line.partition(b" ")[0]), ()):
                chosen[dataset][graph].append(line)
    return {
        dataset: {graph: tuple(group) for graph, group in found.items()} for dataset, found in chosen.items()
    }


def _kinds(lines: Lines) -> Mapping[bytes, str]:
    """What follows the subject in a statement that makes it a member → the dataset it is a member of."""
    kinds: dict[bytes, str] = {}
    partitions: dict[bytes, str] = {}
    classes: list[tuple[bytes, bytes]] = []
    for group in lines.values():
        for line in group:
            if line.endswith(_IS_CUBE) and line.startswith(b"<"):
                cube = line.partition(b" ")[0]
                kinds[_IN_CUBE + cube + b" ."] = cube[1:-1].decode()
            elif _PARTITION in line:
                dataset, partition = line[:-2].split(_PARTITION, 1)
                partitions[partition] = dataset[1:-1].decode()
            elif _CLASS in line:
                partition, member = line[:-2].split(_CLASS, 1)
                classes.append((partition, member))
    for partition, member in classes:
        if partition in partitions:
            kinds[_TYPE + member + b" ."] = partitions[partition]
    return kinds


def _document(subject: bytes) -> bytes:
    """``<x#y>`` and ``<x>`` are said in the same document, here ``<x``."""
    return subject.partition(b"#")[0].removesuffix(b">")
