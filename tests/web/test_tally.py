"""The numbers that web processes share."""

from __future__ import annotations

import multiprocessing
import os
import threading

import pytest

from esslod.web.tally import BOUNDS, OTHER, SOURCES, Durations, Tally, kind_of


def _count(tally: Tally, number: int) -> None:
    row = tally.row(number)
    row.begin()
    row.end(("sparql", "POST", "200", 2), 0.2, 10, begun=True)


def test_processes_count_together() -> None:
    """A process that was given the tally while being started counts in its own row, read by all."""
    tally = Tally(2)
    _count(tally, 1)
    other = multiprocessing.get_context("spawn").Process(target=_count, args=(tally, 2))
    other.start()
    other.join()
    assert other.exitcode == 0
    assert list(tally.requests()) == [("sparql", "POST", "200", 2)]
    assert tally.processes() == (os.getpid(), other.pid)


def test_a_replaced_process_goes_on() -> None:
    """Whoever takes over a dead process's row keeps its counts; its unfinished requests are over."""
    tally = Tally(1)
    row = tally.row(1)
    row.begin()
    _count(tally, 1)
    tally.row(1)
    assert list(tally.requests()) == [("sparql", "POST", "200", 1)]
    assert tally.pending() == 0


def test_threads_lose_nothing() -> None:
    """Eight threads that count at once are all counted."""
    tally = Tally(1)
    row = tally.row(1)

    def count() -> None:
        for _ in range(500):
            row.begin()
            row.end(("dump", "GET", "206", 0), 0.001, 3, begun=True)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(tally.requests()) == [("dump", "GET", "206", 4000)]
    assert list(tally.bytes()) == [("dump", 12_000)]
    assert tally.pending() == 0


def test_durations_fall_in_classes() -> None:
    """A duration counts in the first class whose bound it does not pass; the last class has none."""
    tally = Tally(1)
    row = tally.row(1)
    for seconds in (0.0005, 0.0006, 100.0):
        row.end(("home", "GET", "200", 1), seconds, 0, begun=False)
    counts = (1, 1, *(0,) * (len(BOUNDS) - 2), 1)
    (told,) = tally.durations()
    assert told == Durations("home", SOURCES[1], counts, pytest.approx(100.0011))


def test_what_is_not_known_is_other() -> None:
    """Methods and statuses that nobody listed are counted together."""
    tally = Tally(1)
    for method, status in (("BREW", "418"), ("MOVE", "599")):
        tally.row(1).end((OTHER, method, status, 1), 0.0, 0, begun=False)
    assert list(tally.requests()) == [(OTHER, OTHER, OTHER, 2)]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "home"),
        ("/id/x", "thing"),
        ("/doc/a.ttl", "document"),
        ("/def.ttl", "document"),
        ("/catalog-datagouv.ttl", "catalogue"),
        ("/robots.txt", "discovery"),
        ("/.well-known/void", "discovery"),
        ("/sitemap/1.xml", "discovery"),
        ("/wp-login.php", OTHER),
        ("/idx", OTHER),
        ("/.env", OTHER),
        ("*", "home"),
    ],
)
def test_kinds_of_addresses(path: str, kind: str) -> None:
    """The first segment says what kind of address it is; whatever is not ours is other."""
    assert kind_of(path) == kind
