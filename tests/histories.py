"""Releases small enough to be written by hand, with what the history needs of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from esslod.config import Site
from esslod.rdf.canonical import canonical, graph_digest, quad_lines
from esslod.rdf.canonical import document as text_of
from esslod.release import ldes
from esslod.release.library import Library
from esslod.release.manifest import LAYOUT, GraphEntry, Manifest, release_name
from esslod.release.publication import publish

BASE = "https://w3id.org/esslod/"
Graphs = Mapping[str, str]

_PREFIXES = """@base <https://w3id.org/esslod/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def make_release(folder: Path, graphs: Graphs, titles: Mapping[str, str]) -> Path:
    """A release of *graphs* (path → Turtle) whose catalogue lists a dataset for each of *titles*."""
    quads = [
        Quad(t.subject, t.predicate, t.object, NamedNode(BASE + graph))
        for graph, text in graphs.items()
        for t in parse(_PREFIXES + text, RdfFormat.TURTLE, rename_blank_nodes=True)
    ]
    lines = canonical(quads)
    dump = text_of(quad_lines(lines))
    digest = hashlib.sha256(dump).hexdigest()
    settings = json.dumps(dict(titles))
    name = release_name(BASE, settings, digest, "0")
    catalogue = "".join(
        f'<catalog> dcat:dataset <{path}> . <{path}> a dcat:Dataset ; dct:title "{title}"@fr ; '
        f'dct:publisher <id/us> ; dct:modified "{name}" . <id/us> dct:title "Nous" .'
        for path, title in titles.items()
    )
    described = canonical(Quad(*t.triple) for t in parse(_PREFIXES + catalogue, RdfFormat.TURTLE))
    (folder / name / "dumps").mkdir(parents=True)
    (folder / name / "dumps/esslod.nq").write_bytes(dump)
    (folder / name / "catalog.nt").write_bytes(text_of(described.get("", ())))
    entries = tuple(GraphEntry(iri, len(group), graph_digest(group)) for iri, group in lines.items())
    manifest = Manifest(
        LAYOUT, "0", name, "2026-01-02", BASE, digest, "s", len(quads), entries, (), settings=settings
    )
    (folder / name / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    return folder / name


_PLACES = '<dataset/places> rdfs:label "Lieux"@fr , "Places"@en . '
ONE: Graphs = {
    "dataset/places": _PLACES + '<id/place/1> rdfs:label "Ici"@fr .',
    "shapes/small": '<shapes#A> sh:in ( "a" "b" ) .',
    "shapes/other": '<shapes#B> sh:in ( "c" ) .',
}
#: A place renamed, a graph added, a graph gone.
TWO: Graphs = {
    "dataset/places": _PLACES + '<id/place/1> rdfs:label "Là"@fr .',
    "shapes/small": ONE["shapes/small"],
    "id/profile/x/2026-01-01": '<id/profile/x/2026-01-01> rdfs:label "Profil \\"é\\"\\n"@fr .',
}
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def tell_a_story(releases: Path, most: int) -> Library:
    """Three publications, a day apart, in the folder *releases*; pages hold *most* members."""
    library = Library(releases, releases.parent / "stores")
    library.stores.mkdir(parents=True)
    story = (
        (ONE, {"dataset/x": "X", "dataset/y": "Y"}),
        (TWO, {"dataset/x": "X"}),
        ({**ONE, **TWO}, {"dataset/x": "X", "dataset/z": "Z"}),
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ldes, "PAGE_MEMBERS", most)
        for day, (graphs, titles) in enumerate(story):
            made = make_release(releases, graphs, titles)
            publish(library, made, Site(folder=releases.parent), NOON + timedelta(days=day))
    return library
