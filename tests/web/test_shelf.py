"""The shelf: a release replaced while it is read, without a reader noticing."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from esslod.addresses import CANONICAL_BASE
from esslod.config import Site
from esslod.errors import EngineFailure
from esslod.release.manifest import Manifest
from esslod.web.published import open_published
from esslod.web.shelf import CHECK_AFTER_FAILURE, CHECK_EVERY, Shelf


class Engine:
    def __init__(self, store: Path) -> None:
        if store.name == "broken":
            raise EngineFailure("no index")
        self.store = store
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def shelf(tmp_path: Path):
    site = replace(Site(), folder=tmp_path)
    for name in ("one", "two", "broken"):
        folder = tmp_path / "releases" / name
        folder.mkdir(parents=True)
        manifest = Manifest(1, "0", name, "2026-11-22", CANONICAL_BASE, "", "", 0, (), ())
        (folder / "manifest.json").write_text(manifest.to_json())
    (tmp_path / "releases/current").symlink_to("one")
    now = SimpleNamespace(time=0.0)

    def open_engine(store: Path, _site: Site) -> Engine:
        return Engine(store)

    first = open_published((tmp_path / "releases/one").resolve(), tmp_path / "stores/one", site, open_engine)
    made = Shelf(first, open_engine, (tmp_path / "releases").resolve(), lambda: now.time)

    def point(name: str) -> None:
        (tmp_path / "releases/next").symlink_to(name)
        os.replace(tmp_path / "releases/next", tmp_path / "releases/current")  # noqa: PTH105

    return SimpleNamespace(shelf=made, first=first, now=now, point=point)


def name(shelf: Shelf) -> str:
    with shelf.borrowed() as published:
        return published.manifest.name


def test_link_is_followed_once_a_second(shelf) -> None:
    """A moved link is obeyed at the next look, not before; the idle old engine is closed once."""
    shelf.point("two")
    assert name(shelf.shelf) == "one"
    shelf.now.time = CHECK_EVERY
    assert name(shelf.shelf) == "two"
    assert shelf.first.engine.closed == 1


def test_news_of_the_same_release(shelf, tmp_path: Path) -> None:
    """A rollback after a release may leave the link where it was: older answers are stale all the same."""
    before = shelf.shelf.turn()
    (tmp_path / "releases/history").mkdir()
    (tmp_path / "releases/history/journal.json").write_text("{}")
    assert shelf.shelf.turn() == before
    shelf.now.time = CHECK_EVERY
    assert shelf.shelf.turn() == before + 1
    shelf.now.time = 2 * CHECK_EVERY
    assert shelf.shelf.turn() == before + 1
    assert name(shelf.shelf) == "one"
    assert shelf.first.engine.closed == 0


def test_reader_keeps_the_release_it_borrowed(shelf) -> None:
    """An engine is closed only when its last reader has given it back."""
    borrowed = [shelf.shelf.take(), shelf.shelf.take()]
    shelf.point("two")
    shelf.now.time = CHECK_EVERY
    assert name(shelf.shelf) == "two"
    shelf.shelf.give_back(borrowed[0])
    assert shelf.first.engine.closed == 0
    shelf.shelf.give_back(borrowed[1])
    assert shelf.first.engine.closed == 1


@pytest.mark.parametrize("target", ["broken", "missing"])
def test_bad_release_leaves_the_old_one_serving(shelf, target: str, caplog) -> None:
    """What cannot be opened is logged, the current release goes on, and is retried later."""
    shelf.point(target)
    shelf.now.time = CHECK_EVERY
    assert name(shelf.shelf) == "one"
    assert "still serving" in caplog.text
    shelf.point("two")
    shelf.now.time += CHECK_EVERY
    assert name(shelf.shelf) == "one"
    shelf.now.time += CHECK_AFTER_FAILURE
    assert name(shelf.shelf) == "two"


def test_rollback_is_the_same(shelf) -> None:
    """The link may go back to a release served before."""
    for target, moment in (("two", 1), ("one", 2)):
        shelf.point(target)
        shelf.now.time = CHECK_EVERY * moment
        assert name(shelf.shelf) == target


def test_close_ends_every_engine(shelf) -> None:
    """At the end, engines still lent are closed too."""
    shelf.shelf.take()
    shelf.point("two")
    shelf.now.time = CHECK_EVERY
    current = shelf.shelf.take()
    shelf.shelf.close()
    assert shelf.first.engine.closed == 1
    assert current.engine.closed == 1


def test_many_readers_and_a_switch(shelf) -> None:
    """Threads that borrow while the link moves never see a closed engine."""
    wrong = []

    def read() -> None:
        for _ in range(500):
            with shelf.shelf.borrowed() as published:
                if published.engine.closed:
                    wrong.append(published)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for turn in range(20):
        shelf.point("two" if turn % 2 else "one")
        shelf.now.time += CHECK_EVERY
    for thread in threads:
        thread.join()
    assert wrong == []
