"""Each flavour of the catalogue against the official shapes of DCAT-AP, and what harvesters need besides."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import parse
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS, XSD
from tests.conformance.official import DCAT_AP_2, DCAT_AP_3, EU, SHAPES, of_corporate_body, results, summary

SPDX = "http://spdx.org/rdf/terms#"
#: rdflib's DCAT is that of 2014.
HAS_VERSION, IS_VERSION_OF, VERSION, CURRENT = (
    URIRef(f"{DCAT}{name}") for name in ("hasVersion", "isVersionOf", "version", "hasCurrentVersion")
)


@pytest.fixture(scope="module", autouse=True)
def _standards_are_there() -> None:
    """The official files are outside the project: without them nothing here is shown."""
    assert SHAPES.is_dir(), f"{SHAPES} is missing: fetch the releases of SEMICeu/DCAT-AP"


@pytest.fixture(scope="module")
def release(published_site: Path) -> Path:
    return (published_site / "releases/current").resolve()


def read(file: Path) -> Graph:
    return Graph().parse(file)


def test_the_catalogue_is_dcat_ap_3(release: Path) -> None:
    """No violation and no warning of DCAT-AP 3.0.1, but that no local authority is an EU corporate body."""
    found = results(read(release / "catalog.ttl"), DCAT_AP_3)
    assert summary(result for result in found if not of_corporate_body(result)) == {}
    assert any(map(of_corporate_body, found)), "the code lists were not looked at"


def test_the_older_flavour_is_dcat_ap_2(release: Path) -> None:
    """No violation and no warning of DCAT-AP 2.1.1, with which data.europa.eu counts, but the same."""
    found = results(read(release / "catalog-ap2.rdf"), DCAT_AP_2)
    assert summary(result for result in found if not of_corporate_body(result)) == {}
    assert any(map(of_corporate_body, found)), "the code lists were not looked at"


@pytest.mark.parametrize("name", ["catalog", "catalog-ap2"])
def test_every_format_says_the_same(release: Path, name: str) -> None:
    """What is shown of one file of a flavour holds for the others."""
    files = [file for file in release.glob(f"{name}.*") if file.suffix != ".gz"]
    assert len(files) == (6 if name == "catalog" else 2)
    said = [{quad.triple for quad in parse(path=file)} for file in files]
    assert all(triples == said[0] for triples in said)


def test_the_flavour_of_data_gouv_is_dcat_ap_but_for_checksums(release: Path) -> None:
    """udata wants checksums as plain texts, with the algorithm's http IRI; all else is DCAT-AP 3.0.1."""
    found = results(read(release / "catalog-datagouv.ttl"), DCAT_AP_3)
    left = [result for result in found if not of_corporate_body(result)]
    assert {(result.path, result.component) for result in left} == {
        (f"{SPDX}checksumValue", "DatatypeConstraintComponent"),
        (f"{SPDX}algorithm", "NodeConstraintComponent"),
    }


def test_the_shapes_do_find_faults(release: Path) -> None:
    """A catalogue without titles, and sizes of another type, are refused: the checks are alive."""
    graph = read(release / "catalog.ttl")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    graph.remove((catalogue, DCTERMS.title, None))
    distribution = next(graph.subjects(DCAT.byteSize, None))
    graph.set((distribution, DCAT.byteSize, Literal("1", datatype=XSD.string)))
    paths = {result.path for result in results(graph, DCAT_AP_3[:2]) if result.severity == "Violation"}
    assert {str(DCTERMS.title), str(DCAT.byteSize)} <= paths


def test_checksums_are_as_each_portal_reads_them(release: Path) -> None:
    """hexBinary with the https algorithm; plain text with the http one for udata; none in DCAT-AP 2."""
    value, algorithm = URIRef(f"{SPDX}checksumValue"), URIRef(f"{SPDX}algorithm")
    main, datagouv, older = (read(release / f"catalog{name}.ttl") for name in ("", "-datagouv", "-ap2"))
    assert {term.datatype for term in main.objects(None, value)} == {XSD.hexBinary}
    assert {str(term) for term in main.objects(None, algorithm)} == {
        "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"
    }
    assert {term.datatype for term in datagouv.objects(None, value)} == {None}
    assert {str(term) for term in datagouv.objects(None, algorithm)} == {f"{SPDX}checksumAlgorithm_sha256"}
    assert not list(older.objects(None, value))


