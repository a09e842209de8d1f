"""Describing: what a release says of its files and of its endpoint.

A DCAT catalogue, a VoID description and the examples are written beside the dumps and put
in the query index as graphs of their own; the service description counts what is in that
index, itself excepted. They talk about the files, so they come after freezing and are no
part of the release's digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from esslod.addresses import CATALOGUE, EXAMPLES, SPARQL, VOID_DOCUMENT
from esslod.config import Site
from esslod.namespaces import prefixes
from esslod.rdf.canonical import Lines, canonical, parsed_triples
from esslod.rdf.formats import JSON_LD, N_TRIPLES, RDF_SYNTAXES, RDF_XML, TURTLE, RdfSyntax
from esslod.rdf.writing import write
from esslod.release.dcat import catalogue
from esslod.release.examples import examples
from esslod.release.flavours import DATAGOUV, MAIN
from esslod.release.freeze import Frozen
from esslod.release.kept import as_kept
from esslod.release.manifest import FileEntry, HistoryEntry
from esslod.release.pages import sampled, write_catalogue
from esslod.release.parts import Part
from esslod.release.quality import Finding, quality_of
from esslod.release.service import service
from esslod.release.staging import Staging
from esslod.release.tables import NO_TABLES, Tables
from esslod.release.telling import tell
from esslod.release.void import void

#: The file, in N-Triples, from which the query index takes each of these graphs.
DESCRIPTIONS: Final = (CATALOGUE, VOID_DOCUMENT, EXAMPLES)
SYNTAXES: Final = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)


@dataclass(frozen=True)
class Described:
    """The quads of each description, and the files they went to.

    ``catalogue_lines`` are the N-Triples lines of the catalogue; ``judged`` what gate 2 is to judge of
    it, by flavour; ``history`` the days of its datasets.
    """

    catalogue_lines: tuple[bytes, ...]
    void: tuple[Quad, ...]
    examples: tuple[Quad, ...]
    service: tuple[Quad, ...]
    files: tuple[FileEntry, ...]
    judged: Mapping[str, tuple[Quad, ...]]
    history: tuple[HistoryEntry, ...]

    @cached_property
    def catalogue(self) -> tuple[Quad, ...]:
        """The catalogue, in no named graph."""
        return tuple(parsed_triples(self.catalogue_lines))


def describe(  # noqa: PLR0913 -- all that a release is made of meets here
    frozen: Frozen, staging: Staging, site: Site, today: date, queries: Mapping[str, str] | None = None,
    *, past: Iterable[HistoryEntry] = (), findings: Sequence[Finding] = (),
    tables: Tables = NO_TABLES,
) -> Described:  # fmt: skip
    """Write the descriptions of the release, dated *today*.

    *queries* are its query files (name → text), their IRIs under the site's base; *past* the days
    that earlier releases tell of its datasets; *findings* the warnings of gate 1;
    *tables* those written already.
    Raises AuthorError for a query file that holds no query.
    """
    told = tell(frozen, staging, site, today, past, tables=tables)
    sources = {graph.iri: graph.source for graph in frozen.graphs}
    listed = catalogue(told, quality_of(findings, frozen.lines, sources))
    catalogue_files, lines = write_catalogue(listed, staging, site)
    counted = _quads(void(frozen, told, today), VOID_DOCUMENT, site)
    shown = _quads(examples(queries or {}, site), EXAMPLES, site)
    own = {**canonical((*counted, *shown)), site.addresses.iri(CATALOGUE): lines}
    asked = _service(frozen, own, told.parts, site, today)
    served = (*asked, *_moved(shown, SPARQL, site))
    files = (
        *catalogue_files,
        *_write(VOID_DOCUMENT, counted, staging, site),
        *_write(EXAMPLES, shown, staging, site),
        *_write(SPARQL, served, staging, site, RDF_SYNTAXES),
    )
    judged = {
        flavour.name: _quads(
            (quad.triple for quad in parsed_triples(sampled(listed, flavour, site))), CATALOGUE, site
        )
        for flavour in (MAIN, DATAGOUV)
    }
    return Described(lines, counted, shown, served, files, judged, tuple(told.days.values()))


def _service(
    frozen: Frozen, described: Lines, introduced: Iterable[Part], site: Site, today: date
) -> tuple[Quad, ...]:
    """What the endpoint says of itself: it can be asked for the data and for what is *described*."""
    own = {graph: tuple(sorted({as_kept(line) for line in lines})) for graph, lines in described.items()}
    graphs: Lines = dict(sorted({**frozen.lines, **own}.items()))
    return _quads(service(frozen.name, graphs, tuple(introduced), site, today), SPARQL, site)


def _quads(triples: Iterable[Triple], document: str, site: Site) -> tuple[Quad, ...]:
    graph = NamedNode(site.addresses.iri(document))
    return tuple(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _moved(quads: Iterable[Quad], document: str, site: Site) -> tuple[Quad, ...]:
    """The same statements, said by another document."""
    return _quads((quad.triple for quad in quads), document, site)


def _write(
    document: str, quads: tuple[Quad, ...], staging: Staging, site: Site,
    syntaxes: tuple[RdfSyntax, ...] = SYNTAXES,
) -> list[FileEntry]:  # fmt: skip
    union = {"": next(iter(canonical(quads).values()))}
    known = prefixes(site.base_iri)
    return [
        staging.write(f"{document}.{syntax.suffix}", write(union, syntax, known), document, syntax)
        for syntax in syntaxes
    ]
