"""Facts about the history: what followers are told when releases take each other's place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from tests.histories import BASE, NOON, ONE, TWO, Graphs, make_release

from esslod.config import Site
from esslod.errors import DamagedRelease, NoRelease
from esslod.namespaces import AS, DCT, LDES, TREE
from esslod.rdf.canonical import canonical, graph_digest
from esslod.release import ldes
from esslod.release.changes import sentence
from esslod.release.journal import HISTORY, Event, Journal, from_json, read_journal
from esslod.release.library import Library
from esslod.release.publication import publish, roll_back


class Follower:
    """Somebody who knows nothing but the files, as a client of the stream would read them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = _read(folder)

    def text(self, address: str) -> bytes:
        stored = self.journal.file(address)
        assert stored is not None, address
        return (self.folder / HISTORY / stored.path).read_bytes()

    def quads(self, address: str) -> list[Quad]:
        """A page read with its own address, on whatever host."""
        return list(parse(self.text(address), RdfFormat.TRIG, base_iri=f"http://127.0.0.1/{address}"))

    def pages(self, stream: str) -> list[str]:
        """The pages that the root leads to, in order."""
        root = self.quads(f"ldes/{stream}.trig")
        found = {quad.object.value for quad in root if quad.predicate == TREE.node}
        return sorted(iri.removeprefix("http://127.0.0.1/") for iri in found)

    def replica(self, stream: str) -> dict[str, str]:
        """Thing → digest of its statements, after replaying every member in order."""
        members: list[tuple[str, str, str, str, list[Quad]]] = []
        for page in self.pages(stream):
            quads = self.quads(page)
            for quad in quads:
                if quad.predicate == TREE.member:
                    iri = quad.object
                    own = {q.predicate: q.object.value for q in quads if q.subject == iri}
                    said = [Quad(*q.triple) for q in quads if q.graph_name == iri]
                    kind = next(q.object.value for q in quads if q.subject == iri and "rdf-syntax" in str(q))
                    number = int(iri.value.rpartition("/")[2])
                    members.append((own[DCT.created], f"{number:09}", kind, own[DCT.isVersionOf], said))
        state: dict[str, str] = {}
        for _, _, kind, thing, said in sorted(members, key=lambda member: member[:2]):
            if kind == AS.Delete.value:
                del state[thing]
            else:
                state[thing] = graph_digest(canonical(said).get("", ()))
        return state


def _read(folder: Path) -> Journal:
    journal = read_journal(folder / HISTORY)
    assert journal is not None
    return journal


@pytest.fixture
def tell(library: Library) -> Callable[..., str]:
    """Make a release of some graphs and publish it; its name."""

    def told(graphs: Graphs, moment: datetime = NOON, titles: Mapping[str, str] | None = None) -> str:
        made = make_release(library.folder, graphs, titles or {})
        publish(library, made, Site(folder=library.folder.parent), moment)
        return made.name

    return told


def _digests(library: Library) -> dict[str, str]:
    manifest = json.loads((library.current() / "manifest.json").read_text())
    return {graph["iri"]: graph["digest"] for graph in manifest["graphs"]}


def test_a_replica_is_the_release(library: Library, tell: Callable[..., str]) -> None:
    """After changes, deletions, a rollback and a way back, the stream alone gives the same graphs."""
    site = Site(folder=library.folder.parent)
    first = tell(ONE)
    assert Follower(library.folder).replica("data") == _digests(library)
    second = tell(TWO, NOON + timedelta(days=1))
    assert Follower(library.folder).replica("data") == _digests(library)
    roll_back(library, None, site, NOON + timedelta(days=2))
    assert library.current().name == first
    assert Follower(library.folder).replica("data") == _digests(library)
    publish(library, library.release(second), site, NOON + timedelta(days=3))
    follower = Follower(library.folder)
    assert follower.replica("data") == _digests(library)
    kinds = [member.kind for member in follower.journal.stream("data").members]
    assert kinds == ["Create"] * 3 + ["Update", "Create", "Delete"] + ["Update", "Create", "Delete"] + [
        "Update", "Create", "Delete",
    ]  # fmt: skip
    assert [event.release for event in follower.journal.events] == [first, second, first, second]


def test_releases_that_were_deleted_are_not_missed(library: Library, tell: Callable[..., str]) -> None:
    """With ``keep`` at 1 the release before is gone: what it said stands in the stream."""
    tell(ONE)
    library.prune(1)
    tell(TWO, NOON + timedelta(days=1))
    assert len(library.prune(1)) == 1
    follower = Follower(library.folder)
    assert follower.replica("data") == _digests(library)
    removed = follower.text("changes/2-removed.nq").decode()
    assert '"Ici"@fr' in removed
    assert "shapes#B" in removed


