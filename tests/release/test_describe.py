"""Facts about the catalogue and the VoID description."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from esslod.config import Site
from esslod.namespaces import DCAT, DCT, FOAF, SKOS, SPDX, VOID, XSD
from esslod.rdf.rebasing import rebase_term
from esslod.release.describe import describe
from esslod.release.freeze import freeze
from esslod.release.infer import Dataset
from esslod.release.staging import Staging

_BASE = "https://w3id.org/esslod/"
_CATALOGUE = NamedNode(_BASE + "catalog")
_ALL = NamedNode(_BASE + "dataset/profiles")
#: Seven syntaxes: everything plain and in two compressions, and four datasets of a few lines.
_FILES = 7 * 3 + 7 * 4


@pytest.fixture
def store(release: Any) -> Store:
    store = Store()
    store.bulk_extend(Quad(*quad.triple) for quad in (*release.described.catalogue, *release.described.void))
    return store


def _objects(store: Store, subject: Any, predicate: NamedNode) -> list[Any]:
    return [quad.object for quad in store.quads_for_pattern(subject, predicate, None)]


def test_no_blank_nodes(release: Any) -> None:
    """Every resource of the descriptions has an IRI."""
    quads = (*release.described.catalogue, *release.described.void)
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_sizes_and_digests_are_those_of_the_files(release: Any, store: Store) -> None:
    """Each distribution tells the size, as DCAT-AP asks, and the SHA-256 of the file at its address."""
    distributions = [q.subject for q in store.quads_for_pattern(None, DCAT.downloadURL, None)]
    assert len(distributions) == _FILES
    for distribution in distributions:
        (address,) = _objects(store, distribution, DCAT.downloadURL)
        content = (release.folder / address.value.replace(_BASE + "dumps/latest", "dumps")).read_bytes()
        (size,) = _objects(store, distribution, DCAT.byteSize)
        assert (size.value, size.datatype) == (str(len(content)), XSD.integer)  # a store's xsd:integer
        (checksum,) = _objects(store, distribution, SPDX.checksum)
        (digest,) = _objects(store, checksum, SPDX.checksumValue)
        assert digest == Literal(hashlib.sha256(content).hexdigest(), datatype=XSD.hexBinary)


def test_files_keep_the_type_dcat_ap_asks_for(release: Any) -> None:
    """Catalogue files come from the statements, never from a store: sizes are nonNegativeInteger."""
    for suffix in ("ttl", "nt", "rdf", "jsonld"):
        content = (release.folder / f"catalog.{suffix}").read_text(encoding="utf-8")
        assert content.count("nonNegativeInteger") == _FILES


def test_graphs_that_introduce_themselves_are_datasets(store: Store) -> None:
    """A graph with a title is a dataset; code lists and shapes are one each; a nameless graph is none."""
    datasets = {term.value.removeprefix(_BASE) for term in _objects(store, _CATALOGUE, DCAT.dataset)}
    graphs = {"dataset/places", "id/profile/x-1/2025-02-11"}
    assert datasets == graphs | {"dataset/profiles", "dataset/codes", "dataset/shapes"}


def test_a_graph_s_own_words_win(store: Store) -> None:
    """Date and description come from the graph when it gives them, else from the build."""
    edition, places = NamedNode(_BASE + "id/profile/x-1/2025-02-11"), NamedNode(_BASE + "dataset/places")
    assert _objects(store, edition, DCT.modified) == [Literal("2025-02-11", datatype=XSD.date)]
    assert _objects(store, places, DCT.modified) == [Literal("2026-01-02", datatype=XSD.date)]
    assert Literal("Des lieux.", language="fr") in _objects(store, places, DCT.description)


def test_a_graph_file_holds_the_graph(release: Any) -> None:
    """The Turtle file of a part holds the statements of its graph and nothing else."""
    content = (release.folder / "dumps/dataset/places.ttl").read_bytes()
    told = next(g for g in release.manifest.graphs if g.iri == _BASE + "dataset/places")
    assert len(list(parse(content, format=RdfFormat.TURTLE))) == told.quads


@pytest.mark.parametrize(
    "predicate",
    [
        DCT.title, DCT.description, DCT.publisher, DCT.license, DCT.identifier, DCT.modified, DCT.language,
        DCT.spatial, DCT.temporal, DCT.accessRights, DCT.accrualPeriodicity, DCT.conformsTo, DCAT.keyword,
        DCAT.theme, DCAT.contactPoint, DCAT.landingPage, DCAT.version, DCAT.distribution,
    ],
    ids=lambda predicate: predicate.value,
)  # fmt: skip
def test_the_whole_dataset_is_fully_described(store: Store, predicate: NamedNode) -> None:
    """The dataset has what DCAT-AP 3.0.1 asks or recommends."""
    assert _objects(store, _ALL, predicate)


def test_the_period_is_that_of_the_data(store: Store) -> None:
    """Whole years, from the first start to the last end; harvesters want dates."""
    (period,) = _objects(store, _ALL, DCT.temporal)
    assert _objects(store, period, DCAT.startDate) == [Literal("2022-01-01", datatype=XSD.date)]
    assert _objects(store, period, DCAT.endDate) == [Literal("2026-12-31", datatype=XSD.date)]


def test_keywords_are_accepted_by_portals(store: Store) -> None:
    """CKAN refuses a dataset for a comma or an apostrophe in one keyword; 3 to 96 characters."""
    for keyword in _objects(store, None, DCAT.keyword):
        assert 3 <= len(keyword.value) <= 96
        assert all(character.isalnum() or character in " -_." for character in keyword.value)


def test_controlled_values_are_described(store: Store) -> None:
    """Every EU value that is used has a name and a list; those not used are left out."""
    eu = "http://publications.europa.eu/resource/authority/"
    used = {q.object for q in store if isinstance(q.object, NamedNode) and q.object.value.startswith(eu)}
    schemes = {q.object for q in store.quads_for_pattern(None, SKOS.inScheme, None)}
    for value in used - schemes:
        assert _objects(store, value, SKOS.prefLabel), value
        assert _objects(store, value, SKOS.inScheme), value
    described = {q.subject for q in store.quads_for_pattern(None, SKOS.inScheme, None)}
    assert described <= {q.object for q in store}


def test_the_publisher_and_the_service_are_described(store: Store) -> None:
    """Publisher and contact come from the settings; the service says what it serves and where."""
    (publisher,) = _objects(store, _CATALOGUE, DCT.publisher)
    assert _objects(store, publisher, FOAF.name) == [Literal("esslod")]
    services = _objects(store, _CATALOGUE, DCAT.service)
    endpoints = {term for service in services for term in _objects(store, service, DCAT.endpointURL)}
    assert {NamedNode(_BASE + path) for path in ("", "sparql", "oai")} <= endpoints
    for service in services:
        assert _objects(store, service, DCAT.servesDataset) == [_ALL]
        assert _objects(store, service, DCT.identifier) == [Literal(service.value)]


def test_void_counts_what_is_there(release: Any, store: Store) -> None:
    """Triples, subjects, classes and properties are those of the union of the graphs."""
    union = {line for group in release.frozen.lines.values() for line in group}
    (triples,) = _objects(store, _ALL, VOID.triples)
    assert int(triples.value) == len(union)
    (subjects,) = _objects(store, _ALL, VOID.distinctSubjects)
    assert int(subjects.value) == len({line.split()[0] for line in union})
    places = NamedNode(_BASE + "void#class-dct-Location")
    assert _objects(store, places, VOID.entities) == [Literal("2", datatype=XSD.integer)]
    labels = NamedNode(_BASE + "void#property-rdfs-label")
    (uses,) = _objects(store, labels, VOID.triples)
    assert int(uses.value) == sum(b"rdf-schema#label>" in line for line in union)


def test_void_dumps_exist(release: Any, store: Store) -> None:
    """Every dump that VoID announces is a file of the release."""
    for address in _objects(store, None, VOID.dataDump):
        assert (release.folder / address.value.replace(_BASE + "dumps/latest", "dumps")).is_file()


def _moved(quad: Quad, base: str) -> Quad:
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return Quad(*(rebase_term(term, base) for term in terms))  # type: ignore[arg-type]


def test_addresses_follow_the_site_s_base(dataset: Any, tmp_path: Path) -> None:
    """Under another base nothing of the catalogue is left under ours."""
    site = Site(
        folder=tmp_path,
        base_iri="https://example.com/ess/",
        publisher_iri="https://example.com/us",
        contact_page="https://example.com/contact",
    )
    staging = Staging(tmp_path / "release")
    quads = tuple(_moved(quad, site.base_iri) for quad in dataset.quads)
    frozen = freeze(Dataset(quads, {}), staging, site.addresses, "")
    describe(frozen, staging, site, date(2026, 1, 2))
    assert "w3id.org/esslod" not in (tmp_path / "release/catalog.nt").read_text(encoding="utf-8")
