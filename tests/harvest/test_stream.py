"""The event streams, followed by the real ldes-client while releases come, go, and come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.harvest import environments, stream
from tests.harvest.catalogue import said
from tests.harvest.conftest import installed
from tests.harvest.stream import Lines, Member, members, pages, replica

pytestmark = [pytest.mark.live, pytest.mark.harvest]


@pytest.fixture(scope="module")
def told(folder: Path, run_folder: Path) -> dict[str, Lines]:
    """What each way of following was told, in one run of the story."""
    modules = installed(environments.node, "ldes", folder).parent
    file = run_folder / "stream.json"
    with environments.locked(run_folder / "stream.lock"):
        if not file.exists():
            lines = stream.story(stream.vocabulary_site(run_folder / "stream"), modules)
            file.write_text(json.dumps(lines), encoding="utf-8")
    found: dict[str, Lines] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def site(told: dict[str, Lines], run_folder: Path) -> Path:
    return run_folder / "stream"


@pytest.fixture(scope="module")
def whole(told: dict[str, Lines]) -> dict[str, Member]:
    """Every member, read from the start without order."""
    return members(told["data"])


def test_every_member_is_told(whole: dict[str, Member], site: Path) -> None:
    """The client finds all that the journal holds: additions, changes, a deletion, a return."""
    assert set(whole) == {stream.member_iri(site, "data", number) for number in stream.numbers(site, "data")}
    assert len([member for member in whole.values() if member.deleted]) == 1
    assert all(member.time.endswith("Z") and member.of for member in whole.values())


def test_a_thing_has_one_version_at_a_time(whole: dict[str, Member]) -> None:
    """Time alone orders the versions of a thing, for clients that see them in any order."""
    moments = [(member.of, member.time) for member in whole.values()]
    assert len(set(moments)) == len(moments)


def test_a_replica_has_the_digests_of_the_source(whole: dict[str, Member], site: Path) -> None:
    """A copy made from the stream alone is the release, graph by graph, after all that happened."""
    assert replica(whole.values()) == stream.source(site)


def test_in_order(told: dict[str, Lines], whole: dict[str, Member]) -> None:
    """Asked for, the same members come from the oldest to the newest."""
    times = [line["time"] for line in told["ascending"] if "member" in line]
    assert times == sorted(times)
    assert set(members(told["ascending"])) == set(whole)


def test_since_a_date(told: dict[str, Lines], whole: dict[str, Member]) -> None:
    """Only what came after is told, and closed pages from before are not even asked for."""
    later = {iri for iri, member in whole.items() if member.time > f"{stream.DAYS[0]}T12:00:00"}
    assert 0 < len(later) < len(whole)
    assert set(members(told["since"])) == later
    assert pages(told["since"]) < pages(told["data"])


def test_resumed(told: dict[str, Lines], whole: dict[str, Member]) -> None:
    """Who comes back with its saved state gets what is new, all of it, and then nothing."""
    first, resumed = set(members(told["first"])), set(members(told["resumed"]))
    assert first | resumed == set(whole)
    assert resumed == set(whole) - first
    assert members(told["again"]) == {}


def test_following_new_releases(told: dict[str, Lines], whole: dict[str, Member], site: Path) -> None:
    """A client that stays is told of each release as it is published, and holds the same copy."""
    followed = members(told["followed"])
    assert set(followed) == set(whole)
    assert replica(followed.values()) == stream.source(site)


def test_catalogue_records(told: dict[str, Lines], site: Path) -> None:
    """The other stream tells the record of every dataset of the catalogue."""
    records = members(told["catalog"])
    assert set(replica(records.values())) == set(said(site / "releases" / "current" / "catalog.ttl"))
    assert all(member.statements for member in records.values() if not member.deleted)
