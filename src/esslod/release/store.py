"""The query index of a release: an Oxigraph store made from the release's files.

It holds the data graphs and, beside them, the graphs ``catalog``, ``void`` and ``queries``; its default
graph is their union, written out: a statement that two graphs share then counts once, as the
merge of RDF 1.1 wants (`docs/decisions/0015-union-written-out.md`). The index can be deleted at
any time: it is rebuilt from the release. It is not part of it, because its bytes depend on the
day and the machine.

What the engine cannot keep as written is turned into what it keeps here, on purpose and by
name (`kept.py`), so that index and release can still be compared line by line with nothing
to forgive.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store, parse

from esslod.addresses import CANONICAL_BASE, DUMPS, Addresses, dump_name
from esslod.errors import DamagedRelease, InternalError
from esslod.finding.schema import INDEX, LAYOUT
from esslod.rdf.canonical import document, in_graph, union_of
from esslod.rdf.formats import N_QUADS, N_TRIPLES
from esslod.release.describe import DESCRIPTIONS
from esslod.release.index import build_index
from esslod.release.kept import as_kept
from esslod.release.library import Library
from esslod.release.lock import Progress, silent
from esslod.release.manifest import read_manifest
from esslod.release.staging import sync_tree, writing

#: Written inside the index once it is whole and checked (`stamp`).
STAMP: Final = "esslod-stamp"
_SHOWN: Final = 3


def expected_lines(release: Path, base_iri: str) -> list[bytes]:
    """The N-Quads lines the index of *release* must hold, sorted. Raises DamagedRelease."""
    addresses, manifest = Addresses(base_iri), read_manifest(release)
    try:
        lines = _file_lines(release / DUMPS / dump_name(N_QUADS.suffix))
        for graph in DESCRIPTIONS:
            file = f"{graph}.{N_TRIPLES.suffix}"
            if manifest.file(file) is None:  # older software described less
                continue
            described = _file_lines(release / file)
            lines += [in_graph(as_kept(line), addresses.iri(graph)) for line in described]
    except OSError as error:
        raise DamagedRelease(f"{error.filename}: {error.strerror}", remedy="esslod verify") from error
    return sorted({*lines, *union_of(lines)})


def build_store(lines: list[bytes], folder: Path, base_iri: str = CANONICAL_BASE) -> None:
    """Make the index of *lines* in the new *folder*, and check that it holds exactly them.

    The index for finding (`index.py`) is made from it, and lies in the same folder.

    Raises InternalError when it does not, UnwritableLibrary when the disk refuses.
    """
    with writing(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        store = Store(str(folder))
        # Not bulk_load, which would give blank nodes new labels.
        store.bulk_extend(parse(document(lines), format=RdfFormat.N_QUADS, lenient=True))
        store.flush()
    missing, extra = _difference(store, lines)
    if not missing and not extra:
        with writing(folder):
            build_index(store, folder / INDEX, base_iri)
    del store
    if missing or extra:
        shown = "; ".join(line.decode() for line in (*missing[:_SHOWN], *extra[:_SHOWN]))
        raise InternalError(
            f"the index lost {len(missing)} statements and has {len(extra)} others: {shown}",
            remedy="a literal that the engine rewrites: write its canonical form in the data",
        )
    with writing(folder):
        (folder / STAMP).write_text(stamp(lines), encoding="ascii")
        sync_tree(folder)


def ensure_store(
    library: Library, release: Path, progress: Progress = silent, *, name: str | None = None
) -> Path:
    """The index of *release*, built now when it is missing, half made, or another's.

    *name* is the release's, when its folder does not have it yet. Writes nothing when the index
    is there: a server needs no right to write then, and none that reads it is disturbed.
    """
    name = release.name if name is None else name
    base_iri = read_manifest(release).base_iri
    lines = expected_lines(release, base_iri)
    folder, wanted = library.store(name), stamp(lines)
    if _stamped(folder) == wanted:
        return folder
    with library.store_lock(progress):
        if _stamped(folder) != wanted:  # another process may have made it while this one waited
            build_store(lines, library.store_staging, base_iri)
            library.seal_store(name)
    return folder


def store_problem(folder: Path, lines: list[bytes]) -> str:
    """What is wrong with the index in *folder*, in words; empty when it holds exactly *lines*."""
    if not folder.exists():
        return ""
    if _stamped(folder) != stamp(lines):
        return "not whole, or made from other files than this release's"
    try:
        missing, extra = _difference(Store.read_only(str(folder)), lines)
    except (OSError, ValueError) as error:
        return f"cannot be read: {error}"
    return f"{len(missing)} statements missing, {len(extra)} too many" if missing or extra else ""


def stamp(lines: list[bytes]) -> str:
    """Names what an index is made of: statements, and how the part for finding is laid out."""
    return hashlib.sha256(document(lines) + LAYOUT.encode()).hexdigest()


def _difference(store: Store, lines: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    dumped = store.dump(format=RdfFormat.N_QUADS) or b""
    held = sorted(dumped.splitlines())
    if held == lines:
        return [], []
    return sorted(set(lines) - set(held)), sorted(set(held) - set(lines))


def _file_lines(file: Path) -> list[bytes]:
    return file.read_bytes().split(b"\n")[:-1]


def _stamped(folder: Path) -> str:
    """The stamp of an index that is whole; empty for another."""
    if not (folder / INDEX).is_file():
        return ""
    try:
        return (folder / STAMP).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""
