"""Verifying: does a release still say what it said, and can it be made again?

Everything that can be wrong is told at once. What could not be checked is told too, so
that "nothing found" never means "nothing looked at".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pyoxigraph import RdfFormat, parse

from esslod.addresses import DUMPS, dump_name
from esslod.errors import DamagedRelease
from esslod.rdf.canonical import Lines, canonical, graph_digest, quad_lines
from esslod.rdf.canonical import document as text_of
from esslod.rdf.formats import N_QUADS
from esslod.release.library import is_name
from esslod.release.manifest import MANIFEST, SIGNATURE, SUMS, Manifest, read_manifest, release_name
from esslod.release.signature import signer, thumbprint
from esslod.release.staging import sums_text
from esslod.release.store import expected_lines, store_problem

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ProblemKind = Literal[
    "missing", "extra", "changed", "sums", "unreadable", "graph", "identity", "signature", "store",
    "reproduction", "history",
]  # fmt: skip
_PIECE: Final = 1 << 20


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong; ``subject`` is a path, a graph IRI or a name; ``message`` says what."""

    kind: ProblemKind
    subject: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """What was found. ``checked`` are the kinds of checks made, ``unchecked`` what was not, and why."""

    name: str
    problems: tuple[Problem, ...]
    files: int
    checked: tuple[str, ...]
    unchecked: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.problems


def verify(release: Path, store: Path | None = None, keys: Sequence[Ed25519PublicKey] = ()) -> Verdict:
    """Rehash every file of the folder *release*, its graphs and its name; compare the index *store*.

    With *keys*, one of them must have signed the manifest. Raises DamagedRelease when the manifest
    cannot be read: nothing can be said then.
    """
    manifest = read_manifest(release)
    problems = [*_files(release, manifest), *_sums(release, manifest), *_graphs(release, manifest)]
    problems += _identity(release, manifest)
    checked, unchecked = ["files", "graphs", "identity"], []
    told, doubt = _signature(release, keys)
    problems += told
    unchecked += [doubt] if doubt else []
    checked += [] if doubt else ["signature"]
    if store is None or not store.exists():
        unchecked.append("store: no query index; it is rebuilt when the release is served")
    else:
        problems += _store(release, manifest, store)
        checked.append("store")
    found = tuple(sorted(set(problems)))
    return Verdict(manifest.name, found, len(manifest.files), tuple(checked), tuple(unchecked))


def compare(verdict: Verdict, release: Path, rebuilt: Path) -> Verdict:
    """*verdict*, after comparing *release* byte for byte with the one *rebuilt* from its sources.

    The signature is no part of what is made: it needs a key, not sources.
    """
    before, after = _paths(release) - {SIGNATURE}, _paths(rebuilt)
    problems = [
        Problem("reproduction", path, "made again, the file is not there" if path in before else "is new")
        for path in sorted(before ^ after)
    ]
    problems += [
        Problem("reproduction", path, "made again, the file has other bytes")
        for path in sorted(before & after)
        if _sha256(release / path) != _sha256(rebuilt / path)
    ]
    found = tuple(sorted({*verdict.problems, *problems}))
    return replace(verdict, problems=found, checked=(*verdict.checked, "reproduction"))


def _files(release: Path, manifest: Manifest) -> Iterator[Problem]:
    listed = {entry.path for entry in manifest.files} | {MANIFEST, SUMS}
    there = _paths(release)
    for path in sorted(listed - there):
        yield Problem("missing", path, "the file is not there")
    for path in sorted(there - listed - {SIGNATURE}):
        yield Problem("extra", path, "the manifest does not list this file")
    for entry in manifest.files:
        if entry.path not in there:
            continue
        try:
            digest, size = _sha256(release / entry.path), (release / entry.path).stat().st_size
        except OSError as error:
            yield Problem("unreadable", entry.path, error.strerror or str(error))
            continue
        if digest != entry.sha256:
            told = f"{size} bytes instead of {entry.size}" if size != entry.size else "other bytes"
            yield Problem("changed", entry.path, f"{told}; SHA-256 {digest} instead of {entry.sha256}")


def _sums(release: Path, manifest: Manifest) -> Iterator[Problem]:
    """``SHA256SUMS`` must say what the manifest says, and the manifest's own digest."""
    sums = {entry.path: entry.sha256 for entry in manifest.files}
    try:
        sums[MANIFEST] = _sha256(release / MANIFEST)
        told = (release / SUMS).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # already told as missing
    if told != sums_text(sums):
        yield Problem("sums", SUMS, "does not agree with the manifest")


def _graphs(release: Path, manifest: Manifest) -> Iterator[Problem]:
    """The digests of the graphs, computed again from the N-Quads dump."""
    path = DUMPS + dump_name(N_QUADS.suffix)
    try:
        content = (release / path).read_bytes()
        lines = canonical(parse(content, format=RdfFormat.N_QUADS))
    except OSError:
        return  # already told as missing or unreadable
    except (SyntaxError, ValueError) as error:
        yield Problem("unreadable", path, f"not N-Quads: {error}")
        return
    yield from _graph_digests(lines, manifest)
    if hashlib.sha256(text_of(quad_lines(lines))).hexdigest() != manifest.digest:
        yield Problem("graph", manifest.name, "the dataset has another digest than the manifest says")


def _graph_digests(lines: Lines, manifest: Manifest) -> Iterator[Problem]:
    told = {graph.iri: graph for graph in manifest.graphs}
    for graph in sorted(set(told) | set(lines)):
        if graph not in lines:
            yield Problem("graph", graph, "the graph is not in the dump")
        elif graph not in told:
            yield Problem("graph", graph, "the manifest does not list this graph")
        elif (digest := graph_digest(lines[graph])) != told[graph].digest:
            yield Problem("graph", graph, f"digest {digest} instead of {told[graph].digest}")


def _identity(release: Path, manifest: Manifest) -> Iterator[Problem]:
    made = release_name(manifest.base_iri, manifest.settings, manifest.digest, manifest.software)
    if made != manifest.name:
        yield Problem("identity", manifest.name, f"what the manifest says is the release {made}")
    if is_name(release.name) and release.name != manifest.name:
        yield Problem("identity", manifest.name, f"stands in the folder {release.name}")


def _signature(release: Path, keys: Sequence[Ed25519PublicKey]) -> tuple[list[Problem], str]:
    """What is wrong with the signature; and what of it could not be judged, in words, or nothing."""
    try:
        octets = (release / SIGNATURE).read_bytes()
        maker = signer(octets, (release / MANIFEST).read_bytes())
    except FileNotFoundError:
        unsigned = "the release is not signed"
        return ([Problem("signature", SIGNATURE, unsigned)], "") if keys else ([], f"signature: {unsigned}")
    except OSError as error:
        return [Problem("unreadable", SIGNATURE, error.strerror or str(error))], ""
    except DamagedRelease as error:
        return [Problem("signature", SIGNATURE, error.message)], ""
    if not keys:
        return [], f"signature: signed by the key {thumbprint(maker)}; whose it is, only --key can tell"
    if maker not in keys:
        return [Problem("signature", SIGNATURE, f"signed by another key, {thumbprint(maker)}")], ""
    return [], ""


def _store(release: Path, manifest: Manifest, store: Path) -> Iterator[Problem]:
    try:
        problem = store_problem(store, expected_lines(release, manifest.base_iri))
    except DamagedRelease as error:
        problem = error.message
    if problem:
        yield Problem("store", store.name, problem)


def _paths(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return {path.relative_to(folder).as_posix() for path in found}


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
