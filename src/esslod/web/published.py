"""The release that is being served: one that never changes (which one, `shelf.py` says)."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple

from esslod.addresses import CATALOGUE, VOCABULARY
from esslod.config import Site
from esslod.namespaces import DCT, prefixes
from esslod.rdf.description import labels_of
from esslod.release.manifest import MANIFEST, Manifest, read_manifest
from esslod.representation import jsonld
from esslod.representation.naming import Names
from esslod.representation.resource import Pages
from esslod.representation.words import LANGUAGES

if TYPE_CHECKING:
    from esslod.engine.seam import Engine

#: Addresses compared for a "did you mean", at most: keeps a 404 cheap.
_NEAR_CANDIDATES: Final = 3000

OpenEngine = Callable[[Path, Site], "Engine"]

_SUBJECTS: Final = "SELECT DISTINCT ?thing WHERE { ?thing ?property ?value FILTER(isIRI(?thing)) }"


@dataclass(frozen=True)
class Published:
    """One release, open: folder, manifest, engine, and what is read from it once."""

    folder: Path
    manifest: Manifest
    engine: Engine
    site: Site

    @cached_property
    def modified(self) -> datetime:
        """When the release was sealed: its manifest is the last file written and never touched again."""
        seconds = int((self.folder / MANIFEST).stat().st_mtime)
        return datetime.fromtimestamp(seconds, UTC)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        return prefixes(self.site.base_iri)

    @cached_property
    def pages(self) -> Pages:
        return Pages(self.engine, self.site.addresses, self.prefixes)

    @cached_property
    def terms(self) -> dict[str, jsonld.TermDefinition]:
        """Short names for JSON-LD, from the release's own vocabulary."""
        parts = self.parts(VOCABULARY)
        vocabulary = [quad.triple for part in parts for quad in self.engine.about(part)]
        return jsonld.terms_of((t for t in vocabulary if isinstance(t, Triple)), self.site.base_iri + "def#")

    @cached_property
    def licence(self) -> tuple[str, dict[str, str]]:
        """IRI of the licence the catalogue states, and its names by language; empty when it states none."""
        catalogue = NamedNode(self.site.addresses.iri(CATALOGUE))
        found = (quad.object for quad in self.engine.about(catalogue) if quad.predicate == DCT.license)
        licence = next((node for node in found if isinstance(node, NamedNode)), None)
        if licence is None:
            return "", {}
        names = Names(labels_of(self.engine, [licence]), {})
        return licence.value, {language: names.best(licence, language)[0] for language in LANGUAGES}

    @cached_property
    def _subjects(self) -> dict[str, tuple[NamedNode, ...]]:
        """Document path → the things of ours it describes, sorted."""
        found: dict[str, list[NamedNode]] = {}
        for row in self.engine.select(_SUBJECTS):
            thing = row["thing"]
            path = self.site.addresses.document(thing.value) if isinstance(thing, NamedNode) else None
            if path is not None and isinstance(thing, NamedNode):
                found.setdefault(path, []).append(thing)
        return {path: tuple(sorted(things, key=str)) for path, things in found.items()}

    def parts(self, document: str) -> tuple[NamedNode, ...]:
        """The hash terms that the document at path *document* defines."""
        return tuple(thing for thing in self._subjects.get(document, ()) if "#" in thing.value)

    def near(self, document: str, most: int = 5) -> tuple[str, ...]:
        """IRIs whose documents look like the path *document*, the closest first."""
        kind = document.split("/")[:2]
        candidates = [path for path in self._subjects if path.split("/")[:2] == kind]
        if len(candidates) > _NEAR_CANDIDATES:
            stem = document.rpartition("/")[2][:2]
            candidates = [path for path in candidates if path.rpartition("/")[2].startswith(stem)]
        found = difflib.get_close_matches(document, candidates[:_NEAR_CANDIDATES], most, 0.75)
        return tuple(self.site.addresses.subject(path) for path in found)


def open_published(folder: Path, store: Path, site: Site, open_engine: OpenEngine) -> Published:
    """Open the release in *folder* with the query index in *store*."""
    return Published(folder, read_manifest(folder), open_engine(store, site), site)
