"""A small dataset, frozen and described, for the tests of the release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from esslod import __version__
from esslod.config import Site
from esslod.release.describe import Described, describe
from esslod.release.freeze import Frozen, freeze
from esslod.release.infer import Dataset
from esslod.release.library import Library
from esslod.release.manifest import LAYOUT, Manifest
from esslod.release.staging import Staging

BASE = "https://w3id.org/esslod/"
TODAY = date(2026, 1, 2)

GRAPHS = {
    "dataset/places": """
        <dataset/places> rdfs:label "Lieux"@fr , "Places"@en ;
            dct:description "Des lieux."@fr , "Places."@en .
        <id/place/1> a dct:Location ; rdfs:label "Ville « é »"@fr ; dct:extent 12 .
        <id/place/2> a dct:Location ; rdfs:label "Bourg"@fr .""",
    "id/profile/x-1/2025-02-11": """
        <id/profile/x-1/2025-02-11> rdfs:label "Profil"@fr , "Profile"@en ;
            dct:modified "2025-02-11"^^xsd:date ;
            dct:spatial <id/place/1> .
        <id/period/1> dcat:startDate "2022"^^xsd:gYear ; dcat:endDate "2026"^^xsd:gYear .""",
    "dataset/nameless": "<id/place/3> rdfs:label 'sans titre'@fr .",
    "shapes/small": '<shapes#A> <http://www.w3.org/ns/shacl#in> ( "a" "b" ) .',
    "code/level": '<code/level> <http://www.w3.org/2004/02/skos/core#prefLabel> "Niveau"@fr .',
}
_PREFIXES = """@base <https://w3id.org/esslod/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def quads_of(text: str, graph: str) -> tuple[Quad, ...]:
    """The statements of Turtle *text* (prefixes given) in the graph at path *graph*."""
    triples = parse(_PREFIXES + text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    return tuple(Quad(q.subject, q.predicate, q.object, NamedNode(BASE + graph)) for q in triples)


@dataclass(frozen=True)
class Made:
    """A release in its folder, not sealed."""

    site: Site
    folder: Path
    frozen: Frozen
    described: Described
    manifest: Manifest


@pytest.fixture
def dataset() -> Dataset:
    quads = tuple(quad for path, text in GRAPHS.items() for quad in quads_of(text, path))
    return Dataset(quads, {BASE + path: f"{path}.ttl" for path in GRAPHS})


@pytest.fixture
def make(dataset: Dataset) -> Callable[..., Made]:
    """Make a release in *folder*; *extra* is Turtle added to ``dataset/places``."""

    def made(folder: Path, extra: str = "", today: date = TODAY) -> Made:
        site = Site(folder=folder)
        staging = Staging(folder)
        quads = dataset.quads + quads_of(extra, "dataset/places")
        frozen = freeze(Dataset(quads, dataset.origins), staging, site.addresses, "settings")
        described = describe(frozen, staging, site, today)
        manifest = Manifest(
            layout=LAYOUT,
            software=__version__,
            name=frozen.name,
            date=today.isoformat(),
            base_iri=site.base_iri,
            digest=frozen.digest,
            sources_digest="sources",
            quads=frozen.quads,
            graphs=frozen.graphs,
            files=tuple(sorted(staging.files, key=lambda entry: entry.path)),
            settings="settings",
        )
        staging.finish(manifest)
        return Made(site, folder, frozen, described, manifest)

    return made


@pytest.fixture
def release(make: Callable[..., Made], tmp_path: Path) -> Made:
    return make(tmp_path / "release")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/releases").mkdir()
    (tmp_path / "site/stores").mkdir()
    return Library(tmp_path / "site/releases", tmp_path / "site/stores")


@pytest.fixture
def publish(make: Callable[..., Made], library: Library) -> Callable[..., str]:
    """Seal and publish a release that differs from the others by *label*; its name."""

    def published(label: str, today: date = TODAY) -> str:
        made = make(library.staging, f'<id/place/9> rdfs:label "{label}"@fr .', today)
        library.seal(made.folder, made.manifest.name)
        library.publish(made.manifest.name)
        return made.manifest.name

    return published
