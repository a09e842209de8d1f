"""The catalogue: DCAT 3 in the flavour of DCAT-AP 3.0.1, made from the frozen files.

What never changes is written in ``catalogue.ttl`` beside this module (services, controlled
values, metrics); what is computed is added: the datasets (`dataset.py`), their files as written
(`distribution.py`), their versions (`series.py`), records (`listing.py`) and quality
(`quality.py`). No blank node; every controlled value that is used is described, so a harvester
needs no other knowledge. Other flavours are the same statements rewritten (`flavours.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from esslod import __version__
from esslod.addresses import CATALOGUE
from esslod.config import Site
from esslod.namespaces import ADMS, DCAT, DCT, FOAF, PROV, RDF, VCARD
from esslod.release.dataset import Stated, dataset, digest
from esslod.release.distribution import described, distributions, endpoint
from esslod.release.entry import LICENCE_PAGE, PUBLIC, Entry, Told, both, build_iri, day, entry_iri, said
from esslod.release.listing import builds, record
from esslod.release.pages import Catalogue
from esslod.release.parts import Part, Term
from esslod.release.quality import Quality, measured, overall
from esslod.release.series import Series, links

TEMPLATE: Final = "catalogue.ttl"


def catalogue(told: Told, quality: Quality) -> Catalogue:
    """The catalogue of the release."""
    fixed = fixed_part(told.site)
    stated = frozenset(
        (subject.value, triple.predicate)
        for subject, triples in fixed.items()
        if isinstance(subject, NamedNode)
        for triple in triples
        if triple.predicate != RDF.type
    )
    head = (*_catalogue(told), *_publisher(told.site))
    entries = tuple(_entries(told, quality, stated))
    shared = {**fixed, **_by_subject(builds(told))}
    return Catalogue(head, tuple(_services(told, fixed)), entries, shared)


def fixed_part(site: Site) -> Mapping[object, Sequence[Triple]]:
    """The template under the site's base, by subject."""
    written = parse(template_bytes(), format=RdfFormat.TURTLE, base_iri=site.base_iri)
    return _by_subject(quad.triple for quad in written)


def template_bytes() -> bytes:
    """The fixed part of every catalogue: part of what a release says, hence of its name."""
    return files("esslod.release").joinpath(TEMPLATE).read_bytes()


def _by_subject(triples: Iterable[Triple]) -> dict[object, list[Triple]]:
    found: defaultdict[object, list[Triple]] = defaultdict(list)
    for triple in triples:
        found[triple.subject].append(triple)
    return dict(found)


def _entries(told: Told, quality: Quality, stated: Stated) -> Iterator[Entry]:
    """The whole first, then what stands alone, then each series with its versions."""
    whole = [
        *_described(told.whole, told, stated),
        *endpoint(told),
        *overall(told, quality),
    ]
    yield Entry((told.whole.iri,), tuple(whole))
    versions = {part.iri for series in told.series for part in series.versions}
    for part in told.parts:
        if part.iri not in versions:
            triples = [*_described(part, told, stated), *measured(part, told, quality)]
            yield Entry((part.iri,), tuple(triples))
    yielded = set[str]()
    for series in told.series:
        own = [part for part in series.versions if part.iri not in yielded]
        yielded.update(part.iri for part in own)
        yield _of_series(series, own, told, quality, stated)


def _of_series(
    series: Series,
    own: Sequence[Part],
    told: Told,
    quality: Quality,
    stated: Stated,
) -> Entry:
    """A series has the files of its current version."""
    whole, current = NamedNode(series.whole.iri), series.current
    triples = [*dataset(series.whole, told, stated), *record(series.whole, told), *links(series)]
    triples += [Triple(whole, t.predicate, t.object) for t in distributions(current, told, version=True)]
    for part in own:
        triples += _described(part, told, stated, version=True)
        triples += measured(part, told, quality)
    return Entry((series.whole.iri, *(part.iri for part in own)), tuple(triples))


def _described(part: Part, told: Told, stated: Stated, *, version: bool = False) -> list[Triple]:
    return [
        *dataset(part, told, stated),
        *digest(part, told),
        *described(part, told, version=version),
        *record(part, told),
    ]


def _catalogue(told: Told) -> Iterator[Triple]:
    site, iri = told.site, told.site.addresses.iri(CATALOGUE)
    name = NamedNode(iri)
    yield Triple(name, RDF.type, DCAT.Catalog)
    yield from said(name, both(DCT.title, site.title_fr, site.title_en))
    yield from said(name, both(DCT.description, site.description_fr, site.description_en))
    yield Triple(name, DCT.publisher, NamedNode(site.publisher_iri))
    yield Triple(name, DCT.issued, day(told.days[iri].issued))
    yield Triple(name, DCT.modified, day(told.today))
    yield Triple(name, DCAT.version, Literal(told.name))
    yield Triple(name, ADMS.versionNotes, Literal(f"esslod {__version__}", language="fr"))
    yield Triple(name, PROV.wasGeneratedBy, build_iri(told, told.today.isoformat()))


def _services(told: Told, fixed: Mapping[object, Sequence[Triple]]) -> Iterator[Triple]:
    """The services that the template describes."""
    site = told.site
    for service, triples in fixed.items():
        kinds = {triple.object for triple in triples if triple.predicate == RDF.type}
        if isinstance(service, NamedNode) and DCAT.DataService in kinds:
            yield Triple(NamedNode(site.addresses.iri(CATALOGUE)), DCAT.service, service)
            yield from said(service, _service(service, told))


def _service(service: NamedNode, told: Told) -> Iterator[tuple[NamedNode, Term]]:
    site = told.site
    yield DCT.identifier, Literal(service.value)
    yield DCT.publisher, NamedNode(site.publisher_iri)
    yield DCAT.contactPoint, entry_iri(site, "contact")
    yield DCT.license, LICENCE_PAGE
    yield DCT.accessRights, PUBLIC
    yield DCAT.servesDataset, NamedNode(told.whole.iri)
    yield DCT.issued, day(told.days[site.addresses.iri(CATALOGUE)].issued)
    yield from ((DCAT.theme, theme) for theme in told.whole.values(DCAT.theme))


def _publisher(site: Site) -> Iterator[Triple]:
    publisher, contact = NamedNode(site.publisher_iri), entry_iri(site, "contact")
    yield Triple(publisher, RDF.type, FOAF.Agent)
    yield Triple(publisher, FOAF.name, Literal(site.publisher_name))
    yield Triple(publisher, DCT.type, NamedNode(site.publisher_type))
    yield Triple(contact, RDF.type, VCARD.Kind)
    yield Triple(contact, RDF.type, VCARD.Organization)
    yield Triple(contact, VCARD.fn, Literal(site.publisher_name))
    yield Triple(contact, VCARD.hasURL, NamedNode(site.contact_page))
