"""Facts about the whole build, on a small site and with gates that tests can close."""

from __future__ import annotations

import filecmp
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from esslod.build import Outcome, build, check
from esslod.config import Site
from esslod.errors import AuthorError, InvalidSources, NoRelease, OperatorError, UnwritableLibrary
from esslod.release.manifest import read_manifest
from esslod.release.signature import read_public_key
from esslod.validation.report import Fault, Place, Report, Text

TODAY = date(2026, 1, 2)

_FILES = {
    "ontology/esslod.ttl": '<def> rdfs:label "Vocabulaire"@fr , "Vocabulary"@en .',
    "ontology/rules/part.rq": "PREFIX dct: <http://purl.org/dc/terms/>\n"
    "CONSTRUCT { ?whole dct:hasPart ?part } WHERE { ?part dct:isPartOf ?whole }\n",
    "shapes/small.ttl": '<shapes#A> <http://www.w3.org/ns/shacl#in> ( "a" "b" ) .',
    "data/places.ttl": """<dataset/places> rdfs:label "Lieux"@fr , "Places"@en .
        <id/place/1> a dct:Location ; rdfs:label "Ville"@fr .""",
    "data/territories/x-1/2025-02-11.ttl": """
        <id/profile/x-1/2025-02-11> rdfs:label "Profil"@fr , "Profile"@en .
        <id/place/2> dct:isPartOf <id/profile/x-1/2025-02-11> .""",
    "queries/all.rq": "SELECT * WHERE { <https://w3id.org/esslod/id/place/1> ?p ?o }\n",
}
_PREFIXES = """@base <https://w3id.org/esslod/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""

#: Open gates for this process and for the ones that tests start: these facts are not about SHACL.
_OPEN_GATES = """
import sys, types
from esslod.validation.report import Report
gate, render = types.ModuleType("esslod.validation.gate"), types.ModuleType("esslod.validation.render")
gate.judge = lambda sources, today, addresses: Report(checked=tuple(f.file for f in sources.files))
gate.judge_quads = lambda quads, shapes, today, base: Report()
render.turtle = lambda report: "# " + " ".join(report.checked) + "\\n"
render.json_text = lambda report: "{}\\n"
sys.modules.update({gate.__name__: gate, render.__name__: render})
"""


def _write_site(folder: Path) -> Path:
    for name, text in _FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((_PREFIXES if file.suffix == ".ttl" else "") + text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def gates(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Both gates open; the module whose ``judge`` and ``judge_quads`` a test may replace."""
    names = ("esslod.validation.gate", "esslod.validation.render")
    room: dict[str, Any] = {}
    before = {name: sys.modules.get(name) for name in names}
    exec(_OPEN_GATES, room)
    stand_ins = {name: sys.modules[name] for name in names}
    for name in names:
        sys.modules.pop(name)
        if before[name] is not None:
            sys.modules[name] = before[name]
        monkeypatch.setitem(sys.modules, name, stand_ins[name])
    return stand_ins[names[0]]


@pytest.fixture
def small(tmp_path: Path) -> Site:
    return Site(folder=_write_site(tmp_path / "small"))


def _edit(site: Site, before: str, after: str) -> None:
    file = site.folder / "data/places.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def _refusal() -> Report:
    text = Text("faux", "wrong")
    return Report((Fault(Place("data/places.ttl", 4), "violation", "rule:x", text, text, text),))


def _tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _same(one: Path, two: Path) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    paths = _tree(one)
    match, different, errors = filecmp.cmpfiles(one, two, list(paths), shallow=False)
    return paths == _tree(two) and len(match) == len(paths) and not different and not errors


def test_the_story(small: Site) -> None:
    """One build: every step in order, a release, its index, and ``current`` pointing to it."""
    heard: list[str] = []
    outcome = build(small, TODAY, heard.append)
    steps = ["load", "gate 1", "infer", "freeze", "tables", "describe", "gate 2", "write", "store", "seal"]
    assert heard == steps
    assert outcome.made
    assert (small.releases_folder / "current").resolve() == outcome.release.resolve()
    assert outcome.store.is_dir()
    assert outcome.manifest == read_manifest(outcome.release)
    assert outcome.manifest.date == "2026-01-02"


