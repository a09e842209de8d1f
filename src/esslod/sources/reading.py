"""From the disk to bytes: which files a site has, and what keeps one from being read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from esslod.sources import wording
from esslod.validation.report import Fault, Place

#: Folders of a site that hold sources.
FOLDERS: Final = ("ontology", "shapes", "data")
VERSIONS: Final = "ontology/versions/"
TURTLE_SUFFIX: Final = ".ttl"
#: A whole country's sheets are about 20 MB; a larger single file is a mistake.
LARGEST_FILE: Final = 64_000_000

# Notes and scripts that may lie beside the sources: part of the digest when they matter, never parsed.
_COMPANIONS: Final = frozenset({".md", ".rq"})
_RULES: Final = ".rq"


@dataclass(frozen=True)
class Found:
    """A file: its name in reports (relative to the site, or as the user wrote it) and its path."""

    name: str
    path: Path


@dataclass(frozen=True)
class Content:
    """What was read of a file: its bytes, or the fault that kept them."""

    found: Found
    octets: bytes = b""
    fault: Fault | None = None


def files_of_site(folder: Path) -> list[Found]:
    """Every file under the source folders of the site, in the order of their names.

    Published versions of the vocabulary are no sources: see `release/versions.py`.
    """
    found = [file for top in FOLDERS for file in files_under(folder / top, PurePosixPath(top))]
    return sorted((file for file in found if not file.name.startswith(VERSIONS)), key=lambda file: file.name)


def files_under(folder: Path, name: PurePosixPath, above: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Every file under *folder*; what cannot be listed is given as if it were a file.

    Links to folders are followed; one that leads back to a folder above it is given as a file.
    Hidden files and editors' copies are left out.
    """
    if not os.path.lexists(folder):
        return
    real = os.path.realpath(folder)
    try:
        entries = [] if real in above else sorted(folder.iterdir())
    except OSError:
        entries = []
    if not entries and (real in above or not os.access(folder, os.R_OK | os.X_OK) or not folder.is_dir()):
        yield Found(_printable(name), folder)
    for entry in entries:
        if entry.name.startswith((".", "#")) or entry.name.endswith("~"):
            continue
        if entry.is_dir():
            if entry.suffix == TURTLE_SUFFIX:
                yield Found(_printable(name / entry.name), entry)
            yield from files_under(entry, name / entry.name, above | {real})
        else:
            yield Found(_printable(name / entry.name), entry)


def is_companion(found: Found) -> bool:
    """Whether the file is known and is not a source: notes, inference rules."""
    return found.path.suffix in _COMPANIONS


def in_digest(found: Found) -> bool:
    """Whether a change of the file may change a release: sources and inference rules."""
    return found.path.suffix in (TURTLE_SUFFIX, _RULES)


def read(found: Found) -> Content:
    """The bytes of a file, or the fault that says why there are none."""
    place = Place(found.name)
    try:
        status = found.path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "is a directory" if stat.S_ISDIR(status.st_mode) else "is not a regular file"
            return Content(found, fault=wording.fault("unreadable", place, what=kind))
        if status.st_size > LARGEST_FILE:
            return Content(found, fault=wording.fault("too-large", place, what=str(status.st_size)))
        return Content(found, found.path.read_bytes())
    except OSError as error:
        return Content(found, fault=wording.fault("unreadable", place, what=error.strerror or str(error)))


def _printable(name: PurePosixPath) -> str:
    """The name without the bytes that are not UTF-8, which no report could be written with."""
    return os.fsencode(str(name)).decode("utf-8", "replace")
