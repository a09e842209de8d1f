"""Facts about verifying the history that stands beside the releases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.histories import NOON, ONE, make_release

from esslod.config import Site
from esslod.release.journal import HISTORY, JOURNAL, read_journal
from esslod.release.library import Library
from esslod.release.publication import publish
from esslod.release.remembered import with_history
from esslod.release.verify import Verdict

NOTHING_WRONG = Verdict("x", (), 0, ("files",))


@pytest.fixture
def history(library: Library) -> Path:
    """The folder of a history of one publication."""
    publish(library, make_release(library.folder, ONE, {}), Site(folder=library.folder.parent), NOON)
    return library.folder / HISTORY


def test_a_whole_history_is_sound(history: Path) -> None:
    """Nothing to say, and the verdict tells that it was looked at."""
    assert with_history(NOTHING_WRONG, history.parent) == replace(NOTHING_WRONG, checked=("files", "history"))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_each_changed_byte_and_missing_file_is_told(history: Path, packed: bool) -> None:
    """The file is named, whichever of its two forms it is."""
    journal = read_journal(history)
    assert journal is not None
    changed, gone = (stored.packed_path if packed else stored.path for stored in journal.files[:2])
    content = bytearray((history / changed).read_bytes())
    content[-1] ^= 1
    (history / changed).write_bytes(content)
    (history / gone).unlink()
    found = with_history(NOTHING_WRONG, history.parent).problems
    assert {problem.subject for problem in found} == {f"{HISTORY}/{changed}", f"{HISTORY}/{gone}"}
    assert {problem.kind for problem in found} == {"history"}


def test_a_damaged_journal_is_told(history: Path) -> None:
    """It cannot be read: a problem, no crash; with none at all, the verdict says so."""
    (history / JOURNAL).write_text("{")
    assert [p.subject for p in with_history(NOTHING_WRONG, history.parent).problems] == [
        "history/journal.json"
    ]
    (history / JOURNAL).unlink()
    assert with_history(NOTHING_WRONG, history.parent).unchecked == ("history: nothing was published yet",)