def test_sizes_are_as_each_version_of_the_profile_wants_them(release: Path) -> None:
    """nonNegativeInteger in DCAT-AP 3, decimal in DCAT-AP 2."""
    sizes = {
        name: {term.datatype for term in read(release / f"catalog{name}.ttl").objects(None, DCAT.byteSize)}
        for name in ("", "-ap2")
    }
    assert sizes == {"": {XSD.nonNegativeInteger}, "-ap2": {XSD.decimal}}


def test_periods_are_blank_nodes_with_days_for_udata(release: Path) -> None:
    """udata fetches the IRI of a period, and loses it; a year alone becomes a day of this year."""
    graph = read(release / "catalog-datagouv.ttl")
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        (period,) = graph.objects(dataset, DCTERMS.temporal)
        assert isinstance(period, BNode)
        for bound in (DCAT.startDate, DCAT.endDate):
            assert [term.datatype for term in graph.objects(period, bound)] == [XSD.date]


def test_every_flavour_lists_the_same_datasets(release: Path) -> None:
    """A dataset absent from one answer would be deleted by the portal that reads it."""
    listed = [
        set(read(release / file).objects(None, DCAT.dataset))
        for file in ("catalog.ttl", "catalog.rdf", "catalog-datagouv.ttl", "catalog-ap2.rdf")
    ]
    assert len(listed[0]) > 8
    assert all(datasets == listed[0] for datasets in listed)


def test_every_dataset_and_service_has_its_identifier(release: Path) -> None:
    """One literal each, unique: data.gouv.fr's key; CKAN's is the IRI."""
    graph = read(release / "catalog.ttl")
    described = [n for kind in (DCAT.Dataset, DCAT.DataService) for n in graph.subjects(RDF.type, kind)]
    identifiers = [str(term) for node in described for term in graph.objects(node, DCTERMS.identifier)]
    assert len(identifiers) == len(set(identifiers)) == len(described)


def test_a_profile_is_a_series_of_versions(release: Path) -> None:
    """A profile has its versions and its current one; a version says of what, and which one it is."""
    graph = read(release / "catalog.ttl")
    pairs = list(graph.subject_objects(HAS_VERSION))
    assert pairs
    for series, version in pairs:
        assert (version, IS_VERSION_OF, series) in graph
        assert graph.value(version, VERSION)
        (current,) = graph.objects(series, CURRENT)
        assert set(graph.objects(series, DCAT.distribution)) == set(graph.objects(current, DCAT.distribution))


def test_every_dataset_has_a_record(release: Path) -> None:
    """The record says since when the catalogue lists the dataset, and since when as it is."""
    graph = read(release / "catalog.ttl")
    topics = sorted(graph.objects(None, FOAF.primaryTopic))
    assert topics == sorted(set(graph.objects(None, DCAT.dataset)))


def test_no_label_hides_an_iri(release: Path) -> None:
    """CKAN and udata store an rdfs:label instead of the IRI; file types alone need one."""
    graph = read(release / "catalog.ttl")
    labelled = set(graph.subjects(URIRef("http://www.w3.org/2000/01/rdf-schema#label"), None))
    assert {str(node).startswith(f"{EU}file-type/") for node in labelled} == {True}


def test_shapes_and_boxes_have_no_coordinate_system(release: Path) -> None:
    """With the prefix that says which, udata and CKAN drop the place."""
    graph = read(release / "catalog.ttl")
    boxes = [*graph.objects(None, DCAT.bbox), *graph.objects(None, DCAT.centroid)]
    assert boxes
    assert all(str(box).startswith(("POLYGON((", "POINT(")) for box in boxes)


def test_themes_have_french_names(release: Path) -> None:
    """They become tags on data.gouv.fr."""
    graph = read(release / "catalog-datagouv.ttl")
    for theme in set(graph.objects(None, DCAT.theme)):
        assert "fr" in {label.language for label in graph.objects(theme, SKOS.prefLabel)}