def test_what_a_release_holds(small: Site) -> None:
    """Manifest, sums, dumps, catalogue, VoID, both reports, queries; the inferred graph too."""
    release = build(small, TODAY).release
    kept = _tree(release)
    assert {"manifest.json", "SHA256SUMS", "catalog.ttl", "void.ttl", "queries/all.rq"} <= kept
    assert {f"reports/gate{n}.{s}" for n in "12" for s in ("ttl", "json")} <= kept
    syntaxes = ("ttl", "nt", "nq", "trig", "jsonld", "rdf")
    assert {f"dumps/esslod.{s}{z}" for s in syntaxes for z in ("", ".gz")} <= kept
    manifest = read_manifest(release)
    inferred = [graph for graph in manifest.graphs if graph.iri.endswith("dataset/inferred")]
    assert [graph.quads for graph in inferred] == [1]
    assert {graph.source for graph in manifest.graphs} >= {"data/places.ttl", "ontology/esslod.ttl"}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not on this machine")
def test_sums_are_checked_by_sha256sum(small: Site) -> None:
    """A downloaded release can be checked without esslod."""
    release = build(small, TODAY).release
    told = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, check=False)
    assert told.returncode == 0


def test_the_same_content_is_made_once(small: Site) -> None:
    """The same sources, even on another day, find the release that is there."""
    first = build(small, TODAY)
    again = build(small, date(2026, 6, 1))
    assert not again.made
    assert again.catalogue_report is None
    assert again.release == first.release
    assert again.manifest.date == "2026-01-02"


def test_content_settings_and_queries_make_the_name(small: Site) -> None:
    """Any change of what is published makes another release; a comment does not."""
    names = [build(small, TODAY).manifest.name]
    _edit(small, "Ville", "Bourg")
    names.append(build(small, TODAY).manifest.name)
    (small.folder / "queries/all.rq").write_text("ASK {}\n")
    names.append(build(small, TODAY).manifest.name)
    other = Site(folder=small.folder, title_fr="Autre titre")
    names.append(build(other, TODAY).manifest.name)
    assert len(set(names)) == 4
    _edit(small, "@prefix dct:", "# a comment\n@prefix dct:")
    assert build(other, TODAY).manifest.name == names[-1]


_ELSEWHERE = """
import os, sys
from datetime import date
from pathlib import Path
os.umask(int(sys.argv[2], 8))
from esslod.build import build
from esslod.config import Site
print(build(Site(folder=Path(sys.argv[1])), date(2026, 1, 2)).release)
"""


