"""Hostile queries against a real server: ordinary ones go on, nothing outgrows its limit."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from benchmarks.hostile import hostile, measure, outcome, served, write_people

MEMORY = 200_000_000
#: Code, libraries and the store's caches, which the limit does not count.
BESIDE = 150_000_000
#: Of the server itself, which holds no answer whole.
SERVER = 400_000_000
LIMITS = {
    "query_seconds": 1.5,
    "query_memory": MEMORY,
    "query_workers": 2,
    "query_bytes": 50_000_000,
    "query_queue": 200,
    "query_wait": 10.0,
}
#: What a hostile query may be told: a truthful refusal, an answer, or half of one that is seen to be half.
TRUTHFUL = {"200", "400", "413", "503", "504", "broken"}

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """2 000 people behind an endpoint with small limits; its port."""
    file = write_people(tmp_path_factory.mktemp("hostile") / "people.nt", 2000)
    with served(file, **LIMITS) as port:
        yield port


def processes() -> dict[int, tuple[str, int]]:
    """Processes below this one: id → (command line, bytes resident)."""
    parents, found = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            pages = int((stat.parent / "statm").read_text().split()[1])
            command = (stat.parent / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
        found[int(stat.parent.name)] = (command, pages * os.sysconf("SC_PAGE_SIZE"))
    family = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return {pid: found[pid] for pid in family - {os.getpid()}}


class Watch(threading.Thread):
    """Looks at the processes several times a second: the largest of each kind, and how many at once."""

    def __init__(self) -> None:
        super().__init__()
        self.ending = threading.Event()
        self.largest = {"query": 0, "server": 0}
        self.most = 0

    def run(self) -> None:
        while not self.ending.wait(0.1):
            sizes: dict[str, list[int]] = {"query": [0], "server": [0]}
            for command, size in processes().values():
                sizes["query" if "engine.worker" in command else "server"].append(size)
            for kind, found in sizes.items():
                self.largest[kind] = max(self.largest[kind], *found)
            self.most = max(self.most, len(sizes["query"]) - 1)


def servers() -> set[int]:
    """Those that are not for queries; for a moment, one that becomes a query process is among them."""
    return {pid for pid, (command, _) in processes().items() if "engine.worker" not in command}


def test_ordinary_queries_are_answered_while_hostile_ones_run(server: int) -> None:
    """No error among the ordinary, a truthful outcome for the hostile, no growth, no restart."""
    before = servers()
    watch = Watch()
    watch.start()
    try:
        peaceful, violent = measure(server, 10.0, visitors=2, attackers=3)
    finally:
        watch.ending.set()
        watch.join()
    assert set(peaceful.outcomes) == {("ordinary", "200")}
    assert len(peaceful.seconds) > 100
    assert max(peaceful.seconds) < LIMITS["query_wait"]
    assert {status for _, status in violent.outcomes} <= TRUTHFUL, violent.outcomes
    assert watch.largest["query"] < MEMORY + BESIDE
    assert watch.largest["server"] < SERVER
    assert watch.most <= 2 * 2 + 1 + 5, "the lanes, the spare, and those that are being replaced"
    until = time.monotonic() + 5
    while servers() != before and time.monotonic() < until:
        time.sleep(0.05)
    assert servers() == before, "a server process was restarted"


@pytest.mark.parametrize("name", sorted(hostile()))
def test_each_hostile_query_ends_in_time(server: int, name: str) -> None:
    """Alone, every one is refused or ended within its time, and told the truth."""
    began = time.monotonic()
    assert outcome(server, hostile()[name]) in TRUTHFUL
    assert time.monotonic() - began < 10
    assert outcome(server, "ASK {}") == "200"


def test_a_stream_that_fails_midway_does_not_look_complete(server: int) -> None:
    """In any syntax the connection breaks, in HTTP/1.0 too, where an end is all that tells the end."""
    for version in ("1.0", "1.1"):
        with socket.create_connection(("127.0.0.1", server), timeout=30) as wire:
            address = "/sparql?format=csv&query=" + quote(hostile()["rows"] + f"#{version}")
            wire.sendall(f"GET {address} HTTP/{version}\r\nHost: x\r\n\r\n".encode())
            start = wire.recv(1000)
            assert start.startswith(b"HTTP/1.") and b" 200 " in start[:20]
            assert b"\r\ncontent-length:" not in start.lower()
            with pytest.raises(ConnectionResetError):
                while wire.recv(1 << 20):
                    pass


def test_a_client_that_hangs_up_frees_its_process(server: int) -> None:
    """Before the first byte and amid the answer: the query's process is gone long before its time is up."""
    for name in ("product", "rows"):
        query = hostile()[name] + " # hanging up"
        before = {pid for pid, (command, _) in processes().items() if "engine.worker" in command}
        with socket.create_connection(("127.0.0.1", server), timeout=30) as wire:
            wire.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.3)
        began = time.monotonic()
        while before <= set(processes()):
            assert time.monotonic() - began < 1.0, f"{name}: nobody was ended"
            time.sleep(0.05)
        assert outcome(server, "ASK {}") == "200"


def test_a_large_answer_begins_early_and_stays_out_of_memory(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Some 100 MB: the first byte comes before half of the time is over, and the server grows little."""
    file = write_people(tmp_path_factory.mktemp("large") / "people.nt", 500)
    query = "SELECT ?a ?b ?c ?f { ?a ?b ?c . ?d ?e ?f FILTER(?f > ?c || ?f <= ?c || true) } LIMIT 600000"
    settings = {"query_seconds": 60, "query_bytes": 10**9, "cache_bytes": 1_000_000}
    with served(file, **settings) as port:
        assert outcome(port, "ASK {}") == "200"
        mine = servers()
        resting = max(size for pid, (_, size) in processes().items() if pid in mine)
        with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
            began = time.monotonic()
            address = f"/sparql?format=json&query={quote(query)}"
            wire.sendall(f"GET {address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            size = len(wire.recv(1))
            first = time.monotonic() - began
            most, looked = 0, 0
            while piece := wire.recv(1 << 20):
                size += len(piece)
                if size > looked + 5_000_000:
                    looked = size
                    most = max(most, *(each for pid, (_, each) in processes().items() if pid in mine))
        assert size > 100_000_000
        assert first < (time.monotonic() - began) / 2
        assert most - resting < 50_000_000
