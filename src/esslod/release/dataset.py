"""A dataset of the catalogue: what its own statements say first, then the settings and the dates.

Everything DCAT-AP 3.0.1 asks or recommends is said of every dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import VOCABULARY
from esslod.namespaces import DCAT, DCT, FOAF, PROV, RDF, RDFS, SKOS, SPDX, XSD
from esslod.release.entry import (
    EU,
    LANGUAGES,
    LICENCE_PAGE,
    PUBLIC,
    SAME_LICENCE,
    Told,
    build_iri,
    day,
    entry_iri,
    said,
)
from esslod.release.parts import Part, Term
from esslod.release.statistics import years

#: Subjects and properties of what is said already.
Stated = frozenset[tuple[str, NamedNode]]
SHA256: Final = NamedNode("https://spdx.org/rdf/terms#checksumAlgorithm_sha256")
_FREQUENCY: Final = NamedNode(EU + "frequency/IRREG")
_COUNTRY: Final = NamedNode(EU + "country/FRA")
_CANONICAL: Final = NamedNode("https://www.w3.org/TR/rdf-canon/")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NOT_IN_KEYWORD: Final = re.compile(r"[^\w .-]+|_")
#: Lengths of a keyword that CKAN and udata both take.
_SHORTEST, _LONGEST = 3, 96


def dataset(part: Part, told: Told, fixed: Stated) -> Iterator[Triple]:
    """The statements about the dataset *part*, but for its files.

    *fixed* are the subjects and properties of the template, which goes first.
    """
    name = NamedNode(part.iri)
    for triple in said(name, _facts(part, told)):
        if (part.iri, triple.predicate) not in fixed:
            yield triple
    yield Triple(_page(part, told), RDF.type, FOAF.Document)
    yield from _period(part, told)
    for place in told.places(part):
        yield from (Triple(place, SKOS.prefLabel, label) for label in told.names.get(place.value, ()))


def _facts(part: Part, told: Told) -> Iterator[tuple[NamedNode, Term]]:
    site, since = told.site, told.days[part.iri]
    yield RDF.type, DCAT.Dataset
    yield RDF.type, DCAT.Resource  # no reasoning is needed then to see what a record is about
    yield DCT.identifier, Literal(part.iri)
    yield from ((DCT.title, title) for title in part.titles)
    yield from ((DCT.description, text) for text in _descriptions(part, told))
    yield DCT.issued, _first(part.values(DCT.issued)) or day(since.issued)
    yield DCT.modified, _first(part.values(DCT.modified)) or day(since.modified)
    version = Literal(told.name) if part is told.whole else _first(part.values(DCAT.version))
    yield from [(DCAT.version, version)] if version else ()
    yield DCT.publisher, NamedNode(site.publisher_iri)
    yield DCAT.contactPoint, entry_iri(site, "contact")
    yield from ((DCT.license, licence) for licence in licences(part))
    yield DCT.accessRights, PUBLIC
    yield DCT.accrualPeriodicity, _FREQUENCY
    yield DCT.spatial, _COUNTRY
    yield from ((DCT.coverage, place) for place in told.places(part))
    yield DCAT.landingPage, _page(part, told)
    yield from ((DCT.language, language) for language in LANGUAGES)
    yield from ((DCAT.theme, theme) for theme in told.whole.values(DCAT.theme))
    yield from ((DCAT.keyword, keyword) for keyword in _keywords(part, told))
    if part.iri != site.addresses.iri(VOCABULARY):
        yield DCT.conformsTo, NamedNode(site.addresses.iri(VOCABULARY))
    yield from _provenance(part, told)


def licences(part: Part) -> list[Term]:
    """The licence that *part* states; the site's under the name that portals know it by."""
    stated = part.values(DCT.license)
    return [LICENCE_PAGE] if not stated or SAME_LICENCE.intersection(stated) else stated[:1]