def test_telling_twice_tells_nothing_new(library: Library, tell: Callable[..., str]) -> None:
    """The release that followers know is not told again, and no file changes."""
    tell(ONE)
    before = (library.folder / HISTORY / "journal.json").read_bytes()
    publish(library, library.current(), Site(folder=library.folder.parent), NOON + timedelta(days=9))
    assert (library.folder / HISTORY / "journal.json").read_bytes() == before


def test_the_same_story_gives_the_same_bytes(tmp_path: Path) -> None:
    """Releases and moments decide every file."""
    stories = []
    for place in ("a", "b"):
        library = Library(tmp_path / place / "releases", tmp_path / place / "stores")
        library.stores.mkdir(parents=True)
        for graphs, moment in ((ONE, NOON), (TWO, NOON + timedelta(hours=1))):
            publish(library, make_release(library.folder, graphs, {"dataset/x": "X"}), Site(), moment)
        history = library.folder / HISTORY
        paths = sorted(path for path in history.rglob("*") if path.is_file())
        stories.append({path.relative_to(history).as_posix(): path.read_bytes() for path in paths})
    assert stories[0] == stories[1]


def test_moments_never_go_back(library: Library, tell: Callable[..., str]) -> None:
    """A clock that was put back does not make an event older than the one before."""
    tell(ONE)
    tell(TWO, NOON - timedelta(days=1))
    assert [event.moment for event in _read(library.folder).events] == [
        "2026-01-02T12:00:00Z", "2026-01-02T12:00:01Z",
    ]  # fmt: skip


