"""The manifest: where the authoring half and the publishing half meet.

A release is a folder of files described by ``manifest.json``; ``current`` in the
library is a symbolic link to the folder that is served. This module reads both and
writes neither folder nor link (`library.py` does).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from esslod.errors import DamagedRelease, NoRelease

MANIFEST: Final = "manifest.json"
CURRENT: Final = "current"
LAYOUT: Final = 1


@dataclass(frozen=True)
class GraphEntry:
    """One named graph: its IRI, number of quads, RDFC-1.0 SHA-256 digest, and source file."""

    iri: str
    quads: int
    digest: str
    source: str = ""


@dataclass(frozen=True)
class FileEntry:
    """One file of the release, ``path`` relative to it; ``size`` in bytes, ``sha256`` in hex.

    ``role`` is ``dump``, ``catalogue``, ``void``, ``report`` …; ``syntax`` a name of
    `rdf/formats.py` or empty; ``compression`` ``gzip`` or empty.
    """

    path: str
    role: str
    media_type: str
    size: int
    sha256: str
    syntax: str = ""
    compression: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a release is: identity (``name``, from ``digest`` of the data graphs), date, graphs, files."""

    layout: int
    software: str
    name: str
    date: str
    base_iri: str
    digest: str
    sources_digest: str
    quads: int
    graphs: tuple[GraphEntry, ...]
    files: tuple[FileEntry, ...]

    def to_json(self) -> str:
        """Canonical text: sorted keys, two-space indent, final newline."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    def file(self, path: str) -> FileEntry | None:
        return next((entry for entry in self.files if entry.path == path), None)


def from_json(text: str) -> Manifest:
    """Raises DamagedRelease when *text* is not a manifest of this layout."""
    try:
        table = json.loads(text)
        if table["layout"] != LAYOUT:
            raise DamagedRelease(f"layout {table['layout']}: this esslod reads layout {LAYOUT}")
        graphs = tuple(GraphEntry(**entry) for entry in table.pop("graphs"))
        files = tuple(FileEntry(**entry) for entry in table.pop("files"))
        return Manifest(**table, graphs=graphs, files=files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedRelease(f"{MANIFEST}: {error!r}") from error


def read_manifest(release: Path) -> Manifest:
    """The manifest of the release in folder *release*."""
    try:
        return from_json((release / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedRelease(f"{release / MANIFEST}: {error}") from error


def current_release(library: Path) -> Path:
    """The folder of the release being served. Raises NoRelease when there is none."""
    link = library / CURRENT
    if not link.exists():
        raise NoRelease(f"{library}: no current release", remedy="esslod build")
    return link.resolve()
