"""The home page as a value: what this release holds, which territories, how to fetch it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from esslod.addresses import EDITIONS, VOCABULARY, Addresses
from esslod.rdf.description import Reader, labels_of
from esslod.release.manifest import Manifest
from esslod.representation.naming import Names
from esslod.representation.page import Value
from esslod.representation.writing import sorting_key

_CLASSES: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?class rdfs:isDefinedBy %s . ?thing a ?class
  FILTER NOT EXISTS { ?narrower rdfs:subClassOf ?class ; rdfs:isDefinedBy ?vocabulary }
} GROUP BY ?class"""
_PLACES: Final = """
SELECT DISTINCT ?edition ?place WHERE {
  VALUES ?edition { %s } ?edition ?property ?place . ?place a <http://purl.org/dc/terms/Location>
}"""


@dataclass(frozen=True)
class Profile:
    """A territory and the dated edition that describes it."""

    territory: Value
    edition: Value


@dataclass(frozen=True)
class Home:
    """Figures, territories, and command lines (name of a word → text to copy)."""

    quads: int
    graphs: int
    classes: tuple[tuple[Value, int], ...]
    profiles: tuple[Profile, ...]
    commands: tuple[tuple[str, str], ...]


def home(reader: Reader, manifest: Manifest, addresses: Addresses, *, language: str, host: str) -> Home:
    """The home page of *manifest*'s release; *host* is the address readers use, ending in a slash."""
    editions = [NamedNode(graph.iri) for graph in manifest.graphs if _is_edition(graph.iri, addresses)]
    places = _places(reader, editions)
    counts = _counts(reader, addresses)
    nodes = sorted({*editions, *places.values(), *counts}, key=str)
    names = Names(labels_of(reader, nodes), {})

    def link(node: NamedNode) -> Value:
        text, spoken = names.best(node, language)
        fragment = node.value.partition("#")[2]
        path = (addresses.document(node.value) or "") + (f"#{fragment}" if fragment else "")
        return Value(text, spoken if spoken != language else "", "link", path=path, machine=node.value)

    profiles = [Profile(link(places.get(edition, edition)), link(edition)) for edition in editions]
    classes = [(link(kind), count) for kind, count in counts.items()]
    return Home(
        quads=manifest.quads,
        graphs=len(manifest.graphs),
        classes=tuple(sorted(classes, key=lambda pair: (-pair[1], sorting_key(pair[0].text)))),
        profiles=tuple(sorted(profiles, key=lambda p: (sorting_key(p.territory.text), p.edition.machine))),
        commands=_commands(host, list(places.values()), addresses),
    )


def _is_edition(iri: str, addresses: Addresses) -> bool:
    return (addresses.path(iri) or "").startswith(EDITIONS)


def _counts(reader: Reader, addresses: Addresses) -> dict[NamedNode, int]:
    """How many things each class of our vocabulary has; a parent class would count them twice."""
    rows = reader.select(_CLASSES % NamedNode(addresses.iri(VOCABULARY)))
    return {
        row["class"]: int(row["count"].value)
        for row in rows
        if isinstance(row["class"], NamedNode) and isinstance(row["count"], Literal)
    }


def _places(reader: Reader, editions: Sequence[NamedNode]) -> dict[NamedNode, NamedNode]:
    if not editions:
        return {}
    rows = reader.select(_PLACES % " ".join(map(str, editions)))
    return {row["edition"]: row["place"] for row in sorted(rows, key=lambda row: str(row["place"]))}


def _commands(host: str, places: Sequence[NamedNode], addresses: Addresses) -> tuple[tuple[str, str], ...]:
    example = min((place.value for place in places), default=addresses.iri(VOCABULARY))
    path = addresses.path(example) or VOCABULARY
    query = "SELECT ?type (COUNT(*) AS ?n) WHERE { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n)"
    return (
        ("reuse-resource", f"curl -L -H 'Accept: text/turtle' {host}{path}"),
        ("reuse-query", f"curl -G -H 'Accept: text/csv' {host}sparql \\\n  --data-urlencode 'query={query}'"),
        ("reuse-dump", f"curl -O {host}dumps/latest/esslod.ttl.gz"),
        ("reuse-catalogue", f"curl {host}catalog.ttl"),
    )
