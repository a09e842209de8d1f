"""What a resource's page has beside its description: pictures, how to cite it, files that hold it whole."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from esslod.addresses import CITE, DUMPS, LATEST, PARTS, VERSIONS, dump_path
from esslod.namespaces import DCAT
from esslod.rdf.formats import DUMPED, REFERENCES, XLSX
from esslod.representation.citing import Citation
from esslod.representation.html import Alternate
from esslod.representation.page import Page
from esslod.representation.pictured import Pictured, pictured
from esslod.web import asked, editions
from esslod.web.citations import cited
from esslod.web.editions import Listed


@dataclass(frozen=True)
class Download:
    """A file of ``size`` bytes."""

    label: str
    path: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Beside:
    """``references`` are the citation for programs; ``downloads`` of the named graph that the page shows;
    ``workbook`` the path of its tables (empty: it shows nothing in place); ``editions`` of what it is
    about, and the path of the page that compares them.
    """

    pictured: Pictured
    citation: Citation
    references: tuple[Alternate, ...]
    downloads: tuple[Download, ...]
    workbook: str
    editions: tuple[Listed, ...]
    versions: str


def beside(path: str, page: Page, language: str) -> Beside:
    """What stands beside the *page* of the document at *path*: of what stands in its place, if anything."""
    published = asked.published()
    shown = page.faces[-1][0] if page.faces else None
    document = (asked.site().addresses.document(shown.value) if shown else None) or path
    return Beside(
        pictured(published.questions, page.faces, language),
        cited(document, language),
        tuple(
            Alternate(syntax.label, f"{CITE}{document}.{syntax.suffix}?lang={language}", syntax.media_type)
            for syntax in REFERENCES
        ),
        _downloads(shown) if shown else (),
        f"{PARTS}{document}.{XLSX.suffix}?lang={language}" if page.nested else "",
        *_editions(page),
    )


def _editions(page: Page) -> tuple[tuple[Listed, ...], str]:
    """The editions of the series that the page shows or is an edition of, and where they are compared."""
    about = asked.published().engine.about
    for thing, _ in reversed(page.faces):
        said = [quad.object for quad in about(thing) if quad.predicate == DCAT.isVersionOf]
        series = next((node for node in said if isinstance(node, NamedNode)), thing)
        listed = editions.of(series)
        if listed:
            return listed, f"{VERSIONS}{asked.site().addresses.document(series.value)}"
    return (), ""


def _downloads(graph: NamedNode) -> tuple[Download, ...]:
    """The dumps of *graph*, if it is a named graph of the release, by their stable addresses."""
    name = asked.site().addresses.path(graph.value)
    manifest = asked.published().manifest
    found = ((syntax, manifest.file(f"{DUMPS}{name}.{syntax.suffix}")) for syntax in DUMPED)
    return tuple(
        Download(syntax.label, dump_path(LATEST, f"{name}.{syntax.suffix}"), entry.media_type, entry.size)
        for syntax, entry in found
        if entry is not None
    )
