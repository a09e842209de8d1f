"""IRI ↔ URL path ↔ file name: the only place that knows the URL space.

Canonical IRIs hang under one base (a setting). A *path* here is what follows the
base, without a leading slash: ``id/territory/epci/246300701``. A server answers
its own paths about canonical IRIs, whatever host it runs on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar, Final
from urllib.parse import quote

CANONICAL_BASE: Final = "https://w3id.org/esslod/"

THING: Final = "id/"
DESCRIPTION: Final = "doc/"
VOCABULARY: Final = "def"
CODE: Final = "code/"
DATASET: Final = "dataset/"
CATALOGUE: Final = "catalog"
VOID_DOCUMENT: Final = "void"
SHAPES: Final = "shapes/"
#: Where the roles hang that shapes give to properties, for pages.
ROLES: Final = "shapes#"
SPARQL: Final = "sparql"
#: What an editor of queries completes with.
TERMS: Final = "sparql/terms.json"
EXAMPLES: Final = "queries"
DESCRIBE: Final = "describe"
CONTEXT: Final = "context/v1.jsonld"
PROFILES: Final = "profiles"
LINKSET: Final = "linkset/"
#: What hangs here is how to cite the document whose path follows.
CITE: Final = "cite/"
#: What hangs here is the editions of the document whose path follows, side by side.
VERSIONS: Final = "versions/"
#: What hangs here is what the page of the document whose path follows shows in place, as tables.
PARTS: Final = "parts/"
OPENAPI: Final = "openapi.json"
API: Final = "api"
PORTALS: Final = "portals"
SITEMAP: Final = "sitemap"
ROBOTS: Final = "robots.txt"
METRICS: Final = "metrics"
WELL_KNOWN: Final = ".well-known/"
DUMPS: Final = "dumps/"
LATEST: Final = "latest"
#: The name, without suffix, of the files that hold everything.
WHOLE: Final = "esslod"
INFERRED: Final = "dataset/inferred"
EDITIONS: Final = "id/profile/"
EVERYTHING: Final = "dataset/profiles"
WITHDRAWN: Final = "dataset/withdrawn"
#: Code lists and shapes, each kind together, as datasets of the catalogue.
CODES: Final = "dataset/codes"
SHAPES_DATASET: Final = "dataset/shapes"
STREAMS: Final = "ldes/"
CHANGES: Final = "changes"
OAI: Final = "oai"
#: Pages for people; what ends in a slash holds others.
BROWSE: Final = "browse"
SEARCH: Final = "search"
QUESTIONS: Final = "queries/"
COMPARE: Final = "compare"
TABLES: Final = "tables/"
#: The file that lists the tables, without suffix: a Frictionless Data Package.
TABLES_LISTED: Final = "datapackage"
MAPS: Final = "map/"
REUSE: Final = "reuse"
LEGAL: Final = "about/legal"
ACCESSIBILITY: Final = "about/accessibility"
CATALOGUE_PAGE: Final = "catalog.html"
SUGGEST: Final = "search/suggest"
OPENSEARCH: Final = "opensearch.xml"
#: What shapes say of finding: a property shape is a facet, by this name; its values are of this class.
FACET: Final = "shapes#facet"
FACET_CLASS: Final = "shapes#facetClass"

#: ``%`` too, for it begins an encoded one; ``#`` and ``?`` are never part of a path.
_NOT_IN_IRI: Final = frozenset(' <>"{}|\\^`#?%') | frozenset(map(chr, range(0x20)))

_WORD_START: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Addresses:
    """The URL space under one base IRI (which ends in a slash)."""

    base: str = CANONICAL_BASE

    def iri(self, path: str) -> str:
        """The canonical IRI of *path*."""
        return self.base + path

    def path(self, iri: str) -> str | None:
        """What follows the base in *iri*, fragment included; None for a foreign IRI."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def document(self, iri: str) -> str | None:
        """Path of the document that describes *iri*: ``id/x`` → ``doc/x``, ``def#T`` → ``def``.

        None for a foreign IRI.
        """
        path = self.path(iri)
        if path is None:
            return None
        path = path.partition("#")[0]
        return DESCRIPTION + path.removeprefix(THING) if path.startswith(THING) else path

    def subject(self, document: str) -> str:
        """The IRI that the document at path *document* is about: ``doc/x`` → ``…id/x``."""
        if document.startswith(DESCRIPTION):
            return self.iri(THING + document.removeprefix(DESCRIPTION))
        return self.iri(document)

    def key(self, iri: str) -> str:
        """*iri* in the address of a list, short and for ever: ``…code/level/region`` → ``region``.

        Two lists of codes are no values of one facet; things keep their whole path below ``id/``.
        """
        path = self.path(iri)
        if path is None:
            return iri
        if path.startswith(CODE) and path.count("/") > 1:
            return path.removeprefix(CODE).partition("/")[2]
        return path.removeprefix(THING)

    def pointing_to(self, iri: str) -> str:
        """The path of everything that points to *iri*: a query, so never cut."""
        return f"{SPARQL}?query={quote(self._POINTING % iri, safe='')}"

    _POINTING: ClassVar[str] = "CONSTRUCT WHERE { ?subject ?property <%s> }"


