"""Facts about the dumps of a release."""

from __future__ import annotations

import gzip
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import zstandard
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse
from tests.release.conftest import BASE, quads_of

from esslod.addresses import Addresses
from esslod.rdf.canonical import canonical, graph_digest
from esslod.rdf.formats import DUMPED, RDF_SYNTAXES
from esslod.release.freeze import Frozen, freeze, write_part
from esslod.release.infer import Dataset
from esslod.release.manifest import release_name
from esslod.release.staging import Staging


def test_every_syntax_plain_and_compressed(release: Any) -> None:
    """Seven syntaxes, each plain, gzip and zstd, with the same content."""
    dumps = release.folder / "dumps"
    for syntax in DUMPED:
        plain = (dumps / f"esslod.{syntax.suffix}").read_bytes()
        assert plain
        assert gzip.decompress((dumps / f"esslod.{syntax.suffix}.gz").read_bytes()) == plain
        packed = (dumps / f"esslod.{syntax.suffix}.zst").read_bytes()
        assert zstandard.ZstdDecompressor().decompress(packed) == plain
        frame = zstandard.get_frame_parameters(packed)
        assert (frame.content_size, frame.has_checksum) == (len(plain), True)


def test_every_graph_has_its_files(release: Any) -> None:
    """In every syntax, at the path of its IRI, Turtle first; code lists and shapes too."""
    assert set(release.frozen.parts) == {graph.iri for graph in release.manifest.graphs}
    for graph, files in release.frozen.parts.items():
        path = "dumps/" + graph.removeprefix(release.manifest.base_iri)
        assert [file.path for file in files] == [f"{path}.{syntax.suffix}" for syntax in DUMPED]
        assert all(release.manifest.file(file.path) == file for file in files)


def test_the_sum_of_a_graphs_ntriples_is_its_digest(release: Any) -> None:
    """So anyone can check one graph with sha256sum, blank nodes or not."""
    for graph in release.manifest.graphs:
        path = "dumps/" + graph.iri.removeprefix(release.manifest.base_iri) + ".nt"
        assert hashlib.sha256((release.folder / path).read_bytes()).hexdigest() == graph.digest


def test_every_file_of_a_graph_says_the_same(release: Any) -> None:
    """The engine reads back the same statements from every syntax; those with graphs name theirs."""
    for graph in release.manifest.graphs:
        path = release.folder / "dumps" / graph.iri.removeprefix(release.manifest.base_iri)
        for syntax in RDF_SYNTAXES:
            quads = list(parse(Path(f"{path}.{syntax.suffix}").read_bytes(), format=syntax.rdf))
            assert {quad.graph_name for quad in quads} == {
                NamedNode(graph.iri) if syntax.graphs else DefaultGraph()
            }
            (lines,) = canonical(Quad(*quad.triple) for quad in quads).values()
            assert graph_digest(lines) == graph.digest, (graph.iri, syntax.name)


def test_large_parts_are_kept_compressed(make: Any, tmp_path: Path) -> None:
    """HTTP compresses the small ones on the way; of the large ones the build has done it."""
    text = " ".join(f'<id/place/n{n}> rdfs:label "Commune numéro {n}"@fr .' for n in range(1200))
    large = make(tmp_path / "large", text).frozen.parts["https://w3id.org/esslod/dataset/places"]
    for file in large:
        packed = {other.compression for other in large if other.path.startswith(f"{file.path}.")}
        assert packed == ({"gzip", "zstd"} if file.size >= 65_536 and not file.compression else set())
    assert any(file.compression for file in large)


def test_what_has_not_changed_has_the_same_bytes(make: Any, tmp_path: Path) -> None:
    """From one release to the next, the files of every other graph keep their address and content."""
    one = make(tmp_path / "1").frozen
    two = make(tmp_path / "2", '<id/place/9> rdfs:label "nouveau"@fr .').frozen
    changed = {graph for graph in one.parts if one.parts[graph] != two.parts[graph]}
    assert changed == {"https://w3id.org/esslod/dataset/places"}
    assert {file.path for file in one.dumps} == {file.path for file in two.dumps}


def test_blank_nodes_of_a_graph_do_not_depend_on_the_others(tmp_path: Path) -> None:
    """Another graph with blank nodes changes their labels in the whole, not in the graph's own files."""
    addresses = Addresses(BASE)

    def frozen(folder: str, *shapes: str) -> Frozen:
        quads = tuple(quad for path in shapes for quad in quads_of(f"<{path}#A> rdfs:seeAlso [] .", path))
        return freeze(Dataset(quads, {}), Staging(tmp_path / folder), addresses, "settings")

    one, two = frozen("1", "shapes/b"), frozen("2", "shapes/a", "shapes/b", "shapes/c")
    assert one.parts[f"{BASE}shapes/b"] == two.parts[f"{BASE}shapes/b"]


def test_a_dataset_made_of_several_graphs(release: Any, tmp_path: Path) -> None:
    """It gets files like those of a graph, which keep the graphs apart where the syntax can."""
    groups = {graph: lines for graph, lines in release.frozen.lines.items() if "/dataset/" in graph}
    staging, addresses = Staging(tmp_path / "staged"), Addresses(BASE)
    files = write_part(f"{BASE}dataset/both", groups, release.frozen, staging, addresses)
    assert [file.path for file in files] == [f"dumps/dataset/both.{syntax.suffix}" for syntax in DUMPED]
    quads = parse((tmp_path / "staged/dumps/dataset/both.nq").read_bytes(), format=RdfFormat.N_QUADS)
    assert canonical(quads) == groups
    known = write_part(next(iter(groups)), groups, release.frozen, staging, addresses)
    assert known == release.frozen.parts[next(iter(groups))]


def test_compressed_files_tell_no_time(release: Any) -> None:
    """A gzip header without name, time or system (RFC 1952 §2.3): the same bytes tomorrow."""
    header = (release.folder / "dumps/esslod.ttl.gz").read_bytes()[:10]
    assert header == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def test_digest_is_the_sum_of_the_nquads_dump(release: Any) -> None:
    """Anyone can check a release's digest with sha256sum on one file."""
    content = (release.folder / "dumps/esslod.nq").read_bytes()
    assert release.manifest.digest == hashlib.sha256(content).hexdigest()


def test_name_comes_from_content_not_from_the_day(release: Any) -> None:
    """Base, settings, data and software make the name; the date does not."""
    manifest = release.manifest
    base, digest, software = manifest.base_iri, manifest.digest, manifest.software
    assert manifest.name == release_name(base, "settings", digest, software)
    others = {
        release_name("https://example.com/", "settings", digest, software),
        release_name(base, "other", digest, software),
        release_name(base, "settings", "0" * 64, software),
        release_name(base, "settings", digest, "9.9"),
    }
    assert len(others | {manifest.name}) == 5


def test_graphs_are_listed_with_size_digest_and_source(release: Any) -> None:
    """Every graph is in the manifest, sorted by IRI, with the file it comes from."""
    graphs = release.manifest.graphs
    assert [graph.iri for graph in graphs] == sorted(graph.iri for graph in graphs)
    assert sum(graph.quads for graph in graphs) == release.manifest.quads
    assert all(graph.source and len(graph.digest) == 64 for graph in graphs)


def test_same_content_same_bytes(make: Any, tmp_path: Path) -> None:
    """The date is in the descriptions only: dumps of two days are the same."""
    one, two = make(tmp_path / "1"), make(tmp_path / "2", today=date(2027, 1, 1))
    assert one.frozen.dumps == two.frozen.dumps
    assert one.manifest.name == two.manifest.name
