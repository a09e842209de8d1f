"""The bounded description of a resource: what its page and each of its formats say.

A description holds

1. the *own* statements: of the resource, of the parts its document defines (hash terms,
   concepts of a scheme), and of the blank nodes they lead to;
2. what points to it, at most ``limit`` statements, and how many there are in all;
3. the *provenance* of 1: of each named graph that says it (an edition, a code list…), the
   source, date, version, publisher and licence;
4. the *labels* of every resource named by 1, 2, 3 and 5, so that nobody needs a second request;
5. the *colophon*, what the document says of itself: its topic, its licence, the named graphs
   it draws on, and, when 2 was cut, how many there are and the address that gives them all.

It is the same whatever the format asked for. Order is decided in `representation/rdf.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from esslod.namespaces import DCT, FOAF, RDFS, SCHEMA, SKOS
from esslod.rdf.colophon import graphs_of, itself, licensed, provenance, remainder

#: Statements pointing to a resource that its description holds, at most.
INCOMING_LIMIT: Final = 500
#: Terms in one question about labels: keeps the query text short for a remote engine.
_LABELS_AT_ONCE: Final = 300
#: Blank nodes followed from one resource: shapes have lists and paths, data has none.
_BLANK_LIMIT: Final = 2000

#: Properties that name a thing, the best first.
LABELS: Final = (SKOS.prefLabel, RDFS.label, DCT.title, FOAF.name, SCHEMA.name)
# A filter, not a second VALUES: their product would be looked up pair by pair (ten times slower, measured).
_LABELS_QUERY: Final = """
SELECT ?thing ?property ?label ?graph WHERE {
  VALUES ?thing { %s }
  ?thing ?property ?label
  FILTER(?property IN (%s))
  OPTIONAL { GRAPH ?graph { ?thing ?property ?label } }
}"""
_COUNT_QUERY: Final = "SELECT (COUNT(*) AS ?count) WHERE { ?subject ?property %s FILTER isIRI(?subject) }"
_BLANK_QUERY: Final = """
SELECT ?node ?property ?value ?graph WHERE {
  ?node ?property ?value
  OPTIONAL { GRAPH ?graph { ?node ?property ?value } }
}"""
_MEMBERS_QUERY: Final = """
SELECT DISTINCT ?member WHERE { ?member <http://www.w3.org/2004/02/skos/core#inScheme> %s }"""


def stated(quads: Iterable[Quad]) -> list[Quad]:
    """*quads* without those of the default graph that a named graph says too (its union, written out)."""
    listed = list(quads)
    named = {quad.triple for quad in listed if quad.graph_name != DefaultGraph()}
    return [quad for quad in listed if quad.graph_name != DefaultGraph() or quad.triple not in named]


class Reader(Protocol):
    """The part of an engine that a description needs (see `engine/seam.py`)."""

    def about(self, node: NamedNode) -> list[Quad]: ...

    def pointing_to(self, node: NamedNode, limit: int) -> list[Quad]: ...

    def select(self, query: str, **substitutions: Any) -> list[dict[str, Any]]: ...


@dataclass(frozen=True)
class Policy:
    """How a site describes: the licence of its documents, how many statements pointing to a resource
    it gives at most, and the address of all of them.
    """

    licence: NamedNode | None = None
    limit: int = INCOMING_LIMIT
    rest: Callable[[NamedNode], NamedNode] | None = None


@dataclass(frozen=True)
class Description:
    """What is said of ``focus`` (see the module). ``parts`` are the resources its document defines."""

    focus: NamedNode
    document: NamedNode
    parts: tuple[NamedNode, ...]
    own: tuple[Quad, ...]
    incoming: tuple[Quad, ...]
    incoming_total: int
    provenance: tuple[Quad, ...]
    labels: tuple[Quad, ...]
    colophon: tuple[Quad, ...]

    @property
    def exists(self) -> bool:
        """Whether the release knows the resource at all."""
        return bool(self.own or self.incoming)

    @property
    def cut(self) -> bool:
        """Whether more points to the resource than the description holds."""
        return self.incoming_total > len({quad.triple for quad in self.incoming})

    @property
    def quads(self) -> tuple[Quad, ...]:
        """Every statement once, in no particular order."""
        said = (*self.own, *self.incoming, *self.provenance, *self.labels, *self.colophon)
        return tuple(dict.fromkeys(said))

    @property
    def graphs(self) -> tuple[NamedNode, ...]:
        """The named graphs that the own statements come from, sorted."""
        return graphs_of(self.own)


def describe(
    reader: Reader,
    focus: NamedNode,
    document: NamedNode,
    *,
    parts: Iterable[NamedNode] = (),
    policy: Policy = Policy(),
) -> Description:
    """Describe *focus* as the document at *document* does; *parts* are its hash terms."""
    everything = dict.fromkeys((*parts, *_concepts(reader, focus)))
    everything.pop(focus, None)
    subjects = (focus, *sorted(everything, key=str))
    own = tuple(_statements(reader, subjects))
    incoming, total = _incoming(reader, focus, own, policy.limit)
    sources = tuple(provenance(reader, own))
    colophon = [*licensed(document, own, policy.licence), *itself(focus, document, own)]
    if total > len({quad.triple for quad in incoming}):
        rest = policy.rest(focus) if policy.rest else None
        colophon += remainder(document, rest, len(incoming), total)
    labels = tuple(_labels(reader, own, incoming, (*sources, *colophon)))
    return Description(focus, document, subjects[1:], own, incoming, total, sources, labels, tuple(colophon))


def _labels(
    reader: Reader, own: Sequence[Quad], incoming: Sequence[Quad], about: Sequence[Quad]
) -> Iterator[Quad]:
    """Names of all that is named and not itself described."""
    named = {quad.object for quad in (*own, *about)} | {quad.subject for quad in (*incoming, *about)}
    unlabelled = {node for node in named if isinstance(node, NamedNode)} - {quad.subject for quad in own}
    return labels_of(reader, sorted(unlabelled, key=str))


def labels_of(reader: Reader, nodes: Sequence[NamedNode]) -> Iterator[Quad]:
    """Every statement that names one of *nodes*, with its graph."""
    properties = ", ".join(map(str, LABELS))
    for start in range(0, len(nodes), _LABELS_AT_ONCE):
        some = " ".join(map(str, nodes[start : start + _LABELS_AT_ONCE]))
        for row in reader.select(_LABELS_QUERY % (some, properties)):
            yield Quad(row["thing"], row["property"], row["label"], row.get("graph", DefaultGraph()))


def _statements(reader: Reader, subjects: Sequence[NamedNode]) -> Iterator[Quad]:
    """Statements of *subjects* and of the blank nodes they lead to (a bounded closure)."""
    waiting: list[BlankNode] = []
    for subject in subjects:
        for quad in reader.about(subject):
            yield quad
            if isinstance(quad.object, BlankNode):
                waiting.append(quad.object)
    seen: set[BlankNode] = set()
    while waiting and len(seen) < _BLANK_LIMIT:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for row in reader.select(_BLANK_QUERY, node=node):
            yield Quad(node, row["property"], row["value"], row.get("graph", DefaultGraph()))
            if isinstance(row["value"], BlankNode):
                waiting.append(row["value"])


def _incoming(
    reader: Reader, focus: NamedNode, own: Sequence[Quad], limit: int
) -> tuple[tuple[Quad, ...], int]:
    """At most *limit* statements that point to *focus* from outside its document, and how many there are."""
    inside = {quad for quad in own if quad.object == focus}
    found = set(reader.pointing_to(focus, limit + len(inside) + 1)) - inside
    outside = [quad for quad in found if isinstance(quad.subject, NamedNode)]
    kept = tuple(sorted(outside, key=str)[:limit])
    if len(outside) <= limit:
        return kept, len({quad.triple for quad in kept})
    counted = int(reader.select(_COUNT_QUERY % focus)[0]["count"].value)
    return kept, counted - len({quad.triple for quad in inside if isinstance(quad.subject, NamedNode)})


def _concepts(reader: Reader, focus: NamedNode) -> Iterator[NamedNode]:
    """The concepts of *focus* when it is a concept scheme."""
    for row in reader.select(_MEMBERS_QUERY % focus):
        if isinstance(row["member"], NamedNode):
            yield row["member"]
