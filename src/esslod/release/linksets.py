"""Link sets: which other datasets ours leads to, by which property, how often (VoID §5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import VOID_DOCUMENT
from esslod.config import Site
from esslod.namespaces import FOAF, RDF, VOID, prefixes
from esslod.release.partitions import key_of, number

#: Subject, property and object of a statement between two IRIs.
_LINK: Final = re.compile(rb"<([^>]*)> <([^>]*)> <([^>]*)> \.$")
_PLACE: Final = re.compile(r"https?://[^/?#]+/?")


def linksets(dataset: NamedNode, lines: Iterable[bytes], site: Site) -> Iterator[Triple]:
    """One link set for each property and each place on the web that it leads to from our things.

    Vocabularies are no data: classes, and terms of the vocabularies that we speak, are left out.
    """
    links, things, addresses = Counter[tuple[str, str]](), site.base_iri.encode(), site.addresses
    words = tuple(namespace.encode() for namespace in prefixes(site.base_iri).values())
    for line in lines:
        found = _LINK.match(line)
        if found and found[1].startswith(things) and not found[3].startswith((things, *words)):
            where = _PLACE.match(found[3].decode())
            if where and found[2].decode() != RDF.type.value:
                links[found[2].decode(), where[0].rstrip("/") + "/"] += 1
    for (property_iri, place), count in sorted(links.items()):
        key = f"{key_of(property_iri, site)}-{place.split('//', 1)[1].rstrip('/')}"
        linkset = NamedNode(addresses.iri(f"{VOID_DOCUMENT}#links-{key}"))
        target = NamedNode(addresses.iri(f"{VOID_DOCUMENT}#at-{place.split('//', 1)[1].rstrip('/')}"))
        yield from _linkset(dataset, linkset, target, property_iri, count)
        yield Triple(target, RDF.type, VOID.Dataset)
        yield Triple(target, VOID.uriSpace, Literal(place))
        yield Triple(target, FOAF.homepage, NamedNode(place))


def _linkset(
    dataset: NamedNode, linkset: NamedNode, target: NamedNode, property_iri: str, count: int
) -> Iterator[Triple]:
    yield Triple(dataset, VOID.subset, linkset)
    yield Triple(linkset, RDF.type, VOID.Linkset)
    yield Triple(linkset, VOID.linkPredicate, NamedNode(property_iri))
    yield Triple(linkset, VOID.subjectsTarget, dataset)
    yield Triple(linkset, VOID.objectsTarget, target)
    yield Triple(linkset, VOID.triples, number(count))
