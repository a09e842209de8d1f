"""Facts about the query index."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Store

from esslod.errors import DamagedRelease, InternalError
from esslod.finding.schema import INDEX
from esslod.release.library import Library
from esslod.release.store import STAMP, build_store, ensure_store, expected_lines, store_problem

_BASE = "https://w3id.org/esslod/"


@pytest.fixture
def sealed(library: Library, publish: Any) -> Path:
    return library.release(publish("a"))


def test_the_index_holds_the_release_and_its_descriptions(library: Library, sealed: Path) -> None:
    """Data graphs, and the graphs ``catalog`` and ``void``; nothing in the default graph."""
    store = Store.read_only(str(ensure_store(library, sealed)))
    lines = expected_lines(sealed, _BASE)
    assert len(store) == len(lines)
    graphs = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    assert {_BASE + "catalog", _BASE + "void", _BASE + "dataset/places"} <= graphs
    assert sum(1 for line in lines if line.endswith(b"/catalog> .")) > 100


def test_an_index_is_made_once(library: Library, sealed: Path) -> None:
    """An index that is there and stamped is not touched."""
    folder = ensure_store(library, sealed)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert ensure_store(library, sealed) == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


@pytest.mark.parametrize("damage", ["gone", "no stamp", "other stamp", "emptied", "no lists"])
def test_an_index_is_rebuilt_when_it_is_not_whole(damage: str, library: Library, sealed: Path) -> None:
    """Missing, half made, without its part for lists, or made of other files: it is made again."""
    folder = ensure_store(library, sealed)
    if damage in ("gone", "emptied"):
        shutil.rmtree(folder)
    if damage == "emptied":
        folder.mkdir()
    if damage == "no stamp":
        (folder / STAMP).unlink()
    if damage == "no lists":
        (folder / INDEX).unlink()
    if damage == "other stamp":
        (folder / STAMP).write_text("0" * 64)
    ensure_store(library, sealed)
    assert not store_problem(folder, expected_lines(sealed, _BASE))


def test_two_servers_make_one_index(library: Library, sealed: Path) -> None:
    """Who waited for another to make the index uses that one, and does not make it again."""
    made: list[int] = []

    def make() -> None:
        made.append((ensure_store(library, sealed) / STAMP).stat().st_ino)

    threads = [threading.Thread(target=make) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(made) == 3
    assert len(set(made)) == 1


def test_a_literal_the_engine_rewrites_stops_the_build(tmp_path: Path) -> None:
    """When the index would not hold exactly the statements given, it is not kept."""
    line = b'<http://e/s> <http://e/p> "030"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g> .'
    with pytest.raises(InternalError, match="030"):
        build_store([line], tmp_path / "store")
    assert not (tmp_path / "store" / STAMP).exists()


def test_blank_nodes_keep_their_labels(tmp_path: Path) -> None:
    """Index and dump can be compared line by line, blank nodes included."""
    line = b"_:c14n0 <http://e/p> _:c14n1 <http://e/g> ."
    build_store([line], tmp_path / "store")
    assert not store_problem(tmp_path / "store", [line])


def test_a_release_without_its_dump_is_damaged(library: Library, sealed: Path) -> None:
    """The index is made from files: when one is missing, that file is named."""
    (sealed / "dumps/esslod.nq").unlink()
    with pytest.raises(DamagedRelease, match=r"esslod\.nq"):
        ensure_store(library, sealed)


def test_a_changed_index_is_seen(library: Library, sealed: Path) -> None:
    """Statements added or removed behind our back are counted."""
    folder = ensure_store(library, sealed)
    store = Store(str(folder))
    store.remove(next(iter(store)))
    store.flush()
    del store
    assert store_problem(folder, expected_lines(sealed, _BASE)) == "1 statements missing, 0 too many"
