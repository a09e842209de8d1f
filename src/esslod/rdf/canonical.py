"""Canonical form and digests of RDF: RDF Dataset Canonicalization (RDFC-1.0), SHA-256.

A canonical document is one N-Quads line per statement, blank nodes relabelled
``c14n0``…, lines unique and in code point order (RDFC-1.0 §5). UTF-8 keeps code point
order, so lines are compared as bytes. The engine's N-Quads writer already escapes as
RDFC-1.0 asks; what is left is to relabel and to sort.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

#: Graph IRI ("" for the default graph) → its N-Triples lines, unique, sorted, without line feed.
Lines = Mapping[str, tuple[bytes, ...]]


def canonical(quads: Iterable[Quad]) -> Lines:
    """The canonical lines of a dataset, graph by graph; labels are those of the whole dataset."""
    listed = relabelled(quads)
    text = serialize((quad.triple for quad in listed), format=RdfFormat.N_TRIPLES) or b""
    groups: defaultdict[str, set[bytes]] = defaultdict(set)
    for line, quad in zip(text.split(b"\n"), listed, strict=False):  # the text ends in a line feed
        groups[_graph_name(quad)].add(line)
    return {graph: tuple(sorted(groups[graph])) for graph in sorted(groups)}


def relabelled(quads: Iterable[Quad]) -> list[Quad]:
    """*quads* with canonical blank node labels (RDFC-1.0 §4), in no particular order.

    A label depends only on the statements that mention blank nodes (the hash of a node is
    made of the quads it is in), so the others need not go through the algorithm.
    """
    listed = list(quads)
    blank = [quad for quad in listed if _mentions_blank_node(quad)]
    if not blank:
        return listed
    dataset = Dataset(blank)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad for quad in listed if not _mentions_blank_node(quad)] + list(dataset)


def graph_digest(lines: Iterable[bytes]) -> str:
    """RDFC-1.0 SHA-256, in hex, of one graph taken alone: its name is not part of it.

    *lines* are its N-Triples lines, unique and sorted.
    """
    return graph_digest_of(alone(lines))


def alone(lines: Iterable[bytes]) -> tuple[bytes, ...]:
    """The canonical lines of one graph taken alone; in its dataset, blank nodes may have other labels.

    *lines* are its N-Triples lines, unique and sorted. Their `document` has the graph's digest.
    """
    listed = tuple(lines)
    if any(line.startswith(b"_:") or b" _:" in line for line in listed):
        return canonical(Quad(*quad.triple) for quad in parsed_triples(listed)).get("", ())
    return listed


def graph_digest_of(lines: Iterable[bytes]) -> str:
    """SHA-256, in hex, of the document made of *lines*."""
    return hashlib.sha256(document(lines)).hexdigest()


def quad_lines(lines: Lines) -> list[bytes]:
    """The N-Quads lines of a whole dataset, in canonical order.

    Their `document` is the dataset's canonical form, so its SHA-256 is the RDFC-1.0 digest:
    anyone can check it with ``sha256sum`` on the N-Quads dump.
    """
    return sorted(in_graph(line, graph) for graph, group in lines.items() for line in group)


def in_graph(line: bytes, graph: str) -> bytes:
    """The N-Quads line of the N-Triples *line* in *graph* ("" for the default graph)."""
    return line[:-1] + b"<" + graph.encode() + b"> ." if graph else line


def union_lines(lines: Lines) -> list[bytes]:
    """The N-Triples lines of the union of all graphs, sorted."""
    return sorted({line for group in lines.values() for line in group})


def union_of(quads: Iterable[bytes]) -> set[bytes]:
    """The N-Triples lines that N-Quads *quads* say, each of them in a named graph."""
    return {line.rsplit(b" ", 2)[0] + b" ." for line in quads}


def document(lines: Iterable[bytes]) -> bytes:
    """Lines as a file: each ends with a line feed; nothing when there is none."""
    return b"".join(line + b"\n" for line in lines)


def parsed_triples(lines: Iterable[bytes]) -> Iterable[Quad]:
    """The statements of N-Triples *lines*, which this module or the engine wrote."""
    return parse(document(lines), format=RdfFormat.N_TRIPLES, lenient=True)


def _graph_name(quad: Quad) -> str:
    name = quad.graph_name
    if isinstance(name, NamedNode):
        return name.value
    if isinstance(name, DefaultGraph):
        return ""
    raise ValueError(f"a graph is named by an IRI, not by the blank node {name}")


def _mentions_blank_node(quad: Quad) -> bool:
    return any(isinstance(term, (BlankNode, Triple)) for term in (quad.subject, quad.object, quad.graph_name))
