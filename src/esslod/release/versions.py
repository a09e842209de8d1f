"""Published versions of the vocabulary: written down once, the same for ever.

``ontology/versions/{version}.ttl`` is a copy of the vocabulary as it was when that version was
published. It is no part of the dataset, where two versions of a term would contradict each
other; a release carries it as a file, which the version's own address serves. A vocabulary
that has changed since needs another version number: the build says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad

from esslod.addresses import VOCABULARY
from esslod.config import Site
from esslod.errors import AuthorError
from esslod.namespaces import OWL, prefixes
from esslod.rdf.canonical import canonical
from esslod.rdf.formats import N_TRIPLES
from esslod.rdf.writing import write
from esslod.release.freeze import Frozen
from esslod.release.manifest import FileEntry
from esslod.release.staging import Staging

FOLDER: Final = "ontology/versions"
#: The role of these files in a manifest.
ROLE: Final = "version"


def read_versions(folder: Path) -> dict[str, bytes]:
    """Version → the bytes of its file. Raises AuthorError for one that cannot be read."""
    versions: dict[str, bytes] = {}
    for file in sorted((folder / FOLDER).glob("*.ttl")):
        try:
            versions[file.stem] = file.read_bytes()
        except OSError as error:
            raise AuthorError(f"{file}: {error.strerror}", remedy="make the file readable") from error
    return versions


def write_versions(
    versions: Mapping[str, bytes], frozen: Frozen, staging: Staging, site: Site
) -> tuple[FileEntry, ...]:
    """Write each version where its address leads: ``def/{version}.nt``.

    Raises AuthorError for a file that is no vocabulary of that version, and for a vocabulary
    that says it is a published version and says something else.
    """
    vocabulary = site.addresses.iri(VOCABULARY)
    entries = []
    for version, octets in versions.items():
        lines = _lines(version, octets, site)
        current = frozen.lines.get(vocabulary, ())
        if _names_version(current, version, site) and lines != current:
            raise AuthorError(
                f"ontology/esslod.ttl: no longer what was published as version {version}",
                remedy="give the vocabulary another owl:versionIRI and owl:versionInfo",
            )
        written = write({"": lines}, N_TRIPLES, prefixes(site.base_iri))
        path = f"{VOCABULARY}/{version}.{N_TRIPLES.suffix}"
        entries.append(staging.write(path, written, ROLE, N_TRIPLES))
    return tuple(entries)


def _lines(version: str, octets: bytes, site: Site) -> tuple[bytes, ...]:
    """The canonical statements of a version's file."""
    from esslod.sources.document import parse_document  # noqa: PLC0415 -- only sites with versions need it

    name = f"{FOLDER}/{version}.ttl"
    document = parse_document(name, octets, VOCABULARY, site.addresses)
    faults = [fault for fault in document.faults if fault.severity == "violation"]
    if faults:
        raise AuthorError(f"{name}:{faults[0].place.line}: {faults[0].rule}", remedy="correct the file")
    graph = NamedNode(site.addresses.iri(VOCABULARY))
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t, _ in document.statements]
    lines = canonical(quads).get(graph.value, ())
    if not _names_version(lines, version, site):
        raise AuthorError(
            f"{name}: does not say that it is version {version}",
            remedy=f"give it owl:versionIRI <{VOCABULARY}/{version}>, or its right name",
        )
    return lines


def _names_version(lines: Iterable[bytes], version: str, site: Site) -> bool:
    vocabulary, own = site.addresses.iri(VOCABULARY), site.addresses.iri(f"{VOCABULARY}/{version}")
    return f"<{vocabulary}> {OWL.versionIRI} <{own}> .".encode() in set(lines)
