"""What a client finds in an answer: the addresses it leads to, and its statements as three parsers read them.

Nothing here uses our own code for reading: a page is read by `html.parser`, RDF by pyoxigraph,
rdflib and PyLD, so that what is written is judged by others.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pyoxigraph as ox
import rdflib
from pyld import jsonld

#: Media type → how pyoxigraph and rdflib call it.
FORMATS = {
    "text/turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "application/ld+json": (ox.RdfFormat.JSON_LD, "json-ld"),
    "application/n-triples": (ox.RdfFormat.N_TRIPLES, "nt"),
    "application/rdf+xml": (ox.RdfFormat.RDF_XML, "xml"),
    "application/n-quads": (ox.RdfFormat.N_QUADS, "nquads"),
    "application/trig": (ox.RdfFormat.TRIG, "trig"),
}
#: Elements without an end tag (HTML, §13.1.2).
_VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "wbr", "col", "source", "area", "base"})
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w*-]+="[^"]*")*)')
_REL = re.compile(r';\s*rel="([^"]*)"')

#: ``fetch(iri)``: the JSON-LD context there.
Fetch = Callable[[str], bytes]


@dataclass(frozen=True)
class Leads:
    """An address in a page or a header: whose (``a``, ``link canonical``, ``Link item``…), where to."""

    by: str
    to: str


class Page(HTMLParser):
    """An HTML page: where it leads, its fragments, its JSON-LD, and what is wrong with its markup."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.leads: list[Leads] = []
        self.names: set[str] = set()
        self.structured: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._script: list[str] | None = None
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        if "id" in said:
            self.faults += [f"two elements are called {said['id']}"] if said["id"] in self.names else []
            self.names.add(said["id"])
        by = f"link {'hreflang' if 'hreflang' in said else said.get('rel', '')}" if tag == "link" else tag
        # Combinations of facets have no end: a robot leaves them, and so do we.
        if "nofollow" not in said.get("rel", "").split():
            self.leads += [Leads(by, said[name]) for name in ("href", "src", "action") if name in said]
        # A script with an address is a program: what it holds is nothing, and its address is among the leads.
        if tag == "script" and "src" not in said:
            self._script = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")
        if tag == "script" and self._script is not None:
            self.structured.append("".join(self._script))
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)


def of_header(field: str) -> Iterator[Leads]:
    """The targets of a ``Link`` field, each as ``Link`` and its relation."""
    for target, attributes in _LINK.findall(field):
        found = _REL.search(attributes)
        yield Leads(f"Link {found[1] if found else ''}", target)


def of_json(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from of_json(each)
    elif isinstance(value, dict):
        yield from of_json(list(value.values()))


def of_quads(quads: Iterable[ox.Quad]) -> set[str]:
    """Every IRI in the statements, those of their graphs and datatypes too."""
    found = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                found.add(term.value)
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value)
    return found


def quads(body: bytes, media_type: str, fetch: Fetch, base: str | None = None) -> list[ox.Quad]:
    """What pyoxigraph reads. A relative IRI is a fault where no *base* is given."""
    text = inlined(body, fetch) if media_type == "application/ld+json" else body
    return list(ox.parse(text, FORMATS[media_type][0], base_iri=base))


def by_rdflib(body: bytes, media_type: str, fetch: Fetch) -> list[ox.Quad]:
    """What rdflib reads, graphs forgotten."""
    text = inlined(body, fetch) if media_type == "application/ld+json" else body
    normal, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        # It uses old names of its own.
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            graph = rdflib.Dataset(default_union=True)
            graph.parse(text, format=FORMATS[media_type][1])
            return [ox.Quad(_term(s), _term(p), _term(o)) for s, p, o in graph.triples((None, None, None))]
    finally:
        rdflib.NORMALIZE_LITERALS = normal


def by_pyld(body: bytes, fetch: Fetch) -> list[ox.Quad]:
    """What PyLD makes of JSON-LD, its context loaded by *fetch* and from nowhere else."""

    def load(address: str, _options: object) -> dict[str, Any]:
        document = json.loads(fetch(address))
        return {"contextUrl": None, "documentUrl": address, "document": document, "contentType": None}

    options = {"documentLoader": load, "format": "application/n-quads"}
    return list(ox.parse(jsonld.to_rdf(json.loads(body), options).encode(), ox.RdfFormat.N_QUADS))


def graph(quads: Iterable[ox.Quad]) -> ox.Dataset:
    """The statements, graphs forgotten, blank nodes canonical: equal when isomorphic."""
    found = ox.Dataset(ox.Quad(*quad.triple) for quad in quads)
    if any(isinstance(term, ox.BlankNode) for quad in found for term in (quad.subject, quad.object)):
        found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def inlined(body: bytes, fetch: Fetch) -> bytes:
    """JSON-LD with its context in the place of the context's address."""
    said = json.loads(body)
    address = said.get("@context") if isinstance(said, dict) else None
    if not isinstance(address, str):
        return body
    return json.dumps(said | {"@context": _context(fetch, address)}).encode()


@cache
def _context(fetch: Fetch, address: str) -> Any:
    return json.loads(fetch(address))["@context"]


def _term(term: Any) -> Any:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(re.sub("[^A-Za-z0-9]", "x", str(term)))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
    return ox.Literal(str(term), datatype=datatype)
