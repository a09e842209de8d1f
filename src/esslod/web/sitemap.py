"""``/sitemap.xml``: every document of the release, for search engines (sitemaps.org, protocol 0.9).

The index lists parts; a part holds whole named graphs, or a slice of one that is too large, and is
made from the engine only when it is asked for. Which parts there are is known from the manifest
alone: a graph of *n* statements describes at most *n* documents.

Locations are on the host that was asked, as the protocol demands; documents themselves name
their canonical IRI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from esslod.addresses import (
    ACCESSIBILITY,
    API,
    BROWSE,
    CATALOGUE,
    COMPARE,
    DUMPS,
    EXAMPLES,
    INFERRED,
    LEGAL,
    MAPS,
    PORTALS,
    QUESTIONS,
    REUSE,
    SEARCH,
    SITEMAP,
    SPARQL,
    TABLES,
    VERSIONS,
    VOID_DOCUMENT,
    WITHDRAWN,
    url_path,
)
from esslod.errors import EsslodError, NotFound
from esslod.namespaces import DCAT
from esslod.rdf.formats import CSVW, TURTLE, XML
from esslod.release.manifest import GraphEntry, Manifest, read_manifest
from esslod.web import asked, caching

if TYPE_CHECKING:
    from esslod.web.published import Published

#: Locations of one part, at most. The protocol allows 50 000 and 50 MB; one of these parts, of about
#: 4 MB, still finds room among the answers that are kept.
LARGEST: Final = 20_000
#: What is a page of the site, and described in no graph; the second ones when the release has them as files.
_PAGES: Final = ("", DUMPS, SPARQL, API, PORTALS, REUSE, MAPS, LEGAL, ACCESSIBILITY)
#: Of lists, the whole ones.
_FOUND: Final = (BROWSE, SEARCH)
_FILES: Final = (CATALOGUE, EXAMPLES, VOID_DOCUMENT)
#: Graphs that tell more of what others describe, or of what is there no more.
_BESIDE: Final = (INFERRED, WITHDRAWN)
_DOCUMENTS: Final = "SELECT DISTINCT ?thing ?graph WHERE { GRAPH ?graph { ?thing ?property ?value } }"
_SERIES: Final = f"""
SELECT ?series WHERE {{ GRAPH ?edition {{ ?edition {DCAT.isVersionOf} ?series }} }}
GROUP BY ?series HAVING (COUNT(DISTINCT ?edition) > 1)"""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

blueprint = Blueprint("sitemap", __name__)


@dataclass(frozen=True)
class Part:
    """Some graphs whole, or the slice *number* of *slices* of a single one."""

    graphs: tuple[GraphEntry, ...]
    number: int = 0
    slices: int = 1


@blueprint.get(f"/{SITEMAP}.xml")
def index() -> Response:
    """The parts of the sitemap, each with the date of its last change."""
    changed = changes(asked.published())

    def written() -> Iterator[str]:
        for number, part in enumerate(parts(asked.published().manifest), 1):
            dates = [changed[graph.iri] for graph in part.graphs] or [asked.published().manifest.date]
            yield _entry("sitemap", f"{request.url_root}{SITEMAP}/{number}.xml", max(dates))

    return _answer("sitemapindex", written)


@blueprint.get(f"/{SITEMAP}/<int:number>.xml")
def part(number: int) -> Response:
    """Some documents of the release, each with the date of its last change."""
    published = asked.published()
    every = parts(published.manifest)
    if not 0 < number <= len(every):
        raise NotFound(request.path)

    def written() -> Iterator[str]:
        pages = dict.fromkeys(_pages(published), published.manifest.date) if number == 1 else {}
        for path, date in {**pages, **documents(published, every[number - 1])}.items():
            yield _entry("url", request.url_root + url_path(path), date)

    return _answer("urlset", written)


def parts(manifest: Manifest) -> list[Part]:
    """The graphs of *manifest*, in order, in parts of at most `LARGEST` documents; at least one part."""
    made: list[Part] = []
    together: list[GraphEntry] = []
    for graph in manifest.graphs:
        if graph.iri.removeprefix(manifest.base_iri) in _BESIDE:
            continue
        if graph.quads > LARGEST:
            slices = -(-graph.quads // LARGEST)
            made += [Part((graph,), number, slices) for number in range(slices)]
            continue
        if graph.quads + sum(other.quads for other in together) > LARGEST:
            made.append(Part(tuple(together)))
            together = []
        together.append(graph)
    return [*made, Part(tuple(together))] if together or not made else made


def _pages(published: Published) -> list[str]:
    files = (path for path in _FILES if published.manifest.file(f"{path}.{TURTLE.suffix}"))
    lists = [*_FOUND, *(f"{BROWSE}/{slug}" for slug in published.index.kinds)] if published.indexed else []
    questions = [f"{EXAMPLES}/{name}" for name in published.questions.files]
    asked = [QUESTIONS, COMPARE, *questions] if questions else []
    maps = (MAPS + choice.name for choice in published.atlas.choices)
    return [*_PAGES, *files, *lists, *asked, *maps, *_tables(published.manifest), *_editions(published)]


def _editions(published: Published) -> list[str]:
    """The pages that set editions side by side, of what has several."""
    series = [row["series"] for row in published.engine.select(_SERIES)]
    paths = [published.site.addresses.document(node.value) for node in series if isinstance(node, NamedNode)]
    return sorted(f"{VERSIONS}{path}" for path in paths if path)


def _tables(manifest: Manifest) -> list[str]:
    ending = f".{CSVW.suffix}"
    found = [file.path.removesuffix(ending) for file in manifest.files if file.path.endswith(ending)]
    return [TABLES, *found] if found else []


def documents(published: Published, part: Part) -> dict[str, str]:
    """Path of each document of *part*, sorted → the day on which its graph last changed."""
    changed, addresses = changes(published), published.site.addresses
    found: dict[str, str] = {}
    for graph in part.graphs:
        for row in published.engine.select(_DOCUMENTS, graph=NamedNode(graph.iri)):
            thing = row["thing"]
            path = addresses.document(thing.value) if isinstance(thing, NamedNode) else None
            if path is not None and "?" not in path:
                found[path] = max(found.get(path, ""), changed[graph.iri])
    paths = sorted(found)
    first, last = (len(paths) * place // part.slices for place in (part.number, part.number + 1))
    return {path: found[path] for path in paths[first:last]}


def changes(published: Published) -> dict[str, str]:
    """IRI of each graph → the day of the oldest kept release from which on it has been what it is now."""
    return _changes(published.folder, published.manifest)


@lru_cache(maxsize=4)
def _changes(folder: Path, manifest: Manifest) -> dict[str, str]:
    since = dict.fromkeys((graph.iri for graph in manifest.graphs), manifest.date)
    same = {graph.iri: graph.digest for graph in manifest.graphs}
    for older in _older(folder, manifest):
        told = {graph.iri: graph.digest for graph in older.graphs}
        same = {iri: digest for iri, digest in same.items() if digest and told.get(iri) == digest}
        since.update(dict.fromkeys(same, older.date))
    return since


def _older(folder: Path, manifest: Manifest) -> Sequence[Manifest]:
    """The manifests of the releases kept beside *folder* that are no younger, the youngest first."""
    found = []
    for other in folder.parent.iterdir():
        if other.is_symlink() or other.name in (folder.name, "") or not other.is_dir():
            continue
        try:
            found.append(read_manifest(other))
        except EsslodError:
            continue
    kept = [other for other in found if other.date <= manifest.date]
    return sorted(kept, key=lambda other: (other.date, other.name), reverse=True)


def _entry(name: str, location: str, date: str) -> str:
    return f"<{name}><loc>{escape(location)}</loc><lastmod>{date}</lastmod></{name}>\n"


def _answer(root: str, entries: Callable[[], Iterator[str]]) -> Response:
    def made() -> bytes:
        return f"{_HEAD}<{root} {_NAMESPACE}>\n{''.join(entries())}</{root}>\n".encode()

    return caching.answer(made, XML.content_type, (request.url_root,))
