"""Since when a dataset is published, and since when as it is: told from release to release.

A day of publication is no function of the sources, so each manifest carries those of the releases
before it (`manifest.py`): they outlive the pruning of these, and a release can be made again
from its own manifest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from esslod.release.manifest import HistoryEntry, Manifest

#: IRI of a dataset → its days.
Days = Mapping[str, HistoryEntry]


def days_of(digests: Mapping[str, str], past: Iterable[HistoryEntry], today: date) -> Days:
    """The days of each dataset in *digests* (IRI → digest of its content), given the *past* ones.

    A content that comes back, after a rollback for instance, has the day it first came.
    """
    issued: dict[str, str] = {}
    modified: dict[tuple[str, str], str] = {}
    for entry in past:
        issued[entry.iri] = min(entry.issued, issued.get(entry.iri, entry.issued))
        key = entry.iri, entry.digest
        modified[key] = min(entry.modified, modified.get(key, entry.modified))
    day = today.isoformat()
    return {
        iri: HistoryEntry(iri, digest, issued.get(iri, day), modified.get((iri, digest), day))
        for iri, digest in sorted(digests.items())
    }


def past_of(manifests: Iterable[Manifest | None]) -> tuple[HistoryEntry, ...]:
    """The days that *manifests* tell, those that cannot be read left out."""
    return tuple(entry for manifest in manifests if manifest for entry in manifest.history)
