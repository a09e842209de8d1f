"""The catalogue: DCAT 3 in the flavour of DCAT-AP 3.0.1, made from the frozen files.

What never changes is written in ``catalogue.ttl`` beside this module; what is computed is
added here: titles from the settings, sizes and digests from the files as written, one
dataset for each graph that introduces itself. No blank node; every controlled value that
is used is described, so a harvester needs no other knowledge.

Sizes are ``xsd:nonNegativeInteger``, as DCAT-AP asks; a query engine may keep them as
``xsd:integer`` (`store.py`), so catalogue files are written from these quads only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from itertools import chain
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from esslod.addresses import CATALOGUE, DUMPS, EVERYTHING, LATEST, SPARQL, dump_path
from esslod.config import Site
from esslod.namespaces import DCAT, DCATAP, DCT, FOAF, RDF, RDFS, SKOS, SPDX, VCARD, XSD
from esslod.rdf.formats import RDF_SYNTAXES
from esslod.release.freeze import Frozen
from esslod.release.manifest import FileEntry
from esslod.release.parts import Part, Term
from esslod.release.statistics import years

TEMPLATE: Final = "catalogue.ttl"

_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
#: The https form: with the http one and xsd:hexBinary, udata drops the whole dataset.
_SHA256: Final = NamedNode("https://spdx.org/rdf/terms#checksumAlgorithm_sha256")
_LICENCE: Final = NamedNode(_EU + "licence/ETALAB_2_0")
#: The address by which data.gouv.fr knows the same licence.
_LICENCE_PAGE: Final = NamedNode("https://www.etalab.gouv.fr/licence-ouverte-open-licence")
_FREQUENCY: Final = NamedNode(_EU + "frequency/IRREG")
_PUBLIC: Final = NamedNode(_EU + "access-right/PUBLIC")
_STABLE: Final = NamedNode(_EU + "planned-availability/STABLE")
_LANGUAGES: Final = (NamedNode(_EU + "language/FRA"), NamedNode(_EU + "language/ENG"))


def catalogue(
    frozen: Frozen, part_files: Sequence[tuple[Part, FileEntry]], site: Site, today: date
) -> set[Triple]:
    """The statements of the catalogue of the release, dated *today*."""
    fixed = _template(site)
    everything = NamedNode(site.addresses.iri(EVERYTHING))
    said = {*_catalogue(site, today), *_publisher(site), *_whole(frozen, site, everything, today)}
    for dump in frozen.dumps:
        said.update(_distribution(everything, dump, site, today))
    for part, file in part_files:
        said.update(_part_dataset(frozen, part, site, today))
        said.update(_subjects(fixed, everything, NamedNode(part.iri)))
        said.update(_distribution(NamedNode(part.iri), file, site, today))
    start = NamedNode(site.addresses.iri(CATALOGUE))
    return _reachable(start, said | fixed)


def _catalogue(site: Site, today: date) -> Iterator[Triple]:
    catalogue_iri = NamedNode(site.addresses.iri(CATALOGUE))
    yield from _about(catalogue_iri, site.title_fr, site.title_en, DCT.title)
    yield from _about(catalogue_iri, site.description_fr, site.description_en, DCT.description)
    yield Triple(catalogue_iri, DCT.publisher, NamedNode(site.publisher_iri))
    yield Triple(catalogue_iri, DCT.modified, _day(today))
    service = NamedNode(site.addresses.iri(SPARQL) + "#service")
    yield Triple(service, DCT.identifier, Literal(service.value))
    yield Triple(service, DCAT.contactPoint, _contact(site))
    yield from _rights(service, site)


def _publisher(site: Site) -> Iterator[Triple]:
    publisher, contact = NamedNode(site.publisher_iri), _contact(site)
    yield Triple(publisher, RDF.type, FOAF.Agent)
    yield Triple(publisher, FOAF.name, Literal(site.publisher_name))
    yield Triple(publisher, DCT.type, NamedNode(site.publisher_type))
    yield Triple(contact, RDF.type, VCARD.Kind)
    yield Triple(contact, RDF.type, VCARD.Organization)
    yield Triple(contact, VCARD.fn, Literal(site.publisher_name))
    yield Triple(contact, VCARD.hasURL, NamedNode(site.contact_page))


def _whole(frozen: Frozen, site: Site, everything: NamedNode, today: date) -> Iterator[Triple]:
    yield from _about(everything, site.title_fr, site.title_en, DCT.title)
    yield from _about(everything, site.description_fr, site.description_en, DCT.description)
    yield Triple(everything, DCAT.version, Literal(frozen.name))
    yield Triple(everything, DCT.modified, _day(today))
    yield from _dataset(everything, site)
    yield from _rights(everything, site)
    yield from _temporal(chain.from_iterable(frozen.lines.values()), everything, site)


def _part_dataset(frozen: Frozen, part: Part, site: Site, today: date) -> Iterator[Triple]:
    """What a graph says of itself goes first; the settings and the date fill what it does not say."""
    dataset = NamedNode(part.iri)
    titles = part.titles
    yield Triple(NamedNode(site.addresses.iri(CATALOGUE)), DCAT.dataset, dataset)
    yield Triple(dataset, RDF.type, DCAT.Dataset)
    descriptions = part.values(DCT.description, RDFS.comment, SKOS.definition) or titles
    for wanted, values in (
        (DCT.title, titles),
        (DCT.description, descriptions),
        (DCT.modified, part.values(DCT.modified) or [_day(today)]),
        (DCT.issued, part.values(DCT.issued)),
        (DCAT.version, part.values(DCAT.version)),
    ):
        yield from (Triple(dataset, wanted, value) for value in values)
    yield from _dataset(dataset, site)
    yield from _rights(dataset, site, part)
    yield from _temporal(frozen.lines[part.iri], dataset, site)


def _dataset(dataset: NamedNode, site: Site) -> Iterator[Triple]:
    yield Triple(dataset, DCT.identifier, Literal(dataset.value))
    yield Triple(dataset, DCAT.contactPoint, _contact(site))
    yield Triple(dataset, DCT.accrualPeriodicity, _FREQUENCY)
    yield Triple(dataset, DCT.spatial, NamedNode(_EU + "country/FRA"))
    page = NamedNode(site.addresses.iri(site.addresses.document(dataset.value) or ""))
    yield Triple(dataset, DCAT.landingPage, page)
    yield Triple(page, RDF.type, FOAF.Document)
    yield from (Triple(dataset, DCT.language, language) for language in _LANGUAGES)


def _rights(resource: NamedNode, site: Site, part: Part | None = None) -> Iterator[Triple]:
    publishers = part.values(DCT.publisher) if part else []
    licences = part.values(DCT.license) if part else []
    for publisher in publishers or [NamedNode(site.publisher_iri)]:
        yield Triple(resource, DCT.publisher, publisher)
    for licence in licences or [_LICENCE_PAGE]:
        yield Triple(resource, DCT.license, licence)
        if isinstance(licence, NamedNode):
            yield Triple(licence, RDF.type, DCT.LicenseDocument)
    yield Triple(resource, DCT.accessRights, _PUBLIC)


def _subjects(fixed: Iterable[Triple], whole: NamedNode, part: NamedNode) -> Iterator[Triple]:
    """A part is about what the whole is about."""
    for triple in fixed:
        if triple.subject == whole and triple.predicate in (DCAT.keyword, DCAT.theme):
            yield Triple(part, triple.predicate, triple.object)


def _distribution(dataset: NamedNode, file: FileEntry, site: Site, today: date) -> Iterator[Triple]:
    """One file, at its stable address: portals know a resource by its URL from release to release."""
    path = file.path.removeprefix(DUMPS)
    distribution = _entry(site, path)
    address = NamedNode(site.addresses.iri(dump_path(LATEST, path)))
    said: list[tuple[NamedNode, Term]] = [
        (RDF.type, DCAT.Distribution),
        (DCT.identifier, Literal(distribution.value)),
        (DCT.issued, _day(today)),
        (DCT.modified, _day(today)),
        (DCT.license, _LICENCE),
        (DCT.rights, _PUBLIC),
        (DCAT.accessURL, address),
        (DCAT.downloadURL, address),
        (DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger)),
        (DCATAP.availability, _STABLE),
        *((DCT.language, language) for language in _LANGUAGES),
        *_format(file),
    ]
    yield Triple(dataset, DCAT.distribution, distribution)
    yield from (Triple(distribution, predicate, value) for predicate, value in said)
    yield Triple(address, RDF.type, RDFS.Resource)
    yield from _checksum(distribution, _entry(site, f"{path}-sha256"), file)


def _format(file: FileEntry) -> Iterator[tuple[NamedNode, Term]]:
    """The format of what is inside; how it is compressed is said apart (DCAT 3 §6.8.15)."""
    syntax = next(syntax for syntax in RDF_SYNTAXES if syntax.name == file.syntax)
    label = f"{syntax.label}, gzip" if file.compression else syntax.label
    yield DCT.format, NamedNode(_EU + "file-type/" + syntax.file_type)
    yield DCAT.mediaType, NamedNode(_IANA + syntax.media_type)
    yield DCT.title, Literal(label, language="fr")
    yield DCT.title, Literal(label, language="en")
    yield DCT.description, Literal(f"Tout le jeu de données, en {label}.", language="fr")
    yield DCT.description, Literal(f"The whole dataset, as {label}.", language="en")
    if file.compression:
        yield DCAT.compressFormat, NamedNode(_IANA + "application/gzip")


def _checksum(distribution: NamedNode, checksum: NamedNode, file: FileEntry) -> Iterator[Triple]:
    yield Triple(distribution, SPDX.checksum, checksum)
    yield Triple(checksum, RDF.type, SPDX.Checksum)
    yield Triple(checksum, SPDX.algorithm, _SHA256)
    yield Triple(checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))


def _temporal(lines: Iterable[bytes], dataset: NamedNode, site: Site) -> Iterator[Triple]:
    """The years the data are about: from the first start to the last end of their periods."""
    starts, ends = years(lines)
    if not starts:
        return
    period = _entry(site, f"{site.addresses.path(dataset.value)}-period")
    yield Triple(dataset, DCT.temporal, period)
    yield Triple(period, RDF.type, DCT.PeriodOfTime)
    yield Triple(period, DCAT.startDate, Literal(f"{min(starts)}-01-01", datatype=XSD.date))
    if ends:
        yield Triple(period, DCAT.endDate, Literal(f"{max(ends)}-12-31", datatype=XSD.date))


def _template(site: Site) -> set[Triple]:
    text = template_bytes()
    return {quad.triple for quad in parse(text, format=RdfFormat.TURTLE, base_iri=site.base_iri)}


def template_bytes() -> bytes:
    """The fixed part of every catalogue: part of what a release says, hence of its name."""
    return files("esslod.release").joinpath(TEMPLATE).read_bytes()


def _reachable(start: NamedNode, triples: Iterable[Triple]) -> set[Triple]:
    """The statements that can be walked to from *start*: unused controlled values stay out."""
    by_subject: dict[object, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, []).append(triple)
    kept: set[Triple] = set()
    waiting: list[object] = [start]
    while waiting:
        found = by_subject.pop(waiting.pop(), [])
        kept.update(found)
        waiting.extend(triple.object for triple in found)
    return kept


def _about(subject: NamedNode, french: str, english: str, predicate: NamedNode) -> Iterator[Triple]:
    yield Triple(subject, predicate, Literal(french, language="fr"))
    yield Triple(subject, predicate, Literal(english, language="en"))


def _contact(site: Site) -> NamedNode:
    return _entry(site, "contact")


def _entry(site: Site, key: str) -> NamedNode:
    """Something described in the catalogue's document only: a fragment of it, never of the data's."""
    return NamedNode(f"{site.addresses.iri(CATALOGUE)}#{key}")


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)
