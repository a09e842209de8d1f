"""Published versions of the vocabulary: kept word for word, and never claimed by another text."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from esslod.config import Site
from esslod.errors import AuthorError
from esslod.release.freeze import Frozen, freeze
from esslod.release.infer import Dataset
from esslod.release.staging import Staging
from esslod.release.versions import read_versions, write_versions
from esslod.sources.reading import files_of_site

BASE = "https://w3id.org/esslod/"
HEAD = """@base <https://w3id.org/esslod/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
FIRST = HEAD + '<def> a owl:Ontology ; owl:versionIRI <def/1.0.0> .\n<def#A> rdfs:label "A"@en .\n'
SECOND = FIRST.replace("1.0.0", "1.1.0") + '<def#B> rdfs:label "B"@en .\n'


def frozen_of(text: str, staging: Staging, site: Site) -> Frozen:
    """A release whose vocabulary is *text*."""
    graph = NamedNode(BASE + "def")
    quads = [Quad(q.subject, q.predicate, q.object, graph) for q in parse(text, RdfFormat.TURTLE)]
    return freeze(Dataset(tuple(quads), {}), staging, site.addresses, "settings")


def written(folder: Path, current: str, **past: str) -> Path:
    site, staging = Site(folder=folder), Staging(folder / "release")
    versions = {version.replace("v", "").replace("_", "."): text.encode() for version, text in past.items()}
    write_versions(versions, frozen_of(current, staging, site), staging, site)
    return staging.folder


def test_a_version_is_kept_beside_a_newer_vocabulary(tmp_path: Path) -> None:
    """The old one is a file of the release, with its own statements only; the same bytes each time."""
    folder = written(tmp_path, SECOND, v1_0_0=FIRST)
    kept = (folder / "def/1.0.0.nt").read_bytes()
    assert set(parse(kept, RdfFormat.N_TRIPLES)) == set(parse(FIRST, RdfFormat.TURTLE))
    assert (written(tmp_path, FIRST, v1_0_0=FIRST) / "def/1.0.0.nt").read_bytes() == kept


def test_a_published_version_is_not_rewritten(tmp_path: Path) -> None:
    """A vocabulary that still claims the number and says something else is refused."""
    with pytest.raises(AuthorError, match=r"no longer what was published as version 1\.0\.0"):
        written(tmp_path, FIRST.replace('"A"', '"changed"'), v1_0_0=FIRST)


@pytest.mark.parametrize("text", ["<def> <p> <q> .", "not turtle", FIRST.replace("def/1.0.0", "def/9.9.9")])
def test_a_file_must_be_the_version_it_is_named_after(tmp_path: Path, text: str) -> None:
    """What is no vocabulary of that version is refused, with its name."""
    with pytest.raises(AuthorError, match=r"ontology/versions/1\.0\.0\.ttl"):
        written(tmp_path, SECOND, v1_0_0=text)


def test_versions_are_no_sources(tmp_path: Path) -> None:
    """They are read apart: two versions of a term in one dataset would contradict each other."""
    folder = tmp_path / "ontology/versions"
    folder.mkdir(parents=True)
    (folder / "1.0.0.ttl").write_text(FIRST, encoding="utf-8")
    (tmp_path / "ontology/esslod.ttl").write_text(SECOND, encoding="utf-8")
    assert read_versions(tmp_path) == {"1.0.0": FIRST.encode()}
    assert [found.name for found in files_of_site(tmp_path)] == ["ontology/esslod.ttl"]
