"""The service description of the endpoint, made once with the release (SPARQL 1.1 Service Description).

It is a file, so the endpoint gives it at once whatever the size of the data. It says what
never depends on the server that answers: languages, formats, the dataset and its figures,
the examples. Whether SERVICE is allowed is a setting of the server, which adds that
feature itself (`web/sparql_description.py`).

Its figures are those of the *default graph of a query*: the union of the data and of the
release's own catalogue, VoID description and examples, as the query index keeps them. VoID
counts the data alone. This description is not in the index: nothing has to count itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import CATALOGUE, EXAMPLES, SPARQL, VOID_DOCUMENT
from esslod.config import Site
from esslod.namespaces import DCAT, DCT, FORMATS, RDF, RDFS, SD, VOID, XSD, Vocabulary
from esslod.rdf.canonical import Lines, union_lines
from esslod.rdf.formats import RDF_SYNTAXES, RESULTS_SYNTAXES
from esslod.release.partitions import counted, key_of, number
from esslod.release.parts import Part

_ENTAILMENT: Final = Vocabulary("http://www.w3.org/ns/entailment/")
_UNION: Final = (
    ("fr", "L’union de tous les graphes nommés : ce qu’une requête voit sans FROM ni GRAPH."),
    ("en", "The union of all named graphs: what a query sees without FROM or GRAPH."),
)


def service(name: str, graphs: Lines, parts: Sequence[Part], site: Site, today: date) -> set[Triple]:
    """The description of the endpoint over *graphs*, all the graphs that the release *name* can be asked for.

    *parts* are those that have titles.
    """
    titles = {part.iri: part for part in parts}
    said = {*_service(name, site, today), *_union(graphs, site)}
    for graph, lines in graphs.items():
        said.update(_named_graph(graph, lines, titles, site))
    return said


def _service(name: str, site: Site, today: date) -> Iterator[Triple]:
    endpoint, service_iri, dataset = (NamedNode(_iri(site, part)) for part in ("", "#service", "#dataset"))
    yield Triple(service_iri, RDF.type, SD.Service)
    yield Triple(service_iri, SD.endpoint, endpoint)
    yield Triple(service_iri, SD.supportedLanguage, SD.SPARQL11Query)
    for syntax in (*RESULTS_SYNTAXES, *RDF_SYNTAXES):
        yield Triple(service_iri, SD.resultFormat, FORMATS[syntax.w3c])
    yield Triple(service_iri, SD.feature, SD.UnionDefaultGraph)
    yield Triple(service_iri, SD.defaultEntailmentRegime, _ENTAILMENT.Simple)
    yield Triple(service_iri, SD.defaultDataset, dataset)
    yield Triple(service_iri, DCT.title, Literal(f"SPARQL : {site.title_fr}", language="fr"))
    yield Triple(service_iri, DCT.title, Literal(f"SPARQL: {site.title_en}", language="en"))
    for document in (CATALOGUE, VOID_DOCUMENT, EXAMPLES):
        yield Triple(service_iri, RDFS.seeAlso, NamedNode(site.addresses.iri(document)))
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, DCAT.version, Literal(name))
    yield Triple(dataset, DCT.modified, Literal(today.isoformat(), datatype=XSD.date))


def _union(graphs: Lines, site: Site) -> Iterator[Triple]:
    union = NamedNode(_iri(site, "#union"))
    yield Triple(NamedNode(_iri(site, "#dataset")), SD.defaultGraph, union)
    yield Triple(union, RDF.type, SD.Graph)
    yield Triple(union, RDF.type, VOID.Dataset)
    yield Triple(union, VOID.sparqlEndpoint, NamedNode(_iri(site)))
    yield from (Triple(union, RDFS.comment, Literal(text, language=spoken)) for spoken, text in _UNION)
    yield from counted(union, union_lines(graphs), _iri(site), site)


def _named_graph(
    name: str, lines: Sequence[bytes], titles: Mapping[str, Part], site: Site
) -> Iterator[Triple]:
    """The node of the name is the graph's IRI, as SIB's tools write it; the figures hang on another."""
    named, path = NamedNode(name), site.addresses.path(name)
    graph = NamedNode(_iri(site, f"#graph-{path or key_of(name, site)}"))
    yield Triple(NamedNode(_iri(site, "#dataset")), SD.namedGraph, named)
    yield Triple(named, RDF.type, SD.NamedGraph)
    yield Triple(named, SD.name, named)
    yield Triple(named, SD.graph, graph)
    if name in titles:
        yield from (Triple(named, RDFS.label, title) for title in titles[name].titles)
    yield Triple(graph, RDF.type, SD.Graph)
    yield Triple(graph, VOID.triples, number(len(lines)))  # there may be thousands of graphs: no more


def _iri(site: Site, fragment: str = "") -> str:
    return site.addresses.iri(SPARQL) + fragment