def _build_elsewhere(folder: Path, umask: str, **environment: str) -> Path:
    told = subprocess.run(
        [sys.executable, "-c", _OPEN_GATES + _ELSEWHERE, str(folder), umask],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(told.stdout.strip())


def test_builds_are_byte_for_byte_the_same(tmp_path: Path) -> None:
    """Another folder, file times, umask, hash seed, locale and time zone: the same bytes."""
    one, two = _write_site(tmp_path / "one"), _write_site(tmp_path / "deeper/two")
    for number, file in enumerate(sorted(two.rglob("*.ttl"))):
        os.utime(file, (10**9 + number, 10**9 + number))
    first = _build_elsewhere(one, "022", PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    second = _build_elsewhere(two, "077", PYTHONHASHSEED="2", LC_ALL="fr_FR.UTF-8", TZ="Asia/Tokyo")
    assert first.name == second.name
    assert _same(first, second)


def test_the_order_of_files_on_disk_does_not_matter(tmp_path: Path) -> None:
    """Sources written in another order give the same bytes."""
    one = _write_site(tmp_path / "one")
    two = tmp_path / "two"
    for name in reversed(_FILES):
        (two / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(one / name, two / name)
    assert _same(build(Site(folder=one), TODAY).release, build(Site(folder=two), TODAY).release)


@pytest.mark.parametrize("gate", ["judge", "judge_quads"])
def test_a_gate_that_refuses_changes_nothing(gate: str, small: Site, gates: Any) -> None:
    """The release that was served is served still, and nothing half made is left."""
    first = build(small, TODAY)
    before = _tree(small.releases_folder) | _tree(small.stores_folder)
    _edit(small, "Ville", "Bourg")
    setattr(gates, gate, lambda *_: _refusal())
    with pytest.raises(InvalidSources) as caught:
        build(small, TODAY)
    assert caught.value.report == _refusal()
    assert (small.releases_folder / "current").resolve() == first.release.resolve()
    assert _tree(small.releases_folder) | _tree(small.stores_folder) == before


def test_a_first_build_refused_publishes_nothing(small: Site, gates: Any) -> None:
    """Without any release before, a refusal leaves no current one."""
    gates.judge = lambda *_: _refusal()
    with pytest.raises(InvalidSources):
        build(small, TODAY)
    with pytest.raises(NoRelease):
        check(small)


def test_warnings_do_not_stop_a_build(small: Site, gates: Any) -> None:
    """A report with warnings only conforms; it travels in the outcome."""
    warning = Report(tuple(Fault(f.place, "warning", *[f.rule, *[f.message] * 3]) for f in _refusal().faults))
    gates.judge = lambda *_: warning
    assert build(small, TODAY).report == warning


_KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from esslod.build import build
from esslod.config import Site
def progress(stage):
    if stage == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
build(Site(folder=Path(sys.argv[1])), date(2026, 1, 2), progress)
"""


@pytest.mark.parametrize("stage", ["freeze", "tables", "write", "store", "seal"])
def test_a_build_killed_at_any_step(stage: str, small: Site) -> None:
    """kill -9 leaves the old release served and sound; the next build succeeds and cleans up."""
    first = build(small, TODAY)
    _edit(small, "Ville", "Bourg")
    script = [sys.executable, "-c", _OPEN_GATES + _KILLED, str(small.folder), stage]
    assert subprocess.run(script, check=False).returncode == -signal.SIGKILL
    assert (small.releases_folder / "current").resolve() == first.release.resolve()
    assert check(small, first.manifest.name).sound
    second = build(small, TODAY)
    assert second.made
    assert check(small).sound
    places = (small.releases_folder, small.stores_folder)
    assert not [path for place in places for path in place.glob(".staging*")]


def test_a_full_disk_changes_nothing(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a file cannot be written, the operator hears what to do; the old release stays."""
    first = build(small, TODAY)
    _edit(small, "Ville", "Bourg")
    real = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "void.nt":
            raise OSError(28, "No space left on device", str(path))
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UnwritableLibrary, match="No space left") as caught:
        build(small, TODAY)
    assert "disk space" in caught.value.remedy
    assert (small.releases_folder / "current").resolve() == first.release.resolve()
    monkeypatch.undo()


def test_a_file_in_place_of_the_folder(small: Site) -> None:
    """A file named like the folder of releases is told, with what to do."""
    small.releases_folder.write_text("x")
    with pytest.raises(UnwritableLibrary) as caught:
        build(small, TODAY)
    assert caught.value.remedy


def test_a_folder_in_place_of_the_link(small: Site) -> None:
    """A copied library, whose ``current`` became a folder, is told, not overwritten."""
    (small.releases_folder / "current").mkdir(parents=True)
    with pytest.raises(UnwritableLibrary, match="current"):
        build(small, TODAY)


def test_two_builds_at_once(small: Site) -> None:
    """The second waits for the first; both end with the same release."""
    outcomes: list[Outcome] = []
    heard: list[str] = []

    def slow(stage: str) -> None:
        if stage == "freeze":
            second.start()
            while "wait" not in heard:
                time.sleep(0.01)

    second = threading.Thread(target=lambda: outcomes.append(build(small, TODAY, heard.append)))
    outcomes.append(build(small, TODAY, slow))
    second.join(30)
    assert [outcome.made for outcome in outcomes] == [True, False]


def test_old_releases_are_pruned(small: Site) -> None:
    """Only as many as the settings say are kept."""
    site = Site(folder=small.folder, keep=2)
    names = []
    for label in ("Un", "Deux", "Trois", "Quatre"):
        _edit(site, names[-1] if names else "Ville", label)
        names.append(label)
        outcome = build(site, TODAY)
    assert len(outcome.pruned) == 1
    assert (
        len([p for p in site.releases_folder.iterdir() if (p / "manifest.json").exists()]) == 3
    )  # + current


def test_a_damaged_release_is_healed(small: Site) -> None:
    """Building again repairs a release that lost a file, under the same name and with the same bytes."""
    first = build(small, TODAY)
    untouched = (first.release / "dumps/esslod.ttl").read_bytes()
    (first.release / "dumps/esslod.ttl").write_bytes(b"x")
    again = build(small, TODAY)
    assert again.made
    assert again.release == first.release
    assert (again.release / "dumps/esslod.ttl").read_bytes() == untouched


def test_a_lost_index_is_healed(small: Site) -> None:
    """Building again makes a query index that was deleted."""
    outcome = build(small, TODAY)
    shutil.rmtree(outcome.store)
    assert not build(small, TODAY).made
    assert outcome.store.is_dir()


def test_check_builds_again_and_compares(small: Site) -> None:
    """A release whose sources are unchanged is made again for its own day, and is the same."""
    build(small, TODAY)
    verdict = check(small)
    assert verdict.sound
    assert verdict.checked == ("files", "graphs", "identity", "store", "history", "reproduction")


def test_check_says_when_sources_changed(small: Site) -> None:
    """When the sources are others now, the release is still checked, and the verdict says what was not."""
    build(small, TODAY)
    _edit(small, "Ville", "Bourg")
    verdict = check(small)
    assert verdict.sound
    assert "reproduction" not in verdict.checked
    assert any("no longer" in reason for reason in verdict.unchecked)


def test_check_finds_what_cannot_be_made_again(small: Site, gates: Any) -> None:
    """A file that comes out different is named."""
    build(small, TODAY)
    real = gates.judge
    gates.judge = lambda *all_: Report(checked=(*real(*all_).checked, "another"))
    problems = check(small).problems
    assert [(p.kind, p.subject) for p in problems] == [
        ("reproduction", "SHA256SUMS"),
        ("reproduction", "manifest.json"),
        ("reproduction", "reports/gate1.ttl"),
    ]


def _key(folder: Path, name: str) -> Path:
    """A fresh private key, as OpenSSL writes it."""
    key = Ed25519PrivateKey.generate()
    file = folder / name
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file


def test_a_site_with_a_key_signs(small: Site) -> None:
    """Name and files are those of the same release without signature, which its own site checks."""
    unsigned = build(small, TODAY)
    before = {path: path.read_bytes() for path in unsigned.release.rglob("*") if path.is_file()}
    _key(small.folder, "a.pem")
    site = replace(small, signing_key="a.pem")
    assert not check(site).sound
    assert not build(site, TODAY).made
    after = {path: path.read_bytes() for path in unsigned.release.rglob("*") if path.is_file()}
    signature = unsigned.release / "manifest.json.jws"
    assert set(after) - set(before) == {signature}
    assert {path: after[path] for path in before} == before
    verdict = check(site)
    assert verdict.sound
    assert verdict.checked == ("files", "graphs", "identity", "signature", "store", "history", "reproduction")


def test_another_key_signs_again(small: Site) -> None:
    """After a change of keys, building signs with the new one; whoever trusts the old one is told."""
    old = _key(small.folder, "a.pem")
    build(replace(small, signing_key="a.pem"), TODAY)
    _key(small.folder, "b.pem")
    assert not build(replace(small, signing_key="b.pem"), TODAY).made
    assert check(replace(small, signing_key="b.pem")).sound
    (problem,) = check(small, keys=[read_public_key(old)]).problems
    assert problem.kind == "signature"


def test_a_key_that_cannot_be_read_stops_the_build(small: Site) -> None:
    """Before anything is made: nobody publishes unsigned by mistake."""
    with pytest.raises(OperatorError, match=r"none\.pem"):
        build(replace(small, signing_key="none.pem"), TODAY)
    assert not (small.folder / "releases").exists()


def test_another_base(small: Site) -> None:
    """With a base of its own, a publisher's data, rules and queries are all under it."""
    site = Site(folder=small.folder, base_iri="https://example.com/", publisher_iri="https://example.com/us",
                contact_page="https://example.com/us")  # fmt: skip
    release = build(site, TODAY).release
    for name in ("dumps/esslod.nq", "catalog.nt", "void.nt", "queries/all.rq"):
        assert "w3id.org/esslod" not in (release / name).read_text(encoding="utf-8"), name


def test_a_query_file_that_is_no_text(small: Site) -> None:
    """A query file that is not UTF-8 is told by name."""
    (small.folder / "queries/bad.rq").write_bytes(b"\xff")
    with pytest.raises(AuthorError, match=r"bad\.rq"):
        build(small, TODAY)
