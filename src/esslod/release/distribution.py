"""A file of the release as a distribution: where it is, what it is, how to check it.

At its stable address, for portals know a resource by its URL from release to release. Sizes
are ``xsd:nonNegativeInteger``, as DCAT-AP 3 asks; a query engine may keep them as
``xsd:integer`` (`kept.py`), so catalogue files are written from these statements only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import DUMPS, LATEST, SPARQL, dump_path
from esslod.namespaces import DCAT, DCATAP, DCT, RDF, RDFS, SPDX, XSD
from esslod.rdf.formats import COMPRESSIONS, TURTLE, Syntax, dumped_by_name
from esslod.release.dataset import SHA256, licences
from esslod.release.entry import (
    EU,
    IANA,
    LICENCE,
    LICENCE_PAGE,
    PUBLIC,
    Told,
    both,
    day,
    entry_iri,
    said,
)
from esslod.release.manifest import FileEntry
from esslod.release.parts import Part, Term
from esslod.release.tabular import tabular

#: From so many versions on, each lists this format only, lest harvesters refuse the catalogue as
#: too big (udata: 15 MB); the others are at the same address with another suffix.
MANY: Final = 200
_OF_MANY: Final = TURTLE.name
_STABLE: Final = NamedNode(EU + "planned-availability/STABLE")


def distributions(part: Part, told: Told, *, version: bool = False) -> Iterator[Triple]:
    """The files of *part*; *version* says that it is one of a series."""
    few = version and told.versions >= MANY
    for file in told.files[part.iri]:
        if not few or (file.syntax == _OF_MANY and not file.compression):
            yield Triple(NamedNode(part.iri), DCAT.distribution, distribution_iri(file, told))


def described(part: Part, told: Told, *, version: bool = False) -> Iterator[Triple]:
    """The same, and all there is to say of each file."""
    listed = [triple.object for triple in distributions(part, told, version=version)]
    yield from distributions(part, told, version=version)
    for file in told.files[part.iri]:
        if distribution_iri(file, told) in listed:
            yield from _distribution(part, file, told)


def endpoint(told: Told) -> Iterator[Triple]:
    """The query endpoint as one of the ways to get everything: CKAN shows nothing of a service alone."""
    site = told.site
    distribution, address = entry_iri(site, "endpoint"), NamedNode(site.addresses.iri(SPARQL))
    since = told.days[told.whole.iri]
    yield Triple(NamedNode(told.whole.iri), DCAT.distribution, distribution)
    yield from said(
        distribution,
        [
            (RDF.type, DCAT.Distribution),
            *both(DCT.title, "Point d’accès SPARQL", "SPARQL endpoint"),
            *both(
                DCT.description,
                "Interroger toutes les données en ligne, avec SPARQL 1.1.",
                "Query all the data online, with SPARQL 1.1.",
            ),
            (DCAT.accessURL, address),
            (DCAT.accessService, NamedNode(f"{address.value}#service")),
            (DCT["format"], NamedNode(EU + "file-type/SPARQLQ")),
            *_terms(told.whole),
            (DCT.issued, day(since.issued)),
            (DCT.modified, day(since.modified)),
        ],
    )
    yield Triple(address, RDF.type, RDFS.Resource)


def distribution_iri(file: FileEntry, told: Told) -> NamedNode:
    return entry_iri(told.site, file.path.removeprefix(DUMPS))


def _distribution(part: Part, file: FileEntry, told: Told) -> Iterator[Triple]:
    since = told.days[part.iri]
    distribution = distribution_iri(file, told)
    path = file.path.removeprefix(DUMPS)
    address = NamedNode(told.site.addresses.iri(dump_path(LATEST, path) if path != file.path else path))
    facts: list[tuple[NamedNode, Term]] = [
        (RDF.type, DCAT.Distribution),
        (DCT.issued, day(since.issued)),
        (DCT.modified, day(since.modified)),
        (DCAT.accessURL, address),
        (DCAT.downloadURL, address),
        (DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger)),
        *_terms(part),
        *(tabular(file, told.tables[file.path]) if file.path in told.tables else _format(file)),
    ]
    yield from said(distribution, facts)
    yield Triple(address, RDF.type, RDFS.Resource)
    yield from _checksum(distribution, entry_iri(told.site, f"{path}-sha256"), file)


def _terms(part: Part) -> Iterator[tuple[NamedNode, Term]]:
    """The same for every file: licence, rights, availability."""
    (licence,) = licences(part)
    yield DCT.license, LICENCE if licence == LICENCE_PAGE else licence
    yield DCT.rights, PUBLIC
    yield DCATAP.availability, _STABLE


def _format(file: FileEntry) -> Iterator[tuple[NamedNode, Term]]:
    """The format of what is inside; how it is compressed is said apart (DCAT 3 §6.8.15)."""
    syntax = dumped_by_name(file.syntax)
    if syntax is None:
        raise ValueError(f"{file.path}: no dump syntax is called {file.syntax!r}")
    packed: Syntax | None = COMPRESSIONS.get(file.compression)
    label = f"{syntax.label}, {packed.label}" if packed else syntax.label
    # Neither list knows Jelly: in both it is what any binary file is.
    known = bool(syntax.file_type)
    yield DCT["format"], NamedNode(EU + "file-type/" + (syntax.file_type or "OCTET"))
    yield DCAT.mediaType, NamedNode(IANA + (syntax.media_type if known else "application/octet-stream"))
    yield from both(DCT.title, label, label)
    french, english = f"Tout le jeu de données, en {label}.", f"The whole dataset, as {label}."
    yield from both(DCT.description, french, english)
    if packed:
        yield DCAT.compressFormat, NamedNode(IANA + packed.media_type)


def _checksum(distribution: NamedNode, checksum: NamedNode, file: FileEntry) -> Iterator[Triple]:
    yield Triple(distribution, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, SHA256)
    yield Triple(checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))
