"""The points that data.europa.eu gives a distribution, out of 405 (its methodology for metadata quality).

A checker of our own, from the published table: the portal counts dataset by dataset, and takes the
score of a catalogue from its distributions; ours must have every point in the flavour it reads best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS
from rdflib.term import Node
from tests.conformance.official import (
    DCAT_AP_2,
    LISTS,
    codes,
    licences,
    media_types,
    of_corporate_body,
    results,
)

from esslod.config import load_site
from esslod.web.app import close, create_app

HIGHEST = 405
_IANA = "iana.org/assignments/media-types/"
Head = Callable[[str], int]


@dataclass(frozen=True)
class Known:
    """The vocabularies that data.europa.eu looks values up in, and what the shapes say of the catalogue."""

    formats: set[str]
    open: set[str]
    readable: set[str]
    media_types: set[str]
    licences: set[str]
    access: set[str]
    conforms: bool

    def media_type(self, value: Node | None) -> bool:
        return _IANA in str(value) and str(value).partition(_IANA)[2] in self.media_types


@pytest.fixture(scope="module")
def catalogue(published_site: Path) -> Graph:
    return Graph().parse(published_site / "releases/current/catalog-ap2.rdf")


@pytest.fixture(scope="module")
def known(catalogue: Graph) -> Known:
    assert LISTS.is_dir(), f"{LISTS} is missing: the EU's code lists"
    found = [result for result in results(catalogue, DCAT_AP_2) if not of_corporate_body(result)]
    machine = codes("edp-machine-readable-format.rdf")
    return Known(
        codes("filetypes-skos.rdf"), codes("edp-non-proprietary-format.rdf"), machine, media_types(),
        licences(), codes("access-right-skos.rdf"), not found,
    )  # fmt: skip


@pytest.fixture(scope="module")
def head(published_site: Path) -> Iterator[Head]:
    """The status of a HEAD on an address under the canonical base, answered by the site itself."""
    site = load_site(published_site, {})
    release = (published_site / "releases/current").resolve()
    app = create_app(release, published_site / "stores" / release.name, site)
    client: FlaskClient = app.test_client()

    def status(address: str) -> int:
        assert address.startswith(site.base_iri), address
        return client.head("/" + address.removeprefix(site.base_iri)).status_code

    yield status
    close(app)


def points(graph: Graph, dataset: Node, file: Node, known: Known, head: Head) -> dict[str, int]:
    """What one distribution of one dataset earns, metric by metric."""

    def has(subject: Node, *predicates: URIRef) -> bool:
        return any(graph.value(subject, predicate) is not None for predicate in predicates)

    access, download = graph.value(file, DCAT.accessURL), graph.value(file, DCAT.downloadURL)
    form, media = graph.value(file, DCTERMS["format"]), graph.value(file, DCAT.mediaType)
    in_lists = str(form) in known.formats and known.media_type(media)
    earned = {
        # Findability
        "keyword": 30 * has(dataset, DCAT.keyword),
        "theme": 30 * has(dataset, DCAT.theme),
        "spatial": 20 * has(dataset, DCTERMS.spatial),
        "temporal": 20 * has(dataset, DCTERMS.temporal),
        # Accessibility
        "access answers": 50 * (access is not None and head(str(access)) == 200),
        "download": 20 * (download is not None),
        "download answers": 30 * (download is not None and head(str(download)) == 200),
        # Interoperability
        "format": 20 * (form is not None),
        "media type": 10 * (media is not None),
        "both known": 10 * in_lists,
        "not proprietary": 20 * (str(form) in known.open),
        "machine-readable": 20 * (str(form) in known.readable),
        "DCAT-AP": 30 * known.conforms,
        # Reusability
        "licence": 20 * has(file, DCTERMS.license),
        "licence known": 10 * (str(graph.value(file, DCTERMS.license)) in known.licences),
        "access rights": 10 * has(dataset, DCTERMS.accessRights),
        "access rights known": 5 * (str(graph.value(dataset, DCTERMS.accessRights)) in known.access),
        "contact": 20 * has(dataset, DCAT.contactPoint),
        "publisher": 10 * has(dataset, DCTERMS.publisher),
        # Contextuality
        "rights": 5 * has(file, DCTERMS.rights),
        "size": 5 * has(file, DCAT.byteSize),
        "issued": 5 * has(file, DCTERMS.issued),
        "modified": 5 * has(file, DCTERMS.modified),
    }
    return {metric: int(value) for metric, value in earned.items()}


def test_the_worst_distribution_has_every_point(catalogue: Graph, known: Known, head: Head) -> None:
    """405 of 405 for each file of each dataset, in the flavour that data.europa.eu counts with."""
    told = [
        (str(file), points(catalogue, dataset, file, known, head))
        for dataset, file in catalogue.subject_objects(DCAT.distribution)
    ]
    assert len(told) > 50
    lacking = {file: [m for m, value in earned.items() if not value] for file, earned in told}
    assert {file: metrics for file, metrics in lacking.items() if metrics} == {}
    assert min(sum(earned.values()) for _, earned in told) == HIGHEST


def test_every_dataset_has_a_file(catalogue: Graph) -> None:
    """A dataset without distribution earns none of their points."""
    for dataset in catalogue.subjects(RDF.type, DCAT.Dataset):
        assert catalogue.value(dataset, DCAT.distribution), dataset


def test_a_lack_costs_its_points(catalogue: Graph, known: Known, head: Head) -> None:
    """The checker is alive: a dead link, an unknown licence and no theme are seen."""
    graph = Graph() + catalogue
    dataset, file = next(iter(graph.subject_objects(DCAT.distribution)))
    graph.set((file, DCAT.downloadURL, URIRef("https://w3id.org/esslod/dumps/latest/nothing.ttl")))
    graph.set((file, DCTERMS.license, URIRef("https://example.org/licence")))
    graph.remove((dataset, DCAT.theme, None))
    assert sum(points(graph, dataset, file, known, head).values()) == HIGHEST - 30 - 10 - 30
