"""The manifest: where the authoring half and the publishing half meet.

A release is a folder of files described by ``manifest.json``; ``current`` in the
library is a symbolic link to the folder that is served. This module reads both and
writes neither folder nor link (`library.py` does).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

from esslod.errors import DamagedRelease, NoRelease

MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
#: Detached JWS of the manifest, of releases that are signed (`docs/how-to/sign.md`).
SIGNATURE: Final = "manifest.json.jws"
CURRENT: Final = "current"
LAYOUT: Final = 1
#: Hexadecimal digits of a release's name: 48 bits, far more than a library's releases need.
NAME_LENGTH: Final = 12


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
    `rdf/formats.py` or empty; ``compression`` ``gzip``, ``zstd`` or empty.
    """

    path: str
    role: str
    media_type: str
    size: int
    sha256: str
    syntax: str = ""
    compression: str = ""


@dataclass(frozen=True)
class HistoryEntry:
    """Since when a dataset is published, and since when as it is: days, ISO 8601.

    ``digest`` is that of its content: another content is another ``modified``.
    """

    iri: str
    digest: str
    issued: str
    modified: str


@dataclass(frozen=True)
class Manifest:
    """What a release is.

    ``digest`` is the RDFC-1.0 SHA-256 of the dataset (the SHA-256 of the N-Quads dump);
    ``settings`` the digest of what besides the data is published (settings, queries);
    ``name`` is made of both (`release_name`). ``date`` is the day of the build (ISO 8601),
    not part of the name; ``history`` says since when each dataset of the catalogue is there.
    """

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
    settings: str = ""
    history: tuple[HistoryEntry, ...] = ()

    def to_json(self) -> str:
        """Canonical text: sorted keys, two-space indent, final newline."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    def file(self, path: str) -> FileEntry | None:
        """The file at *path*, or None. A release may have tens of thousands of files."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[str, FileEntry]:
        return {entry.path: entry for entry in self.files}


Entry = TypeVar("Entry", GraphEntry, FileEntry, HistoryEntry, Manifest)


def from_json(text: str) -> Manifest:
    """Raises DamagedRelease when *text* is not a manifest of this layout."""
    try:
        table = json.loads(text)
        if table["layout"] != LAYOUT:
            raise DamagedRelease(f"layout {table['layout']}: this esslod reads layout {LAYOUT}")
        graphs = tuple(_typed(GraphEntry(**entry)) for entry in table.pop("graphs"))
        files = tuple(_inside(_typed(FileEntry(**entry))) for entry in table.pop("files"))
        history = tuple(_typed(HistoryEntry(**entry)) for entry in table.pop("history", ()))
        return _typed(Manifest(**table, graphs=graphs, files=files, history=history))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedRelease(f"{MANIFEST}: {error!r}", remedy="esslod build") from error


def release_name(base_iri: str, settings: str, digest: str, software: str) -> str:
    """The name of a release: what it says, and which esslod says it; never when."""
    identity = f"layout {LAYOUT}\nsoftware {software}\nbase {base_iri}\nsettings {settings}\ndata {digest}\n"
    return hashlib.sha256(identity.encode()).hexdigest()[:NAME_LENGTH]


_KNOWN: Final[dict[str, type]] = {"int": int, "str": str}
#: Class → its fields that are texts and numbers: looked up once, not for each of many thousand entries.
_PLAIN: Final = {
    kind: tuple((field.name, _KNOWN[str(field.type)]) for field in fields(kind) if str(field.type) in _KNOWN)
    for kind in (GraphEntry, FileEntry, HistoryEntry, Manifest)
}


def _typed(entry: Entry) -> Entry:
    """Texts are texts and numbers are numbers, whatever the JSON said."""
    for name, expected in _PLAIN[type(entry)]:
        value = getattr(entry, name)
        if type(value) is not expected:
            raise TypeError(f"{name}: {value!r}")
    return entry


def _inside(entry: FileEntry) -> FileEntry:
    """A path that leaves the release is never followed."""
    parts = entry.path.split("/")
    if entry.path.startswith("/") or ".." in parts or not set(parts) - {"", "."}:
        raise ValueError(f"path {entry.path!r}")
    return entry


def read_manifest(release: Path) -> Manifest:
    """The manifest of the release in folder *release*."""
    try:
        return from_json((release / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedRelease(f"{release / MANIFEST}: {error}", remedy="esslod build") from error


def current_release(library: Path) -> Path:
    """The folder of the release being served. Raises NoRelease when there is none."""
    link = library / CURRENT
    if not link.exists():
        raise NoRelease(f"{library}: no current release", remedy="esslod build")
    return link.resolve()
