"""Facts about the manifest."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from esslod.errors import DamagedRelease, NoRelease
from esslod.release.manifest import current_release, from_json, read_manifest


def test_a_manifest_is_read_as_it_was_written(release: Any) -> None:
    """Writing and reading give the same manifest."""
    assert read_manifest(release.folder) == release.manifest
    assert from_json(release.manifest.to_json()) == release.manifest


def _drop(table: dict[str, Any]) -> None:
    del table["digest"]


def _text_for_number(table: dict[str, Any]) -> None:
    table["files"][0]["size"] = "12"


def _number_for_text(table: dict[str, Any]) -> None:
    table["files"][0]["path"] = 12


def _outside(table: dict[str, Any]) -> None:
    table["files"][0]["path"] = "../../secret"


def _absolute(table: dict[str, Any]) -> None:
    table["files"][0]["path"] = "/secret"


def _unknown(table: dict[str, Any]) -> None:
    table["surprise"] = 1


def _future(table: dict[str, Any]) -> None:
    table["layout"] = 99


def _not_a_list(table: dict[str, Any]) -> None:
    table["graphs"] = 5


_DAMAGES = [_drop, _text_for_number, _number_for_text, _outside, _absolute, _unknown, _future, _not_a_list]


@pytest.mark.parametrize("damage", _DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_wrong_manifest_is_damage(damage: Callable[[dict[str, Any]], None], release: Any) -> None:
    """A manifest that lacks, adds or mistypes something is refused, in words."""
    table = json.loads(release.manifest.to_json())
    damage(table)
    with pytest.raises(DamagedRelease):
        from_json(json.dumps(table))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "5", "[" * 100_000, '"x"', '{"layout": 1}'])
def test_what_is_no_manifest_is_damage(text: str) -> None:
    """Truncated, empty, nested without end: no traceback."""
    with pytest.raises(DamagedRelease):
        from_json(text)


def test_bytes_that_are_no_text_are_damage(release: Any) -> None:
    """A manifest that is not UTF-8 is damage."""
    (release.folder / "manifest.json").write_bytes(b"\xff\xfe")
    with pytest.raises(DamagedRelease, match=r"manifest\.json"):
        read_manifest(release.folder)


def test_no_link_no_release(tmp_path: Any) -> None:
    """Without ``current``, or with a dangling one, there is no release."""
    with pytest.raises(NoRelease):
        current_release(tmp_path)
    (tmp_path / "current").symlink_to("gone")
    with pytest.raises(NoRelease):
        current_release(tmp_path)