class OpenAddresses(Addresses):
    """Addresses of a site that describes any IRI: foreign ones by ``describe?iri=…``."""

    # Its default graph is not the union of the named ones.
    _POINTING: ClassVar[str] = (
        "CONSTRUCT { ?subject ?property ?thing } WHERE { BIND(<%s> AS ?thing) "
        "{ ?subject ?property ?thing } UNION { GRAPH ?graph { ?subject ?property ?thing } } }"
    )

    def document(self, iri: str) -> str | None:
        path = super().document(iri)
        return description_of(iri) if path is None and iri.startswith(("http:", "https:", "urn:")) else path


def description_of(iri: str) -> str:
    """The address that describes any IRI, ours or not."""
    return f"{DESCRIBE}?iri={quote(iri, safe='')}"


def variant(path: str, suffix: str) -> str:
    """The address of the document at *path* in the format with this suffix."""
    return f"{path}&format={suffix}" if path.startswith(f"{DESCRIBE}?") else f"{path}.{suffix}"


def graph_of_file(file: PurePosixPath) -> str | None:
    """Path of the named graph that a source file (relative to the site) states.

    None when the place of the file means nothing to us.
    """
    match file.parts:
        case ("ontology", "codes", name):
            return CODE + PurePosixPath(name).stem
        case ("ontology", "esslod.ttl"):
            return VOCABULARY
        case ("shapes", name):
            return SHAPES + PurePosixPath(name).stem
        case ("data", "territories", territory, name):
            return f"{THING}profile/{territory}/{PurePosixPath(name).stem}"
        case ("data", "reference", name) | ("data", name):
            return DATASET + PurePosixPath(name).stem
    return None


def file_of_graph(path: str) -> PurePosixPath | None:
    """Where the named graph at *path* is written, for the graphs whose path says it.

    The inverse of `graph_of_file`, except for ``dataset/…``, which two folders may hold: None.
    """
    match path.split("/"):
        case ["def"]:
            return PurePosixPath("ontology", "esslod.ttl")
        case ["code", name] if name:
            return PurePosixPath("ontology", "codes", f"{name}.ttl")
        case ["shapes", name] if name:
            return PurePosixPath("shapes", f"{name}.ttl")
        case ["id", "profile", territory, name] if territory and name:
            return PurePosixPath("data", "territories", territory, f"{name}.ttl")
    return None


def url_path(path: str) -> str:
    """*path* as it stands in a URL: an IRI may hold letters that a URL writes as ``%`` and digits.

    What is encoded already stays (RFC 3987 §3.1).
    """
    return quote(path, safe="/:@!$&'()*+,;=~%?")


def in_iri(path: str) -> str:
    """A decoded URL path as an IRI may hold it: what no IRI holds is encoded (RFC 3987 §2.2)."""
    return "".join(quote(letter) if letter in _NOT_IN_IRI else letter for letter in path)


def split_suffix(path: str, suffixes: frozenset[str]) -> tuple[str, str | None]:
    """``doc/x.ttl`` → (``doc/x``, ``ttl``) when the suffix is one of *suffixes*."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in suffixes else (path, None)


def dump_name(suffix: str, *, compressed: bool = False) -> str:
    """File name of the whole dump in the syntax with this suffix."""
    return f"{WHOLE}.{suffix}" + (".gz" if compressed else "")


def dump_path(release: str, name: str) -> str:
    """``dumps/{release}/{name}``; *release* may be ``latest``."""
    return f"{DUMPS}{release}/{name}"


def table_name(local: str) -> str:
    """What the files of the table of a class are called: ``PlanElement`` → ``plan-element``."""
    words = _WORD_START.sub("-", "".join(c if c.isascii() and c.isalnum() else "-" for c in local))
    return "-".join(filter(None, words.lower().split("-"))) or "class"


def class_name(iri: str) -> str:
    """What the table of the class *iri* is called, where no other class has that name."""
    return table_name(iri.replace("#", "/").rstrip("/").rpartition("/")[2])


def table_path(name: str, suffix: str) -> str:
    """The file of the table *name* in the format with this suffix."""
    return f"{TABLES}{name}.{suffix}"