def test_closed_pages_never_change(
    library: Library, tell: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full pages are closed, say so, and keep their bytes; the open one grows under the same address."""
    monkeypatch.setattr(ldes, "PAGE_MEMBERS", 2)
    tell(ONE)
    before = Follower(library.folder)
    assert before.pages("data") == ["ldes/data/1.trig", "ldes/data/2.trig"]
    assert [page.until for page in before.journal.stream("data").pages] == ["2026-01-02T12:00:01Z", ""]
    tell({**ONE, **TWO}, NOON + timedelta(days=1))
    after = Follower(library.folder)
    assert after.text("ldes/data/1.trig") == before.text("ldes/data/1.trig")
    assert after.text("ldes/data/2.trig").startswith(before.text("ldes/data/2.trig"))
    assert after.replica("data") == _digests(library)
    for page, immutable in (("1", True), ("2", True), ("3", False)):
        said = {quad.predicate for quad in after.quads(f"ldes/data/{page}.trig")}
        stored = after.journal.file(f"ldes/data/{page}.trig")
        assert stored is not None
        assert (LDES.immutable in said) == stored.immutable == immutable


def test_the_root_says_what_clients_need(library: Library, tell: Callable[..., str]) -> None:
    """One view, paths, kinds, shape, retention, and for each page from when, until when."""
    tell(ONE)
    follower = Follower(library.folder)
    root = follower.quads("ldes/data.trig")
    stream = NamedNode(BASE + "ldes/data#stream")
    views = [quad for quad in root if quad.predicate == TREE.view]
    assert [(quad.subject, quad.object.value) for quad in views] == [
        (stream, "http://127.0.0.1/ldes/data.trig")
    ]
    own = {quad.predicate: quad.object for quad in root if quad.subject == stream}
    assert own[LDES.timestampPath] == DCT.created
    assert own[LDES.versionOfPath] == DCT.isVersionOf
    assert own[LDES.versionDeleteObject] == AS.Delete
    assert own[TREE["shape"]].value == "http://127.0.0.1/ldes/shape.ttl#Member"
    assert follower.text("ldes/shape.ttl")
    start = next(quad.object.value for quad in root if quad.predicate == LDES.startingFrom)
    assert start == "2026-01-02T12:00:00Z"
    for page in follower.pages("data"):
        assert not any(quad.predicate == TREE.view for quad in follower.quads(page))


def test_changes_lead_from_one_release_to_the_next(library: Library, tell: Callable[..., str]) -> None:
    """Taking away what was removed and adding what was added gives the new dump, line for line."""
    first, second = tell(ONE), tell(TWO, NOON + timedelta(days=1))
    follower = Follower(library.folder)
    old, new = (
        set((library.folder / n / "dumps/esslod.nq").read_bytes().splitlines()) for n in (first, second)
    )
    added, removed = (set(follower.text(f"changes/2-{n}.nq").splitlines()) for n in ("added", "removed"))

    def named(lines: set[bytes]) -> set[bytes]:
        return {line for line in lines if b"_:" not in line}  # blank nodes are renamed with the dataset

    assert named(old - removed | added) == named(new)
    summary = json.loads(follower.text("changes/2.json"))
    assert summary["previous"] == first
    told = {graph["graph"].removeprefix(BASE): graph for graph in summary["graphs"]}
    assert told["dataset/places"]["summary"]["fr"] == "«\u00a0Lieux\u00a0»\u00a0: 1 énoncé ajouté, 1 retiré."
    assert told["dataset/places"]["summary"]["en"] == "“Places”: 1 statement added, 1 removed."
    assert [thing["title"] for thing in told["dataset/places"]["things"]] == [{"fr": "Là"}]
    assert told["shapes/other"]["change"] == "Delete"
    assert "shapes/small" not in told


def test_catalogue_records_are_told_alone(library: Library, tell: Callable[..., str]) -> None:
    """A record holds what is said of its dataset and of what that names, and no other dataset."""
    tell(ONE, NOON, {"dataset/x": "X", "dataset/y": "Y"})
    tell(TWO, NOON + timedelta(days=1), {"dataset/x": "X", "dataset/z": "Z"})
    follower = Follower(library.folder)
    members = follower.journal.stream("catalog").members
    assert [(member.kind, member.of.removeprefix(BASE)) for member in members] == [
        ("Create", "dataset/x"), ("Create", "dataset/y"), ("Create", "dataset/z"), ("Delete", "dataset/y"),
    ]  # fmt: skip
    page = follower.text("ldes/catalog/1.trig")
    first = page[members[0].start : members[0].end].decode()
    assert '"X"@fr' in first
    assert '"Nous"' in first
    assert "dataset/y" not in first


def test_a_prepared_story_that_was_never_told_leaves_no_trace(
    library: Library, tell: Callable[..., str]
) -> None:
    """Files of a publication that died are swept by the next one."""
    tell(ONE)
    stray = library.folder / HISTORY / "ldes/data/9-abc.trig"
    stray.write_bytes(b"")
    tell(TWO, NOON + timedelta(days=1))
    assert not stray.exists()
    tell({"dataset/only": "<id/a> rdfs:label 'a' ."}, NOON + timedelta(days=2))
    named = {stored.path for stored in _read(library.folder).files}
    found = {
        path.name for path in (library.folder / HISTORY / "ldes/data").iterdir() if path.suffix == ".trig"
    }
    assert len(found) <= 2, "the page as it is, and as the journal before named it"
    assert any(path.endswith(tuple(found)) for path in named)


def test_another_base_is_another_history(library: Library, tell: Callable[..., str]) -> None:
    """When every IRI changes, followers of the old ones are not told lies about the new ones."""
    tell(ONE)
    file = library.folder / HISTORY / "journal.json"
    file.write_text(file.read_text().replace(f'"base_iri": "{BASE}"', '"base_iri": "https://other.example/"'))
    tell(TWO, NOON + timedelta(days=1))
    journal = _read(library.folder)
    assert journal.base_iri == BASE
    assert [(event.number, event.previous) for event in journal.events] == [(1, "")]


def test_a_damaged_page_stops_the_telling(library: Library, tell: Callable[..., str]) -> None:
    """Nothing is built on bytes that are not what the journal says; the release stays as it was."""
    first = tell(ONE)
    page = next((library.folder / HISTORY / "ldes/data").glob("1-*.trig"))
    page.write_bytes(page.read_bytes() + b"#")
    with pytest.raises(DamagedRelease, match="other bytes"):
        tell(TWO, NOON + timedelta(days=1))
    assert library.current().name == first


def test_a_rollback_needs_an_earlier_release(library: Library, tell: Callable[..., str]) -> None:
    """With one release there is nowhere to go back to, and nothing is told."""
    tell(ONE)
    with pytest.raises(NoRelease):
        roll_back(library, None, Site(), NOON)
    assert len(_read(library.folder).events) == 1


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"layout": 9}', '{"layout": 1, "base_iri": "x", "events": [], "streams": [], "files": [{}]}'],
)
def test_what_is_no_journal_is_refused(text: str) -> None:
    """Anything else is damage, told as such."""
    with pytest.raises(DamagedRelease):
        from_json(text)


def test_a_journal_is_read_as_it_was_written(library: Library, tell: Callable[..., str]) -> None:
    """Nothing is lost on the way, and a path that leaves the folder is refused."""
    tell(ONE, NOON, {"dataset/x": "X"})
    text = _read(library.folder).to_json()
    assert from_json(text).to_json() == text
    with pytest.raises(DamagedRelease):
        from_json(text.replace('"path": "changes', '"path": "../changes', 1))


def test_large_numbers_are_written_as_people_do() -> None:
    """Thousands are kept apart, in the way of each language."""
    event = Event(1, "2026-01-02T12:00:00Z", "a", "", 28, 0, 0, 17238, 0)
    assert sentence(event, "fr").endswith("28 nouveaux\u00a0; 17\u202f238 énoncés ajoutés, 0 retiré.")
    assert sentence(event, "en") == "Datasets: 28 new; 17,238 statements added, 0 removed."
