"""The files of the history as they are written and read back.

A file is written once, plain and gzip, under a name that says its content; what is served at an
address changes by naming another file in the journal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from esslod.errors import DamagedRelease
from esslod.rdf.formats import Syntax
from esslod.release.journal import JOURNAL, Journal, Stored
from esslod.release.staging import gzip_bytes, sync, writing


class Files:
    """What is, or will be, served at each address; begins with what a journal lists."""

    def __init__(self, folder: Path, stored: Iterable[Stored]) -> None:
        self._folder = folder
        self._stored = {entry.address: entry for entry in stored}

    def listed(self) -> tuple[Stored, ...]:
        """By address."""
        return tuple(sorted(self._stored.values(), key=lambda entry: entry.address))

    def read(self, address: str) -> bytes:
        """The bytes served at *address*. Raises DamagedRelease."""
        entry = self._stored[address]
        content = content_of(self._folder / entry.path)
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise DamagedRelease(
                f"{self._folder / entry.path}: other bytes than the journal says",
                remedy=f"put the file back from a copy, or delete {self._folder} to begin the history anew",
            )
        return content

    def write(self, address: str, content: bytes, syntax: Syntax, *, immutable: bool = False) -> None:
        """Put *content* at *address*; nothing is written when it is there. Raises UnwritableLibrary."""
        digest = hashlib.sha256(content).hexdigest()
        known = self._stored.get(address)
        if known is not None and known.sha256 == digest and (self._folder / known.path).is_file():
            self._stored[address] = replace(known, immutable=immutable)
            return
        stem, _, suffix = address.rpartition(".")
        packed = gzip_bytes(content)
        entry = Stored(
            address,
            syntax.media_type,
            f"{stem}-{digest[:12]}.{suffix}",
            len(content),
            digest,
            len(packed),
            hashlib.sha256(packed).hexdigest(),
            immutable,
        )
        for path, octets in ((entry.path, content), (entry.packed_path, packed)):
            _put(self._folder, path, octets)
        self._stored[address] = entry


def content_of(file: Path) -> bytes:
    """Raises DamagedRelease."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise DamagedRelease(f"{file}: {error.strerror}", remedy="esslod verify") from error


def sweep(folder: Path, *journals: Journal | None) -> None:
    """Delete what none of *journals* names."""
    named = {JOURNAL}
    for journal in journals:
        for entry in journal.files if journal else ():
            named.update((entry.path, entry.packed_path))
    for path in sorted(folder.rglob("*"), reverse=True):  # files before the folder they are in
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in named:
            path.unlink()


def _put(folder: Path, path: str, octets: bytes) -> None:
    target = folder / path
    with writing(folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(octets)
        sync(target)
