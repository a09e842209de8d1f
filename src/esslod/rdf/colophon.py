"""Where a description comes from: the provenance of its graphs, and what the document says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from esslod.namespaces import DCAT, DCT, FOAF, HYDRA, PROV, RDF, RDFS, XSD

if TYPE_CHECKING:
    from esslod.rdf.description import Reader

#: What is told of a named graph: where it comes from, when, whose it is, what may be done with it.
PROVENANCE: Final = (
    DCT.source,
    PROV.hadPrimarySource,
    DCT.created,
    DCT.issued,
    DCT.modified,
    DCAT.version,
    DCT.creator,
    DCT.publisher,
    DCT.license,
)

# Here the product is small, and a filter would read the thousands of statements a catalogue makes.
_PROVENANCE_QUERY: Final = """
SELECT ?thing ?property ?value ?graph WHERE {
  VALUES ?thing { %s }
  VALUES ?property { %s }
  ?thing ?property ?value
  OPTIONAL { GRAPH ?graph { ?thing ?property ?value } }
}"""


def provenance(reader: Reader, own: Sequence[Quad]) -> Iterator[Quad]:
    """Where each graph of *own* comes from; of one that is described here all is said already."""
    described = {quad.subject for quad in own}
    graphs = " ".join(str(graph) for graph in graphs_of(own) if graph not in described)
    properties = " ".join(map(str, PROVENANCE))
    for row in reader.select(_PROVENANCE_QUERY % (graphs, properties)) if graphs else ():
        yield Quad(row["thing"], row["property"], row["value"], row.get("graph", DefaultGraph()))


def licensed(document: NamedNode, own: Sequence[Quad], licence: NamedNode | None) -> Iterator[Quad]:
    """The licence of the document, unless its authors gave it one."""
    given = any(quad.subject == document and quad.predicate == DCT.license for quad in own)
    if licence is not None and own and not given:
        yield Quad(document, DCT.license, licence, document)


def itself(focus: NamedNode, document: NamedNode, own: Sequence[Quad]) -> Iterator[Quad]:
    """What the document says of itself; nothing where it *is* the resource (``def``, ``code/…``).

    Those are documents of the release: they say of themselves what their authors wrote.
    """
    if focus == document or not own:
        return
    yield Quad(document, RDF.type, FOAF.Document, document)
    yield Quad(document, FOAF.primaryTopic, focus, document)
    for graph in graphs_of(own):
        yield Quad(document, DCT.source, graph, document)


def remainder(document: NamedNode, rest: NamedNode | None, held: int, total: int) -> Iterator[Quad]:
    """That not all that leads to the resource is held, how many there are, and where they all are."""
    fr = f"{held} des {total} énoncés qui mènent à cette ressource sont donnés ici."
    en = f"{held} of the {total} statements that lead to this resource are given here."
    yield Quad(document, RDFS.comment, Literal(fr, language="fr"), document)
    yield Quad(document, RDFS.comment, Literal(en, language="en"), document)
    if rest is not None:
        yield Quad(document, RDFS.seeAlso, rest, document)
        yield Quad(rest, RDF.type, HYDRA.Collection, document)
        yield Quad(rest, HYDRA.totalItems, Literal(str(total), datatype=XSD.integer), document)


def graphs_of(quads: Iterable[Quad]) -> tuple[NamedNode, ...]:
    """The named graphs that *quads* stand in, sorted."""
    graphs = {quad.graph_name for quad in quads if not isinstance(quad.graph_name, DefaultGraph)}
    return tuple(sorted((graph for graph in graphs if isinstance(graph, NamedNode)), key=str))
