"""The story: load → gate 1 → infer → freeze → tables → describe → gate 2 → write → store → seal.

Each step takes what the one before returned. Nothing that is served is touched before the
last step, one rename; a gate that refuses, a full disk or a kill leave everything as it was.
The day is given, never read from a clock: the same sources and the same day make the same
bytes.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from esslod import __version__
from esslod.config import Site
from esslod.errors import DamagedRelease, EsslodError, UnknownRelease
from esslod.rdf.formats import Syntax
from esslod.rdf.rebasing import rebase_query
from esslod.release.days import past_of
from esslod.release.describe import describe
from esslod.release.freeze import Frozen, freeze
from esslod.release.gates import findings, first_gate, second_gate, write_reports
from esslod.release.infer import infer
from esslod.release.inputs import QUERIES, Inputs, read_inputs
from esslod.release.library import Library
from esslod.release.lock import Progress, silent
from esslod.release.manifest import LAYOUT, HistoryEntry, Manifest, read_manifest
from esslod.release.publication import midnight, publish
from esslod.release.remembered import with_history
from esslod.release.signature import read_private_key, sign_release
from esslod.release.staging import Staging
from esslod.release.store import ensure_store
from esslod.release.tables import write_tables
from esslod.release.verify import Verdict, compare, verify
from esslod.release.versions import write_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    from esslod.validation.report import Report

SPARQL_QUERY: Final = Syntax("sparql", "SPARQL", "rq", "application/sparql-query")


@dataclass(frozen=True)
class Outcome:
    """What a build did. ``made`` is false when the release was there already and only became current.

    ``report`` is gate 1's; ``catalogue_report`` gate 2's, None when nothing was made.
    ``pruned`` are the names of the releases deleted since more are kept than the settings say.
    """

    release: Path
    store: Path
    manifest: Manifest
    made: bool
    report: Report
    catalogue_report: Report | None
    pruned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """Inputs that passed gate 1 on the day *today*; ``report`` holds the warnings."""

    inputs: Inputs
    today: date
    report: Report


def build(
    site: Site, today: date, progress: Progress = silent, *, moment: Callable[[], datetime] | None = None
) -> Outcome:
    """Make the release of the site's sources and serve it. *progress* hears the name of each step.

    Followers are told that it was published at *moment*, asked for last; by default the first of *today*.

    Raises InvalidSources when a gate refuses, OperatorError when the key to sign with cannot be
    read, BusyLibrary, UnwritableLibrary; the release that was current stays so.
    """
    library, key = Library(site.releases_folder, site.stores_folder), _key(site)
    with library.lock(progress):
        progress("load")
        judged = _first_gate(read_inputs(site), today, progress)
        staging = Staging(library.staging)
        frozen = _freeze(judged, staging, progress)
        release = _intact(library, frozen.name)
        catalogue_report: Report | None = None
        if release is None:
            past = past_of(known.manifest for known in library.releases())
            catalogue_report = _finish(judged, frozen, staging, progress, past)
            release = _seal(library, staging.folder, frozen.name, progress)
        store = ensure_store(library, release, progress)
        if key is not None:
            sign_release(library, release, key)
        publish(library, release, site, moment() if moment else midnight(today))
        pruned = library.prune(site.keep)
        manifest = read_manifest(release)
        made = catalogue_report is not None
        return Outcome(release, store, manifest, made, judged.report, catalogue_report, pruned)


def check(
    site: Site,
    name: str | None = None,
    *,
    progress: Progress = silent,
    keys: Sequence[Ed25519PublicKey] = (),
) -> Verdict:
    """Verify the release *name* (the current one by default) of the site's library, and its history.

    One of *keys*, or the site's own, must have signed it. When the sources are those the release
    was made of, it is made again, for the same day, in a temporary folder, and compared byte for
    byte. Raises DamagedRelease, NoRelease, UnknownRelease, OperatorError for an unreadable key.
    """
    library = Library(site.releases_folder, site.stores_folder)
    release = library.release(name)
    progress("verify")
    own = _key(site)
    trusted = (*keys, own.public_key()) if own is not None else keys
    verdict = with_history(verify(release, library.store(release.name), trusted), library.folder)
    manifest = read_manifest(release)
    with tempfile.TemporaryDirectory(prefix="esslod-verify-") as folder:
        try:
            rebuilt = _rebuild(site, manifest, Path(folder) / "release", progress)
        except (EsslodError, ValueError, OSError) as error:
            return _unchecked(verdict, f"the release could not be made again: {error}")
        if rebuilt is None:
            return _unchecked(verdict, "sources, settings or software are no longer those of this release")
        return compare(verdict, release, rebuilt)


def _key(site: Site) -> Ed25519PrivateKey | None:
    file = site.signing_key_file
    return None if file is None else read_private_key(file)


def _unchecked(verdict: Verdict, reason: str) -> Verdict:
    return replace(verdict, unchecked=(*verdict.unchecked, f"reproduction: {reason}"))


def _rebuild(site: Site, manifest: Manifest, folder: Path, progress: Progress) -> Path | None:
    """The same release made again in *folder*; None when it is no longer made of the same."""
    progress("load")
    inputs = read_inputs(site)
    now = (inputs.digest, inputs.settings, site.base_iri, __version__)
    if now != (manifest.sources_digest, manifest.settings, manifest.base_iri, manifest.software):
        return None
    judged = _first_gate(inputs, date.fromisoformat(manifest.date), progress)
    staging = Staging(folder)
    # Its own days are given back: those it took over came from releases that may be gone.
    _finish(judged, _freeze(judged, staging, progress), staging, progress, manifest.history)
    return staging.folder


def _first_gate(inputs: Inputs, today: date, progress: Progress) -> Judged:
    """Judge the sources. Raises InvalidSources."""
    progress("gate 1")
    return Judged(inputs, today, first_gate(inputs, today))


def _freeze(judged: Judged, staging: Staging, progress: Progress) -> Frozen:
    inputs, addresses = judged.inputs, judged.inputs.site.addresses
    progress("infer")
    dataset = infer(inputs.sources, inputs.rules, addresses)
    progress("freeze")
    return freeze(dataset, staging, addresses, inputs.settings)


def _finish(
    judged: Judged, frozen: Frozen, staging: Staging, progress: Progress, past: Sequence[HistoryEntry]
) -> Report:
    """Describe the frozen data, judge the description, write the rest. Raises InvalidSources."""
    inputs = judged.inputs
    progress("tables")
    tables = write_tables(frozen, staging, inputs.site)
    progress("describe")
    queries = {file: rebase_query(text, inputs.site.base_iri) for file, text in inputs.queries.items()}
    write_versions(inputs.versions, frozen, staging, inputs.site)
    described = describe(
        frozen, staging, inputs.site, judged.today, queries,
        past=past, findings=findings(judged.report), tables=tables,
    )  # fmt: skip
    progress("gate 2")
    catalogue_report = second_gate(inputs, described.judged, judged.today)
    progress("write")
    write_reports(staging, gate1=judged.report, gate2=catalogue_report)
    for file, text in queries.items():
        staging.write(f"{QUERIES}/{file}", text.encode(), "query", SPARQL_QUERY)
    staging.finish(_manifest(judged, frozen, staging, described.history))
    return catalogue_report


def _manifest(
    judged: Judged, frozen: Frozen, staging: Staging, history: tuple[HistoryEntry, ...]
) -> Manifest:
    inputs = judged.inputs
    return Manifest(
        layout=LAYOUT,
        software=__version__,
        name=frozen.name,
        date=judged.today.isoformat(),
        base_iri=inputs.site.base_iri,
        digest=frozen.digest,
        sources_digest=inputs.digest,
        quads=frozen.quads,
        graphs=frozen.graphs,
        files=tuple(sorted(staging.files, key=lambda entry: entry.path)),
        settings=inputs.settings,
        history=history,
    )


def _seal(library: Library, staged: Path, name: str, progress: Progress) -> Path:
    """Make the index first: a release whose index does not hold exactly its quads is not kept."""
    progress("store")
    ensure_store(library, staged, progress, name=name)
    progress("seal")
    return library.seal(staged, name)


def _intact(library: Library, name: str) -> Path | None:
    """The release *name* when it is there and sound: what was built once is not built again."""
    try:
        release = library.release(name)
        return release if verify(release).sound else None
    except (UnknownRelease, DamagedRelease):
        return None
