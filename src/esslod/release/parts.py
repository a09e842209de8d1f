"""The parts of a release that deserve a dataset of their own in the catalogue.

Most are whole graphs; others take statements from several (`slices.py`), or follow a thing from
version to version (`series.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import CODE, INFERRED, SHAPES, WITHDRAWN
from esslod.config import Site
from esslod.namespaces import DCT, RDFS, SKOS
from esslod.rdf.canonical import Lines, parsed_triples, union_lines
from esslod.release.freeze import Frozen

Term = NamedNode | Literal


@dataclass(frozen=True)
class Part:
    """One dataset of the catalogue. ``own`` are its statements of itself.

    ``groups`` are its statements by named graph; ``digest`` that of their union (RDFC-1.0).
    """

    iri: str
    own: tuple[Triple, ...]
    groups: Lines = field(default_factory=dict, repr=False)
    digest: str = ""

    @cached_property
    def lines(self) -> tuple[bytes, ...]:
        """The N-Triples lines of the part, unique and sorted."""
        if len(self.groups) == 1:
            return next(iter(self.groups.values()))
        return tuple(union_lines(self.groups))

    def values(self, *properties: NamedNode) -> list[Term]:
        """Objects of the first of *properties* that is stated, in order."""
        for wanted in properties:
            found = [triple.object for triple in self.own if triple.predicate == wanted]
            if found:
                return [term for term in found if isinstance(term, (NamedNode, Literal))]
        return []

    @property
    def titles(self) -> list[Term]:
        """The best names of the part, in every language it gives."""
        return self.values(DCT.title, RDFS.label, SKOS.prefLabel)


def parts(frozen: Frozen, site: Site) -> tuple[Part, ...]:
    """The graphs worth a dataset: not code lists, shapes, inferences, withdrawals, nor those without a title.

    A graph under another base than the site's has no address here, hence no file.
    """
    hidden = tuple(site.addresses.iri(path) for path in (CODE, SHAPES, INFERRED, WITHDRAWN))
    ours = (graph for graph in frozen.graphs if graph.iri.startswith(site.base_iri))
    shown = (graph for graph in ours if not graph.iri.startswith(hidden))
    found = (_part(graph.iri, graph.digest, frozen.lines) for graph in shown)
    return tuple(part for part in found if part.titles)


def said_of(iri: str, lines: Iterable[bytes]) -> tuple[Triple, ...]:
    """The statements about *iri* among N-Triples *lines*, in their order."""
    start = f"<{iri}> ".encode()
    chosen = [line for line in lines if line.startswith(start)]
    return tuple(quad.triple for quad in parsed_triples(chosen))


def _part(graph: str, digest: str, lines: Lines) -> Part:
    return Part(graph, said_of(graph, lines[graph]), {graph: lines[graph]}, digest)
