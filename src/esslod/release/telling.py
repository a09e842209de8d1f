"""Gathering what the catalogue tells of: datasets, their files, their days, the names they mention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from esslod.addresses import CATALOGUE, EVERYTHING
from esslod.config import Site
from esslod.namespaces import DCT, FOAF, RDFS, SKOS
from esslod.rdf.canonical import Lines, parsed_triples
from esslod.release.days import days_of
from esslod.release.dcat import fixed_part
from esslod.release.entry import Told
from esslod.release.freeze import Frozen, write_part
from esslod.release.manifest import FileEntry, HistoryEntry
from esslod.release.parts import Part, parts
from esslod.release.series import Series, series
from esslod.release.slices import slices
from esslod.release.staging import Staging
from esslod.release.tables import NO_TABLES, Tables
from esslod.release.tabular import files_by_dataset, titles_by_path

_SUBPROPERTY: Final = f" <{RDFS.subPropertyOf.value}> <{DCT.spatial.value}> .".encode()
_LABELS: Final = tuple(f" <{label.value}> ".encode() for label in (SKOS.prefLabel, RDFS.label, FOAF.name))


def tell(  # noqa: PLR0913 -- all that a catalogue tells of meets here
    frozen: Frozen, staging: Staging, site: Site, today: date, past: Iterable[HistoryEntry] = (),
    *, tables: Tables = NO_TABLES,
) -> Told:  # fmt: skip
    """Gather it, and write the files of the datasets that no graph is. *past* are the days known so far."""
    whole = _whole(frozen, site)
    graphs, fixed = parts(frozen, site), fixed_part(site)
    cut = [_introduced(part, fixed) for part in slices(frozen, site)]
    listed = tuple(sorted((*graphs, *(part for part in cut if part.titles)), key=lambda part: part.iri))
    found = series(graphs, site.base_iri)
    files: dict[str, Sequence[FileEntry]] = {whole.iri: frozen.dumps}
    for part in listed:
        files[part.iri] = write_part(part.iri, part.groups, frozen, staging, site.addresses)
    versions = {part.iri for one in found for part in one.versions}
    lone = [part for part in listed if part.iri not in versions]
    for iri, more in files_by_dataset(tables, lone, whole.iri).items():
        files[iri] = (*files[iri], *more)
    days = days_of({**_digests(whole, listed, found), site.addresses.iri(CATALOGUE): ""}, past, today)
    spatial = frozenset({DCT.spatial, *_spatial(frozen.lines)})
    told = Told(
        site, today, frozen.name, whole, listed, found, files, days, {}, spatial, titles_by_path(tables, site)
    )
    wanted = {place.value for part in listed for place in told.places(part)}
    return replace(told, names=_names(wanted, frozen.lines))


def _whole(frozen: Frozen, site: Site) -> Part:
    """Everything, as the settings and the template introduce it."""
    iri = site.addresses.iri(EVERYTHING)
    own = [*fixed_part(site).get(NamedNode(iri), ())]
    name = NamedNode(iri)
    for predicate, french, english in (
        (DCT.title, site.title_fr, site.title_en),
        (DCT.description, site.description_fr, site.description_en),
    ):
        own.append(Triple(name, predicate, Literal(french, language="fr")))
        own.append(Triple(name, predicate, Literal(english, language="en")))
    return Part(iri, tuple(own), frozen.lines, frozen.digest)


def _introduced(part: Part, fixed: Mapping[object, Sequence[Triple]]) -> Part:
    """*part* with what the template says of it, when the data do not introduce it."""
    return replace(part, own=(*part.own, *fixed.get(NamedNode(part.iri), ())))


def _digests(whole: Part, listed: Iterable[Part], found: Iterable[Series]) -> dict[str, str]:
    every = (whole, *listed, *(one.whole for one in found))
    return {part.iri: part.digest for part in every}


def _spatial(lines: Lines) -> set[NamedNode]:
    """The properties that the data say mean ``dct:spatial``."""
    found = (line for group in lines.values() for line in group if line.endswith(_SUBPROPERTY))
    return {NamedNode(line.partition(b" ")[0][1:-1].decode()) for line in found if line.startswith(b"<")}


def _names(wanted: set[str], lines: Lines) -> dict[str, list[Literal]]:
    """IRI → its names in every language, of the first naming property that has some."""
    subjects = {f"<{iri}>".encode() for iri in wanted}
    for label in _LABELS:
        chosen = {
            line
            for group in lines.values()
            for line in group
            if label in line and line.partition(b" ")[0] in subjects
        }
        if chosen:
            break
    else:
        return {}
    names: defaultdict[str, list[Literal]] = defaultdict(list)
    for quad in parsed_triples(sorted(chosen)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            names[quad.subject.value].append(quad.object)
    return dict(names)
