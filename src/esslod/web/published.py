"""The release that is being served: one that never changes (which one, `shelf.py` says)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Triple

from esslod.addresses import (
    CATALOGUE,
    CHANGES,
    COMPARE,
    CONTEXT,
    DUMPS,
    EXAMPLES,
    MAPS,
    QUESTIONS,
    TABLES,
    TABLES_LISTED,
    VOCABULARY,
    VOID_DOCUMENT,
    WITHDRAWN,
    dump_name,
    table_path,
)
from esslod.config import Site
from esslod.finding.index import Index
from esslod.finding.schema import INDEX
from esslod.namespaces import DCT, prefixes
from esslod.rdf.description import Policy, labels_of
from esslod.rdf.formats import DATA_PACKAGE, N_TRIPLES
from esslod.release.journal import HISTORY, JOURNAL
from esslod.release.manifest import MANIFEST, GraphEntry, Manifest, read_manifest
from esslod.representation.answers import Reading
from esslod.representation.atlas import Atlas
from esslod.representation.context import Context, context_of
from esslod.representation.naming import Names
from esslod.representation.overview import Overview
from esslod.representation.profiles import Profiles
from esslod.representation.questions import Questions, query_files
from esslod.representation.reference.known import Reference
from esslod.representation.resource import Pages
from esslod.representation.words import LANGUAGES
from esslod.web import spelling
from esslod.web.subjects import Lines, Listed, Subjects

if TYPE_CHECKING:
    from esslod.engine.seam import Engine

OpenEngine = Callable[[Path, Site], "Engine"]

_SUBJECTS: Final = "SELECT DISTINCT ?thing WHERE { ?thing ?property ?value FILTER(isIRI(?thing)) }"
_WITHDRAWN: Final = """
SELECT DISTINCT ?thing WHERE { GRAPH %s { ?thing <http://www.w3.org/ns/prov#invalidatedAtTime> ?when } }"""
#: Files that hold, sorted, every statement of a release and of its descriptions.
_SORTED: Final = tuple(f"{path}.{N_TRIPLES.suffix}" for path in (CATALOGUE, VOID_DOCUMENT, EXAMPLES))


@dataclass(frozen=True)
class Published:
    """One release, open: folder, manifest, engine, and what is read from it once."""

    folder: Path
    manifest: Manifest
    engine: Engine
    site: Site
    store: Path = Path()

    @cached_property
    def index(self) -> Index:
        """What lists and search read. Raises DamagedRelease when the query index has none."""
        return Index(self.store / INDEX)

    @property
    def indexed(self) -> bool:
        """Whether there are lists and a search."""
        return (self.store / INDEX).is_file()

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
    def questions(self) -> Questions:
        """The query files of the release, ready to be asked."""
        reading = Reading(self.engine, self.site.addresses, self.prefixes, self.pages.fields)
        return Questions(query_files(self.folder, self.manifest), self.engine, reading)

    @cached_property
    def lacks(self) -> frozenset[str]:
        """The paths of pages that this release has nothing to show on."""
        queries = self.questions.files.values()
        shown = {
            TABLES: self.manifest.file(table_path(TABLES_LISTED, DATA_PACKAGE.suffix)) is not None,
            COMPARE: any(query.comparison for query in queries),
            QUESTIONS: any(query.number for query in queries),
            MAPS: any(query.map for query in queries),
            CHANGES: (self.folder.parent / HISTORY / JOURNAL).is_file(),
        }
        return frozenset(path for path, there in shown.items() if not there)

    @cached_property
    def overview(self) -> Overview:
        """What the release holds, at a glance."""
        return Overview(self.questions, self.manifest)

    @cached_property
    def atlas(self) -> Atlas:
        """The maps of the release."""
        return Atlas(self.questions)

    @cached_property
    def reference(self) -> Reference:
        return Reference(self.engine, self.site.addresses, self.prefixes, self.pages.fields)

    @cached_property
    def profiles(self) -> Profiles:
        return Profiles(self.engine, self.site.addresses)

    @cached_property
    def context(self) -> Context:
        """Short names for JSON-LD, from the release's own vocabulary.

        Where any RDF files are served, documents hold their context: it has no address of its own.
        """
        parts = self.parts(VOCABULARY)
        vocabulary = [quad.triple for part in parts for quad in self.engine.about(part)]
        declared = (triple for triple in vocabulary if isinstance(triple, Triple))
        inline = self.site.describe_any or self.site.inline_context
        address = "" if inline else self.site.addresses.iri(CONTEXT)
        return context_of(declared, self.site.base_iri + "def#", self.prefixes, address)

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
    def subjects(self) -> Subjects:
        """Which addresses there are: things described, and named graphs."""
        graphs = Listed(graph.iri for graph in self.manifest.graphs)
        files = [DUMPS + dump_name(N_TRIPLES.suffix), *_SORTED]
        entries = [entry for name in files if (entry := self.manifest.file(name))]
        if any(entry.path.startswith(DUMPS) for entry in entries):
            lines = [Lines(self.folder / entry.path) for entry in entries if entry.size]
            return Subjects((*lines, graphs))
        asked = (row["thing"] for row in self.engine.select(_SUBJECTS))
        listed = Listed(thing.value for thing in asked if isinstance(thing, NamedNode))
        return Subjects((listed, graphs))

    @cached_property
    def policy(self) -> Policy:
        """How this site describes its resources."""
        addresses, licence = self.site.addresses, self.licence[0]

        def rest(focus: NamedNode) -> NamedNode:
            return NamedNode(addresses.iri(addresses.pointing_to(focus.value)))

        return Policy(NamedNode(licence) if licence else None, rest=rest)

    @cached_property
    def graphs(self) -> dict[str, GraphEntry]:
        """The named graphs by their IRIs."""
        return {graph.iri: graph for graph in self.manifest.graphs}

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The IRIs that the list of withdrawn resources says are no more."""
        listing = NamedNode(self.site.addresses.iri(WITHDRAWN))
        found = (row["thing"] for row in self.engine.select(_WITHDRAWN % listing))
        return frozenset(thing.value for thing in found if isinstance(thing, NamedNode))

    def parts(self, document: str) -> tuple[NamedNode, ...]:
        """The hash terms that the document at path *document* defines."""
        return tuple(map(NamedNode, self.subjects.parts(self.site.addresses.subject(document))))

    def near(self, document: str) -> tuple[str, ...]:
        """IRIs whose documents look like the path *document*, the closest first."""
        path = self.site.addresses.subject(document).removeprefix(self.site.base_iri)
        return spelling.near(self.subjects, self.site.base_iri, path)

    def one_spelling(self, document: str) -> str | None:
        """The document that *document* is but for case, Unicode form and slashes; None if none or several."""
        addresses = self.site.addresses
        path = addresses.subject(document).removeprefix(self.site.base_iri)
        found = spelling.one_spelling(self.subjects, self.site.base_iri, path)
        return addresses.document(addresses.iri(found)) if found else None


def open_published(folder: Path, store: Path, site: Site, open_engine: OpenEngine) -> Published:
    """Open the release in *folder* with the query index in *store*."""
    return Published(folder, read_manifest(folder), open_engine(store, site), site, store)
