"""Where a page of the catalogue stands among the others (Hydra, `PartialCollectionView`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import CATALOGUE
from esslod.config import Site
from esslod.namespaces import HYDRA, RDF, XSD


@dataclass(frozen=True)
class View:
    """Page ``number`` of ``last`` of the flavour; ``total`` datasets are listed in all."""

    flavour: str
    number: int
    last: int
    total: int

    @property
    def path(self) -> str:
        """The path of its document, without suffix."""
        name = f"{CATALOGUE}-{self.flavour}" if self.flavour else CATALOGUE
        return name if self.number == 1 else f"{name}-page-{self.number}"

    def triples(self, suffix: str, site: Site) -> Iterator[Triple]:
        """Its place, by absolute addresses with this *suffix*; nothing when it is the only page."""
        if self.last == 1:
            return
        whole, view = NamedNode(site.addresses.iri(CATALOGUE)), self._address(self.number, suffix, site)
        yield Triple(whole, RDF.type, HYDRA.Collection)
        yield Triple(whole, HYDRA.view, view)
        yield Triple(view, RDF.type, HYDRA.PartialCollectionView)
        for subject in (whole, view):
            yield Triple(subject, HYDRA.totalItems, Literal(str(self.total), datatype=XSD.integer))
        around = {HYDRA.first: 1, HYDRA.last: self.last}
        if self.number > 1:
            around[HYDRA.previous] = self.number - 1
        if self.number < self.last:
            around[HYDRA.next] = self.number + 1
        for predicate, number in around.items():
            yield Triple(view, predicate, self._address(number, suffix, site))

    def _address(self, number: int, suffix: str, site: Site) -> NamedNode:
        return NamedNode(site.addresses.iri(f"{replace(self, number=number).path}.{suffix}"))
