"""The service description that ``/sparql`` gives who asks nothing: a file of the release.

The release cannot know whether this server lets queries reach other endpoints: that is a
setting of the server (``service_hosts``), which adds ``sd:BasicFederatedQuery`` here.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Response, g, request
from pyoxigraph import Literal, NamedNode, Triple, serialize
from pyoxigraph import RdfFormat as Rdf

from esslod.addresses import SPARQL
from esslod.namespaces import FORMATS, RDF, RDFS, SD, prefixes
from esslod.rdf.formats import N_TRIPLES, RDF_SYNTAXES, RESULTS_SYNTAXES, RdfSyntax
from esslod.rdf.writing import write
from esslod.web import asked, caching

if TYPE_CHECKING:
    from esslod.config import Site
    from esslod.web.published import Published

_UNION: Final = (
    ("fr", "L’union de tous les graphes nommés."),
    ("en", "The union of all named graphs."),
)


def answer(syntax: RdfSyntax, site: Site, *, negotiated: bool) -> Response:
    """The description in *syntax*; 304 when the caller has it."""
    published: Published | None = g.get("published")
    body = _from_release(published, syntax, site) if published else None
    response = Response(body or _bare(syntax, site), content_type=syntax.content_type)
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.headers["Cache-Control"] = caching.REVALIDATE
    response.headers["Link"] = ", ".join(
        f'<{asked.root()}{SPARQL}.{other.suffix}>; rel="alternate"; type="{other.media_type}"'
        for other in RDF_SYNTAXES
        if other is not syntax
    )
    if negotiated:
        response.headers["Content-Location"] = f"{asked.root()}{SPARQL}.{syntax.suffix}"
        response.vary.update(("Accept",))
    return response.make_conditional(request)  # type: ignore[return-value]


def _from_release(published: Published, syntax: RdfSyntax, site: Site) -> bytes | None:
    """None when the release was made by a software that wrote no description."""
    file = f"{SPARQL}.{N_TRIPLES.suffix if site.service_hosts else syntax.suffix}"
    if published.manifest.file(file) is None:
        return None
    if site.service_hosts:
        return _federated(published.folder / file, syntax, site.base_iri)
    return (published.folder / file).read_bytes()


@lru_cache(maxsize=len(RDF_SYNTAXES))
def _federated(lines: Path, syntax: RdfSyntax, base: str) -> bytes:
    """The description of the N-Triples file *lines*, and that SERVICE is answered."""
    said = _lines([Triple(NamedNode(f"{base}{SPARQL}#service"), SD.feature, SD.BasicFederatedQuery)])
    every = sorted({*lines.read_bytes().split(b"\n")[:-1], *said})
    return write({"": tuple(every)}, syntax, prefixes(base))


def _bare(syntax: RdfSyntax, site: Site) -> bytes:
    """What can be said without a release: what the endpoint understands and answers in."""
    base = site.addresses.iri(SPARQL)
    node, dataset, union = (NamedNode(f"{base}#{name}") for name in ("service", "dataset", "union"))
    triples = [
        Triple(node, RDF.type, SD.Service),
        Triple(node, SD.endpoint, NamedNode(base)),
        Triple(node, SD.supportedLanguage, SD.SPARQL11Query),
        Triple(node, SD.defaultDataset, dataset),
        Triple(dataset, RDF.type, SD.Dataset),
        Triple(dataset, SD.defaultGraph, union),
        Triple(union, RDF.type, SD.Graph),
    ]
    triples += [
        Triple(node, SD.resultFormat, FORMATS[known.w3c]) for known in (*RESULTS_SYNTAXES, *RDF_SYNTAXES)
    ]
    if site.union_default_graph:
        triples.append(Triple(node, SD.feature, SD.UnionDefaultGraph))
        triples += [Triple(union, RDFS.comment, Literal(text, language=spoken)) for spoken, text in _UNION]
    if site.service_hosts:
        triples.append(Triple(node, SD.feature, SD.BasicFederatedQuery))
    return write({"": tuple(sorted(_lines(triples)))}, syntax, prefixes(site.base_iri))


def _lines(triples: list[Triple]) -> list[bytes]:
    return (serialize(triples, format=Rdf.N_TRIPLES) or b"").split(b"\n")[:-1]
