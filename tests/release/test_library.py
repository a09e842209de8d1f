"""Facts about the folder of releases."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from esslod.errors import BusyLibrary, DamagedRelease, NoRelease, UnknownRelease
from esslod.release.library import Library
from esslod.release.store import ensure_store

Publish = Callable[..., str]


def _names(library: Library) -> list[str]:
    return [release.name for release in library.releases()]


def test_nothing_published_yet(tmp_path: Path) -> None:
    """A folder that does not exist has no releases, and no current one."""
    library = Library(tmp_path / "r", tmp_path / "s")
    assert library.releases() == ()
    with pytest.raises(NoRelease):
        library.current()


def test_releases_are_in_the_order_they_were_published(library: Library, publish: Publish) -> None:
    """Oldest first, whatever their names; the last is current."""
    names = [publish(label) for label in "abcd"]
    assert _names(library) == names
    assert [r.name for r in library.releases() if r.current] == [names[-1]]


def test_current_is_a_relative_link(library: Library, publish: Publish) -> None:
    """The library can be moved or copied: the link names its neighbour."""
    name = publish("a")
    assert (library.folder / "current").readlink() == Path(name)


def test_rollback_goes_back_one_by_one(library: Library, publish: Publish) -> None:
    """Each rollback goes to the release before; at the oldest it says so and changes nothing."""
    first, second, _ = (publish(label) for label in "abc")
    assert library.rollback().name == second
    assert library.rollback().name == first
    with pytest.raises(NoRelease, match="no earlier release"):
        library.rollback()
    assert library.current().name == first


def test_rollback_by_name(library: Library, publish: Publish) -> None:
    """A name goes there directly, forwards too; order is not changed."""
    first, second, third = (publish(label) for label in "abc")
    assert library.rollback(first).name == first
    assert library.rollback(third).name == third
    assert _names(library) == [first, second, third]


@pytest.mark.parametrize("name", ["", "..", "../x", "current", ".lock", "0" * 12, "/etc"])
def test_unknown_names(name: str, library: Library, publish: Publish) -> None:
    """What is not a release's name is unknown, and cannot leave the folder."""
    here = publish("a")
    with pytest.raises(UnknownRelease):
        library.switch(name)
    assert library.current().name == here


def test_a_damaged_release_is_never_switched_to(library: Library, publish: Publish) -> None:
    """It is listed with what is wrong; rollback passes over it."""
    first, second, third = (publish(label) for label in "abc")
    (library.folder / second / "manifest.json").write_text("{")
    assert [bool(r.problem) for r in library.releases()] == [False, True, False]
    with pytest.raises(DamagedRelease):
        library.switch(second)
    assert library.current().name == third
    assert library.rollback().name == first


def test_prune_keeps_the_newest_and_the_current(library: Library, publish: Publish) -> None:
    """All but the newest go, with their indexes; the one that is served stays, however old."""
    names = [publish(label) for label in "abcd"]
    for name in names:
        ensure_store(library, library.release(name))
    library.rollback(names[0])
    assert library.prune(2) == (names[1],)
    assert _names(library) == [names[0], names[2], names[3]]
    stores = {path.name for path in library.stores.iterdir() if path.is_dir()}
    assert stores == {names[0], names[2], names[3]}


def test_prune_touches_nothing_else(library: Library, publish: Publish) -> None:
    """Only folders that have the name of a release are ever deleted."""
    for label in "abc":
        publish(label)
    for place in (library.folder, library.stores):
        (place / "data").mkdir()
        (place / "data/notes.txt").write_text("mine")
    library.prune(1)
    assert (library.folder / "data/notes.txt").exists()
    assert (library.stores / "data/notes.txt").exists()
    assert len(_names(library)) == 1


def test_publishing_again_makes_newest(library: Library, publish: Publish) -> None:
    """A release built again becomes the newest; going back then leads to the one served before."""
    first, second = publish("a"), publish("b")
    library.publish(first)
    assert _names(library) == [second, first]
    assert library.rollback().name == second


def test_a_lost_order_is_not_fatal(library: Library, publish: Publish) -> None:
    """Without the order file, releases are told by date."""
    late = publish("a", date(2026, 5, 1))
    early = publish("b", date(2026, 4, 1))
    (library.folder / "order").unlink()
    assert _names(library) == [early, late]


def test_staging_is_swept_under_the_lock(library: Library) -> None:
    """What a dead build left is removed by the next, before it starts."""
    for place in (library.folder, library.stores):
        (place / ".staging").mkdir()
        (place / ".staging/half").write_text("x")
    (library.folder / ".staging-link").symlink_to("nowhere")
    with library.lock(), library.store_lock():
        assert not [p for place in (library.folder, library.stores) for p in place.glob(".staging*")]


def test_a_second_build_waits_and_is_told(library: Library) -> None:
    """While one build holds the lock another waits, says so once, and goes on when it ends."""
    heard: list[str] = []
    order: list[str] = []

    def second() -> None:
        with library.lock(heard.append):
            order.append("second")

    thread = threading.Thread(target=second)
    with library.lock():
        thread.start()
        while not heard:
            time.sleep(0.01)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    assert heard == ["wait"]


def test_patience_ends(library: Library) -> None:
    """A second build does not wait for ever: it is told that another runs."""
    with library.lock(), pytest.raises(BusyLibrary, match="another build") as caught:
        library.lock(patience=0.2).__enter__()
    assert caught.value.remedy


def test_a_waiting_build_sweeps_nothing(library: Library) -> None:
    """The staging folder of a build that runs is not touched by the one that waits."""
    with library.lock():
        library.staging.mkdir()
        with pytest.raises(BusyLibrary):
            library.lock(patience=0.2).__enter__()
        assert library.staging.exists()


def test_the_lock_of_a_dead_process_is_free(library: Library) -> None:
    """A process killed with -9 leaves no lock behind."""
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom esslod.release.library import Library\n"
        f"with Library(Path({str(library.folder)!r}), Path({str(library.stores)!r})).lock():\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], env={**os.environ}, check=False)
    assert ended.returncode == -9
    with library.lock(patience=0.0):
        pass


def test_switching_is_atomic(library: Library, publish: Publish) -> None:
    """A reader that looks all the time always finds a whole release."""
    names = [publish("a"), publish("b")]
    seen: set[str] = set()
    failures: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.add(library.current().name)
                (library.folder / "current" / "manifest.json").read_bytes()
            except (OSError, NoRelease) as error:
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(200):
        library.switch(names[number % 2])
    stop.set()
    reader.join()
    assert not failures
    assert seen == set(names)


def test_sealing_a_damaged_release_again_replaces_it(library: Library, publish: Publish, make: Any) -> None:
    """A release whose files were lost is made again under the same name."""
    name = publish("a")
    (library.folder / name / "dumps/esslod.ttl").unlink()
    assert publish("a") == name
    assert (library.folder / name / "dumps/esslod.ttl").exists()
    with library.lock():
        pass
    assert not list(library.folder.glob(".staging*"))