def _provenance(part: Part, told: Told) -> Iterator[tuple[NamedNode, Term]]:
    """Derived from which documents, made by which build, attributed to whom, when not to who publishes."""
    yield PROV.wasGeneratedBy, build_iri(told, told.days[part.iri].modified)
    makers = part.values(DCT.creator) + part.values(DCT.publisher)
    yield from ((PROV.wasAttributedTo, maker) for maker in makers)
    yield from ((PROV.wasDerivedFrom, document) for document in part.values(DCT.source))


def _descriptions(part: Part, told: Told) -> list[Term]:
    """Its own; else its name and what the whole is about: search engines want fifty characters."""
    own = part.values(DCT.description, RDFS.comment, SKOS.definition)
    if own:
        return own
    more = {"fr": told.site.description_fr, "en": told.site.description_en}
    return [
        Literal(f"{title.value.rstrip('.')}. {more[title.language]}", language=title.language)
        for title in part.titles
        if isinstance(title, Literal) and title.language in more
    ]


def _keywords(part: Part, told: Told) -> list[Literal]:
    """Those of the whole, and the names of its places, as CKAN takes them: no apostrophe, no comma."""
    found = {term for term in told.whole.values(DCAT.keyword) if isinstance(term, Literal)}
    for place in told.places(part):
        for label in told.names.get(place.value, ()):
            text = " ".join(_NOT_IN_KEYWORD.sub(" ", label.value).split())
            if _SHORTEST <= len(text) <= _LONGEST:
                found.add(Literal(text, language=label.language or "fr"))
    return sorted(found, key=str)


def _period(part: Part, told: Told) -> Iterator[Triple]:
    """The days the data are about, with both ends, as harvesters want them."""
    start, end = _ends(part, told)
    path = told.site.addresses.path(part.iri)
    period = entry_iri(told.site, f"{path}-period")
    yield Triple(NamedNode(part.iri), DCT.temporal, period)
    yield from said(
        period,
        [(RDF.type, DCT.PeriodOfTime), (DCAT.startDate, day(start)), (DCAT.endDate, day(max(start, end)))],
    )


def _ends(part: Part, told: Told) -> tuple[str, str]:
    """From its periods; else the days it says it holds for; else since when it is as it is."""
    since = told.days[part.iri]
    starts, ends = years(part.lines)
    known = sorted(_DAY.findall(" ".join(_days(part))))
    latest = known[-1] if known else since.modified
    if starts:
        return f"{min(starts)}-01-01", f"{max(ends)}-12-31" if ends else latest
    return known[0] if known else since.issued, latest


def _days(part: Part) -> Iterator[str]:
    """The days for which what it is made of holds, or it was written."""
    mark, start = f" <{DCT.valid.value}> ".encode(), f"<{part.iri}".encode()
    valid = [line.decode() for line in part.lines if mark in line and line.startswith(start)]
    own = (term.value for p in (DCT.created, DCT.issued, DCT.modified) for term in part.values(p))
    return iter(valid or own)


def digest(part: Part, told: Told) -> Iterator[Triple]:
    """The RDFC-1.0 digest of its statements: the same whatever file they are in."""
    name, path = NamedNode(part.iri), told.site.addresses.path(part.iri)
    checksum = entry_iri(told.site, f"{path}-digest")
    yield Triple(name, SPDX.checksum, checksum)
    yield from said(
        checksum,
        [
            (RDF.type, SPDX.Checksum),
            (SPDX.algorithm, SHA256),
            (SPDX.checksumValue, Literal(part.digest, datatype=XSD.hexBinary)),
            (DCT.conformsTo, _CANONICAL),
        ],
    )


def _page(part: Part, told: Told) -> NamedNode:
    addresses = told.site.addresses
    return NamedNode(addresses.iri(addresses.document(part.iri) or ""))


def _first(terms: list[Term]) -> Term | None:
    return terms[0] if terms else None
