"""Facts about the days of publication that releases hand on."""

from __future__ import annotations

from datetime import date

from esslod.release.days import days_of
from esslod.release.manifest import HistoryEntry

FIRST, LATER, LATEST = date(2026, 1, 2), date(2026, 2, 3), date(2026, 3, 4)


def _entry(digest: str, issued: date, modified: date) -> HistoryEntry:
    return HistoryEntry("a", digest, issued.isoformat(), modified.isoformat())


def test_what_is_new_is_of_today() -> None:
    """A dataset nobody has heard of is issued and modified on the day of the build."""
    assert dict(days_of({"a": "1"}, (), FIRST)) == {"a": _entry("1", FIRST, FIRST)}


def test_an_unchanged_dataset_keeps_its_days() -> None:
    """Building again later changes neither day."""
    past = (_entry("1", FIRST, FIRST),)
    assert days_of({"a": "1"}, past, LATER)["a"] == _entry("1", FIRST, FIRST)


def test_a_changed_dataset_is_modified_and_still_issued_then() -> None:
    """The day of the first release stays."""
    past = (_entry("1", FIRST, FIRST),)
    assert days_of({"a": "2"}, past, LATER)["a"] == _entry("2", FIRST, LATER)


def test_a_content_that_comes_back_has_its_day_again() -> None:
    """After a rollback the same content says what it said."""
    past = (_entry("1", FIRST, FIRST), _entry("2", FIRST, LATER))
    assert days_of({"a": "1"}, past, LATEST)["a"] == _entry("1", FIRST, FIRST)


def test_its_own_days_make_a_release_again() -> None:
    """Given back what it told, a release tells the same, though the earlier ones are gone."""
    told = days_of({"a": "2"}, (_entry("1", FIRST, FIRST),), LATER)
    assert days_of({"a": "2"}, tuple(told.values()), LATER) == told
