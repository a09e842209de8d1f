"""Facts about verification: every damage is named, and a sound release is called sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from esslod.errors import DamagedRelease
from esslod.release.library import Library
from esslod.release.store import ensure_store
from esslod.release.verify import compare, verify


@pytest.fixture
def sealed(library: Library, publish: Any) -> Path:
    return library.release(publish("a"))


def _found(folder: Path) -> set[tuple[str, str]]:
    return {(problem.kind, problem.subject) for problem in verify(folder).problems}


def test_a_sound_release(library: Library, sealed: Path) -> None:
    """Nothing wrong, everything looked at but the signature that it has not."""
    verdict = verify(sealed, ensure_store(library, sealed))
    assert verdict.sound
    assert verdict.checked == ("files", "graphs", "identity", "store")
    assert verdict.unchecked == ("signature: the release is not signed",)
    assert verdict.files == len([p for p in sealed.rglob("*") if p.is_file()]) - 2


def test_what_was_not_looked_at_is_said(sealed: Path) -> None:
    """Without an index, the verdict says that the index was not checked."""
    assert any(reason.startswith("store") for reason in verify(sealed).unchecked)


@pytest.mark.parametrize(
    "path",
    [
        "dumps/esslod.ttl",
        "dumps/esslod.nq",
        "dumps/esslod.rdf.gz",
        "dumps/esslod.jelly",
        "catalog.jsonld",
        "void.nt",
    ],
)
def test_one_flipped_bit_is_named(path: str, sealed: Path) -> None:
    """Any changed byte of any file is found, and the file is named."""
    content = bytearray((sealed / path).read_bytes())
    content[len(content) // 2] ^= 1
    (sealed / path).write_bytes(content)
    assert ("changed", path) in _found(sealed)


def test_a_changed_dump_changes_the_graph_too(sealed: Path) -> None:
    """A changed literal in the N-Quads dump is told of the file, its graph and the dataset."""
    dump = sealed / "dumps/esslod.nq"
    dump.write_bytes(dump.read_bytes().replace(b"Bourg", b"Ville"))
    found = _found(sealed)
    assert ("changed", "dumps/esslod.nq") in found
    assert ("graph", "https://w3id.org/esslod/dataset/places") in found


def test_a_missing_file(sealed: Path) -> None:
    """A missing file is named."""
    (sealed / "dumps/esslod.trig").unlink()
    assert _found(sealed) == {("missing", "dumps/esslod.trig")}


def test_an_extra_file(sealed: Path) -> None:
    """A file that the manifest does not list is named, hidden ones and links too."""
    (sealed / "dumps/.extra").write_text("x")
    (sealed / "link").symlink_to("nowhere")
    assert _found(sealed) == {("extra", "dumps/.extra"), ("extra", "link")}


def test_a_dump_that_is_no_nquads(sealed: Path) -> None:
    """A dump that cannot be parsed is a problem, not a traceback."""
    (sealed / "dumps/esslod.nq").write_text("not quads")
    assert {"changed", "unreadable"} <= {kind for kind, _ in _found(sealed)}


def test_a_forged_manifest(sealed: Path) -> None:
    """Changing a file and its digest in the manifest still disagrees with the sums and the name."""
    manifest = json.loads((sealed / "manifest.json").read_text())
    manifest["digest"] = "0" * 64
    (sealed / "manifest.json").write_text(json.dumps(manifest))
    assert {"sums", "identity", "graph"} <= {kind for kind, _ in _found(sealed)}


def test_a_wrong_graph_digest(sealed: Path) -> None:
    """A manifest that says another digest of a graph is told of that graph."""
    manifest = json.loads((sealed / "manifest.json").read_text())
    manifest["graphs"][0]["digest"] = "0" * 64
    (sealed / "manifest.json").write_text(json.dumps(manifest))
    assert ("graph", manifest["graphs"][0]["iri"]) in _found(sealed)


def test_a_renamed_folder(library: Library, sealed: Path) -> None:
    """A release under another release's name is told."""
    other = sealed.rename(library.folder / ("0" * 12))
    assert _found(other) == {("identity", sealed.name)}


def test_an_index_of_another_release(library: Library, publish: Any) -> None:
    """An index made of other files is a problem of the index."""
    one, two = library.release(publish("a")), library.release(publish("b"))
    verdict = verify(one, ensure_store(library, two))
    assert {problem.kind for problem in verdict.problems} == {"store"}


@pytest.mark.parametrize("text", ["", "{}", "[1]", "{"])
def test_a_damaged_manifest_ends_verification(text: str, sealed: Path) -> None:
    """Without a manifest nothing can be said: DamagedRelease, which the command line explains."""
    (sealed / "manifest.json").write_text(text)
    with pytest.raises(DamagedRelease):
        verify(sealed)


def test_comparing_with_a_rebuild(make: Any, tmp_path: Path) -> None:
    """Rebuilt files that differ, are new or are missing are named; equal ones give no problem."""
    one, two = make(tmp_path / "1"), make(tmp_path / "2")
    verdict = compare(verify(one.folder), one.folder, two.folder)
    assert verdict.sound
    assert "reproduction" in verdict.checked
    (two.folder / "void.nt").write_text("x")
    (two.folder / "catalog.nt").unlink()
    (two.folder / "new").write_text("x")
    found = compare(verify(one.folder), one.folder, two.folder).problems
    assert [problem.subject for problem in found] == ["catalog.nt", "new", "void.nt"]
