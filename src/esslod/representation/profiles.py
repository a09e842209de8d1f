"""Profiles: the same resource told in full, in short, in schema.org's words, in DCAT-AP's.

A profile says which statements a description holds; a format says how they are written
(Content Negotiation by Profile, W3C, §4). The table below is all there is to know of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import CATALOGUE, PROFILES, Addresses
from esslod.namespaces import DCAT, DCT, OWL, PROF, RDF, RDFS, SCHEMA, SKOS, XSD
from esslod.rdf.description import LABELS, Description, Reader
from esslod.representation.schema_org import SchemaOrg

#: What the short profile keeps of a thing: what it is, its names, one explanation, its identifiers.
_IN_SHORT: Final = frozenset(
    {RDF.type, *LABELS, SKOS.altLabel, SKOS.definition, SKOS.notation, RDFS.comment}
    | {DCT.description, DCT.identifier, OWL.versionInfo, DCAT.version}
)
_CATALOGUED: Final = frozenset({DCAT.Catalog, DCAT.Dataset, DCAT.DataService, DCAT.Distribution})
#: Things followed from a catalogue entry, at most.
_MOST: Final = 5000
_KINDS: Final = "SELECT ?kind WHERE { %s a ?kind }"
_GRAPH: Final = "SELECT ?thing ?property ?value WHERE { GRAPH %s { ?thing ?property ?value } }"


@dataclass(frozen=True)
class Profile:
    """One profile: ``token`` is what ``_profile`` takes; ``iri`` what ``Accept-Profile`` names.

    An IRI without ``://`` hangs under the site's base. ``aliases`` are other IRIs it is known by.
    """

    token: str
    iri: str
    fr: str
    en: str
    aliases: tuple[str, ...] = ()

    def name(self, addresses: Addresses) -> str:
        """The absolute IRI."""
        return self.iri if "://" in self.iri else addresses.iri(self.iri)


FULL: Final = Profile(
    "full", f"{PROFILES}#full", "La description complète, avec les noms de tout ce qu’elle cite",
    "The full description, with the names of all it mentions",
)  # fmt: skip
SHORT: Final = Profile(
    "short", f"{PROFILES}#short", "En bref : nature, noms, explication, identifiants",
    "In short: kind, names, explanation, identifiers",
)  # fmt: skip
SCHEMA_ORG: Final = Profile(
    "schema", SCHEMA.iri, "Pour les moteurs de recherche : schema.org", "For search engines: schema.org",
    ("https://schema.org", "http://schema.org/", "http://schema.org"),
)  # fmt: skip
DCAT_AP: Final = Profile(
    "dcat-ap", "http://data.europa.eu/r5r/", "Pour les catalogues européens : DCAT-AP 3",
    "For European catalogues: DCAT-AP 3",
    ("http://data.europa.eu/r5r", "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"),
)  # fmt: skip
#: The first is what is sent when nothing is asked.
ALL: Final = (FULL, SHORT, SCHEMA_ORG, DCAT_AP)


class Profiles:
    """Descriptions of one release in each profile."""

    def __init__(self, reader: Reader, addresses: Addresses) -> None:
        self._reader = reader
        self._addresses = addresses
        self.schema_org = SchemaOrg(reader, addresses)
        self._written: dict[str, Callable[[Description], Iterable[Quad]]] = {
            FULL.token: lambda description: description.quads,
            SHORT.token: short,
            SCHEMA_ORG.token: self.schema_org.quads,
            DCAT_AP.token: self._catalogued,
        }

    def offered(self, focus: NamedNode) -> tuple[Profile, ...]:
        """The profiles that *focus* can be told in: DCAT-AP only for what a catalogue lists."""
        kinds = {row["kind"] for row in self._reader.select(_KINDS % focus)}
        return ALL if kinds & _CATALOGUED else ALL[:-1]

    def quads(self, description: Description, profile: Profile) -> tuple[Quad, ...]:
        """What *profile* keeps or makes of *description*."""
        return tuple(self._written[profile.token](description))

    def _catalogued(self, description: Description) -> Iterable[Quad]:
        """What the catalogue says of the focus, and of all that this leads to."""
        graph = NamedNode(self._addresses.iri(CATALOGUE))
        if description.focus == graph:  # never a part of a catalogue: harvesters delete what is missing
            for row in self._reader.select(_GRAPH % graph):
                yield _exact(Quad(row["thing"], row["property"], row["value"], graph))
            return
        seen: set[object] = set()
        waiting: list[NamedNode] = [description.focus]
        while waiting and len(seen) < _MOST:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            for quad in self._reader.about(node):
                if quad.graph_name == graph:
                    yield _exact(quad)
                    if isinstance(quad.object, NamedNode) and quad.predicate != RDF.type:
                        waiting.append(quad.object)


def _exact(quad: Quad) -> Quad:
    """*quad* as the catalogue's files have it: a query engine keeps sizes as ``xsd:integer``."""
    if quad.predicate != DCAT.byteSize or not isinstance(quad.object, Literal):
        return quad
    size = Literal(quad.object.value, datatype=XSD.nonNegativeInteger)
    return Quad(quad.subject, quad.predicate, size, quad.graph_name)


def short(description: Description) -> Iterable[Quad]:
    """What the focus is and how it is called; its classes and its codes keep their names."""
    own = [q for q in description.own if q.subject == description.focus and q.predicate in _IN_SHORT]
    named = {quad.object for quad in own}
    return (*own, *(quad for quad in description.labels if quad.subject in named))


def listed(addresses: Addresses) -> Iterable[Quad]:
    """The profiles themselves, as data (the Profiles Vocabulary, W3C)."""
    for profile in ALL:
        node = NamedNode(profile.name(addresses))
        yield Quad(node, RDF.type, PROF.Profile)
        yield Quad(node, PROF.hasToken, Literal(profile.token))
        yield Quad(node, DCT.title, Literal(profile.fr, language="fr"))
        yield Quad(node, DCT.title, Literal(profile.en, language="en"))
