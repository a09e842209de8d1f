"""Facts about the dumps of a release."""

from __future__ import annotations

import gzip
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from esslod.rdf.formats import RDF_SYNTAXES
from esslod.release.manifest import release_name


def test_every_syntax_plain_and_compressed(release: Any) -> None:
    """Six syntaxes, each plain and gzip, with the same content."""
    dumps = release.folder / "dumps"
    for syntax in RDF_SYNTAXES:
        plain = (dumps / f"esslod.{syntax.suffix}").read_bytes()
        assert plain
        assert gzip.decompress((dumps / f"esslod.{syntax.suffix}.gz").read_bytes()) == plain


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
