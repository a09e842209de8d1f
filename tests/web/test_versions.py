"""A published version of the vocabulary answers for ever the same; the current one is asked about again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse

from esslod.addresses import CANONICAL_BASE
from esslod.config import Site
from esslod.rdf.formats import JSON_LD, RDF_SYNTAXES
from esslod.release.manifest import MANIFEST, FileEntry, read_manifest
from esslod.web.app import create_app

PAST = """<https://w3id.org/esslod/def> <http://www.w3.org/2002/07/owl#versionInfo> "0.0.9" .
<https://w3id.org/esslod/def#Old> <http://www.w3.org/2000/01/rdf-schema#label> "ancien"@fr .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, library: Path, site: Site, app) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("versions") / "0123456789ab"
    (folder / "def").mkdir(parents=True)
    (folder / "def/0.0.9.nt").write_text(PAST, encoding="utf-8")
    digest = hashlib.sha256(PAST.encode()).hexdigest()
    entry = FileEntry("def/0.0.9.nt", "version", "application/n-triples", len(PAST), digest, "nt")
    manifest = replace(read_manifest(library / "0123456789ab"), files=(entry,))
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    engine = app.extensions["esslod.shelf"].take().engine
    made = create_app(folder, library, site, open_engine=lambda store, site: engine)
    yield made.test_client()


GRAPH_SYNTAXES = [syntax for syntax in RDF_SYNTAXES if syntax is not JSON_LD]


@pytest.mark.parametrize("syntax", GRAPH_SYNTAXES, ids=lambda syntax: syntax.name)
def test_a_version_says_what_it_said(client: FlaskClient, syntax) -> None:
    """Its own statements and no other, in every format, kept for ever."""
    answer = client.get(f"/def/0.0.9.{syntax.suffix}")
    assert answer.status_code == 200
    assert {Quad(*q.triple) for q in parse(answer.data, syntax.rdf)} == set(parse(PAST, RdfFormat.N_TRIPLES))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_version_has_a_page(client: FlaskClient) -> None:
    """People can read it too; the frame of the page changes, so that one is asked about again."""
    answer = client.get("/def/0.0.9", headers={"Accept": "text/html"})
    assert "ancien" in answer.text
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_the_current_version_is_not_immutable(client: FlaskClient) -> None:
    """Before a version is published its text may change: its address is asked about again."""
    answer = client.get("/def/0.1.0.ttl")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert f"<{CANONICAL_BASE}def>" in answer.text
    assert client.get("/def/0.0.8").status_code == 404


def test_the_vocabulary_tells_what_changed(client: FlaskClient) -> None:
    """Its page lists the versions, each with the terms that came, went or changed since the one before."""
    page = client.get("/def?lang=fr", headers={"Accept": "text/html"}).text
    history = page.partition('id="-history"')[2]
    assert history.index("Version 0.1.0") < history.index("Version 0.0.9")
    assert 'href="/def/0.0.9?lang=fr"' in history
    assert "Terme retiré\u00a0: " in history
    assert ">ancien<" in history
