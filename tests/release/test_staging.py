"""Facts about writing a release."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from esslod.errors import UnwritableLibrary
from esslod.rdf.formats import TURTLE
from esslod.release.staging import Staging, writing


def test_a_new_staging_folder_is_empty(tmp_path: Path) -> None:
    """What a dead build left in the folder is gone."""
    (tmp_path / "s").mkdir()
    (tmp_path / "s/rest").write_text("old")
    Staging(tmp_path / "s")
    assert list((tmp_path / "s").iterdir()) == []


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "disk space"),
        (errno.EDQUOT, "quota"),
        (errno.EACCES, "right to write"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "check that disk"),
    ],
)
def test_a_disk_that_refuses_is_the_operator_s(
    number: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the disk says, the operator hears which file, why, and what to do."""
    staging = Staging(tmp_path / "s")

    def refuse(path: Path, _content: bytes) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(UnwritableLibrary, match=r"a\.ttl") as caught:
        staging.write("a.ttl", b"x", "dump", TURTLE)
    assert told in caught.value.remedy


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """A file where a folder should be is no traceback."""
    (tmp_path / "s").write_text("a file")
    with pytest.raises(UnwritableLibrary, match="Not a directory") as caught:
        Staging(tmp_path / "s" / "t")
    assert "stands in the way" in caught.value.remedy


def test_other_errors_pass() -> None:
    """Only the disk's refusals are translated."""
    with pytest.raises(KeyError), writing(Path()):
        raise KeyError


def test_sums_name_every_file(release: Any) -> None:
    """``SHA256SUMS`` lists all files but itself, manifest included, as sha256sum reads them."""
    lines = (release.folder / "SHA256SUMS").read_text().splitlines()
    listed = {line[66:] for line in lines}
    there = {p.relative_to(release.folder).as_posix() for p in release.folder.rglob("*") if p.is_file()}
    assert listed == there - {"SHA256SUMS"}
    assert all(line[64:66] == "  " for line in lines)
