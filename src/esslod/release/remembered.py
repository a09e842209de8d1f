"""Verifying the history: do the files that followers are given still say what the journal says?

The history is no part of a release (decision 0021), so no manifest vouches for it: the journal
does, which knows the digest of each of its files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from esslod.errors import DamagedRelease
from esslod.release.journal import HISTORY, JOURNAL, Stored, read_journal
from esslod.release.verify import Problem, Verdict


def with_history(verdict: Verdict, releases: Path) -> Verdict:
    """*verdict*, after rehashing every file of the history beside the *releases*."""
    try:
        journal = read_journal(releases / HISTORY)
    except DamagedRelease as error:
        damaged = Problem("history", f"{HISTORY}/{JOURNAL}", error.message)
        return replace(verdict, problems=tuple(sorted({*verdict.problems, damaged})))
    if journal is None:
        return replace(verdict, unchecked=(*verdict.unchecked, "history: nothing was published yet"))
    told = [problem for stored in journal.files for problem in _problems(releases / HISTORY, stored)]
    return replace(
        verdict, problems=tuple(sorted({*verdict.problems, *told})), checked=(*verdict.checked, "history")
    )


def _problems(history: Path, stored: Stored) -> Iterator[Problem]:
    pairs = ((stored.path, stored.sha256), (stored.packed_path, stored.packed_sha256))
    for path, digest in pairs:
        try:
            there = hashlib.sha256((history / path).read_bytes()).hexdigest()
        except OSError as error:
            yield Problem("history", f"{HISTORY}/{path}", error.strerror or str(error))
            continue
        if there != digest:
            yield Problem("history", f"{HISTORY}/{path}", f"SHA-256 {there} instead of {digest}")
