"""The parts of a release that deserve a dataset of their own in the catalogue: whole graphs."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import CODE, INFERRED, SHAPES, WITHDRAWN
from esslod.config import Site
from esslod.namespaces import DCT, RDFS, SKOS
from esslod.rdf.canonical import parsed_triples
from esslod.release.freeze import Frozen

Term = NamedNode | Literal


@dataclass(frozen=True)
class Part:
    """A graph that introduces itself: a dataset of the catalogue. ``own`` are its statements of itself."""

    iri: str
    own: tuple[Triple, ...]

    def values(self, *properties: NamedNode) -> list[Term]:
        """Objects of the first of *properties* that is stated, in order."""
        for wanted in properties:
            found = [triple.object for triple in self.own if triple.predicate == wanted]
            if found:
                return [term for term in found if isinstance(term, (NamedNode, Literal))]
        return []

    @property
    def titles(self) -> list[Term]:
        """The best names of the graph, in every language it gives."""
        return self.values(DCT.title, RDFS.label, SKOS.prefLabel)


def parts(frozen: Frozen, site: Site) -> tuple[Part, ...]:
    """The graphs worth a dataset: not code lists, shapes, inferences, withdrawals, nor those without a title.

    A graph under another base than the site's has no address here, hence no file.
    """
    hidden = tuple(site.addresses.iri(path) for path in (CODE, SHAPES, INFERRED, WITHDRAWN))
    ours = (graph for graph in frozen.lines if graph.startswith(site.base_iri))
    shown = (graph for graph in ours if not graph.startswith(hidden))
    return tuple(part for part in (_part(frozen, graph) for graph in shown) if part.titles)


def _part(frozen: Frozen, graph: str) -> Part:
    start = f"<{graph}> ".encode()
    lines = [line for line in frozen.lines[graph] if line.startswith(start)]
    return Part(graph, tuple(quad.triple for quad in parsed_triples(lines)))
