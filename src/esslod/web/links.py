"""Every Link of a document, in one place: RFC 8288, and the patterns of FAIR Signposting.

Links to addresses of ours are *paths*: in a header they stay on the host that answers, in a
link set (RFC 9264), which is data, they are canonical. What names a thing (``cite-as``,
``canonical``, ``describes``, ``type``) is always its canonical IRI.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad
from werkzeug.urls import iri_to_uri

from esslod.addresses import (
    CATALOGUE,
    DUMPS,
    EXAMPLES,
    LATEST,
    LINKSET,
    OPENAPI,
    VOID_DOCUMENT,
    WELL_KNOWN,
    dump_path,
    variant,
)
from esslod.namespaces import DCAT, RDF, SCHEMA
from esslod.rdf.formats import (
    API_CATALOGUE,
    COMPRESSIONS,
    HTML,
    JSON,
    JSON_LD,
    LINKSET_JSON,
    TURTLE,
    RdfSyntax,
    Syntax,
)
from esslod.web import asked

#: Bytes of links in a header, at most: a proxy may refuse more than 4 kB of headers in all (nginx
#: does, unless told otherwise). The link set holds what is left out.
LONGEST: Final = 2800
#: Of the formats, those that a header says to describe a page; they are all alternates anyway.
_DESCRIBING: Final = (TURTLE, JSON_LD)
_DATA_FIRST: Final = frozenset({CATALOGUE, VOID_DOCUMENT, EXAMPLES})
#: What follows the base in the address of a dump that is always the current one.
_LATEST: Final = f"{DUMPS}{LATEST}/"


@dataclass(frozen=True)
class Link:
    """One link: relation, target, media ``type`` of the target (none when unknown).

    ``to`` is an absolute IRI, or with ``ours`` a path below the site's root.
    ``more`` are other target attributes, as ``("profile", "https://…")``.
    """

    rel: str
    to: str
    type: str = ""
    ours: bool = True
    more: tuple[tuple[str, str], ...] = ()

    def address(self, root: str) -> str:
        """The target as a URI reference in ASCII; *root* ends in a slash."""
        return iri_to_uri(root + self.to if self.ours else self.to)

    def attributes(self) -> tuple[tuple[str, str], ...]:
        return (("type", self.type), *self.more) if self.type else self.more


def field(links: Sequence[Link]) -> str:
    """The value of a ``Link`` header on this host; the first of *links* that fit."""
    root = place()
    written = [_written(link, root) for link in links]
    while sum(map(len, written)) + 2 * len(written) > LONGEST:
        written.pop()
    return ", ".join(written)


def place() -> str:
    """The root that links of this answer hang under: this host's, or with ``?rewrite=false`` the base."""
    return asked.site().base_iri if asked.canonical_only() else asked.root()


def offered(path: str, formats: Sequence[RdfSyntax]) -> list[tuple[str, str]]:
    """(media type, address on this host) of the page and of each format of the document at *path*."""
    root = place()
    return [
        (syntax.media_type, iri_to_uri(root + variant(path, syntax.suffix))) for syntax in (HTML, *formats)
    ]


def of_document(
    path: str, focus: NamedNode, syntax: Syntax, formats: Sequence[RdfSyntax], more: Sequence[Link] = ()
) -> tuple[Link, ...]:
    """The links of the document at *path* about *focus*, sent in *syntax*.

    The page is a landing page: it is ``describedby`` the other formats; these ``describe`` the
    focus. *more* are links that somebody else knows of (profiles). The most needed come first.
    """
    quads = asked.published().engine.about(focus)
    describing = [other for other in formats if other in _DESCRIBING]
    own = _landing(path, describing) if syntax is HTML else iter([_iri("describes", focus.value)])
    alternates = (_to(path, "alternate", other) for other in (HTML, *formats) if other is not syntax)
    first = (*_names(path, focus), *_set_of(path), *licence())
    return (*first, *alternates, *own, *more, *_about(path, focus, quads))


def of_front(formats: Sequence[RdfSyntax]) -> tuple[Link, ...]:
    """The links of the home page: the catalogue describes the site, and the APIs have theirs (RFC 9727)."""
    described = (_to(CATALOGUE, "describedby", syntax) for syntax in formats)
    apis = (
        Link("api-catalog", f"{WELL_KNOWN}api-catalog", API_CATALOGUE.media_type),
        Link("service-desc", OPENAPI, JSON.media_type),
    )
    own = (_iri("canonical", asked.site().base_iri), *apis, *described, *licence())
    return (*own, *(_set_of(CATALOGUE) if formats else ()))


def of_thing(path: str) -> tuple[Link, ...]:
    """The links of a thing that cannot be sent itself, whose description is at *path* (303)."""
    return (Link("describedby", path), *_set_of(path))


def of_dump(name: str, dataset: str = "") -> tuple[Link, ...]:
    """The links of the dump *name*: where its data set is described, and under which licence."""
    known = (_page("collection", dataset or CATALOGUE), Link("describedby", CATALOGUE))
    return (*known, Link("latest-version", dump_path(LATEST, name)), *licence())


def of_answer(question: str) -> tuple[Link, ...]:
    """The links of an answer as a file: the page of its *question*, and the licence."""
    return (_page("describedby", question), *licence())


def of_dumps() -> tuple[Link, ...]:
    """The links of the page that lists the dumps."""
    own = (_iri("canonical", asked.site().addresses.iri(DUMPS)), _page("describedby", CATALOGUE))
    return (*own, *licence())


def linkset(path: str, focus: NamedNode, formats: Sequence[RdfSyntax]) -> list[dict[str, object]]:
    """The link contexts of a link set about *path*: page, its formats, and the files it leads to."""
    root = asked.site().base_iri
    quads = asked.published().engine.about(focus)
    about = (*licence(), *_about(path, focus, quads))
    described = [_to(path, "alternate", HTML), *_names(path, focus), *_landing(path, formats), *about]
    contexts = [_context(iri_to_uri(root + path), described, root)]
    page = _page("describes", path)
    contexts += [
        _context(iri_to_uri(root + variant(path, syntax.suffix)), [page], root) for syntax in formats
    ]
    held = [_page("collection", path)]
    contexts += [_context(link.address(root), held, root) for link in about if link.rel == "item"]
    return contexts


def _names(path: str, focus: NamedNode) -> Iterator[Link]:
    yield _iri("canonical", asked.site().addresses.iri(path))
    yield _iri("cite-as", focus.value)


def _landing(path: str, formats: Sequence[RdfSyntax]) -> Iterator[Link]:
    yield from (_to(path, "describedby", syntax) for syntax in formats)
    yield _iri("type", SCHEMA.AboutPage.value)


def _about(path: str, focus: NamedNode, quads: Sequence[Quad]) -> Iterator[Link]:
    """What the release says: kinds of the focus, data sets that speak of it, author, files."""
    yield from (_iri("type", kind) for kind in sorted(_objects(quads, RDF.type)))
    yield from _collections(path, focus, quads)
    if not asked.site().describe_any:
        yield _iri("author", asked.site().publisher_iri)
    yield from _items(quads)


def licence() -> tuple[Link, ...]:
    licence = asked.published().licence[0]
    return (_iri("license", licence),) if licence else ()


def _items(quads: Sequence[Quad]) -> Iterator[Link]:
    """The files of a data set, the data sets of a catalogue."""
    engine, addresses = asked.published().engine, asked.site().addresses
    for distribution in sorted(_objects(quads, DCAT.distribution)):
        for file in sorted(_objects(engine.about(NamedNode(distribution)), DCAT.downloadURL)):
            where = addresses.path(file)
            yield Link("item", where or file, _type_of(where or ""), ours=where is not None)
    for dataset in sorted(_objects(quads, DCAT.dataset)):
        where = addresses.document(dataset)
        yield _page("item", where) if where else _iri("item", dataset)


def _collections(path: str, focus: NamedNode, quads: Sequence[Quad]) -> Iterator[Link]:
    """The data sets (named graphs) that speak of the focus."""
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode)} - {focus.value}
    documents = {asked.site().addresses.document(graph) for graph in graphs} - {path}
    # FAIR Signposting reads one collection: for what the catalogue lists, the catalogue.
    found = {CATALOGUE} if CATALOGUE in documents else documents
    yield from (_page("collection", where) for where in sorted(filter(None, found)))


def _type_of(path: str) -> str:
    """The media type of the dump at *path*, as the manifest has it."""
    entry = asked.published().manifest.file(DUMPS + path.removeprefix(_LATEST))
    if entry is None:
        return ""
    packed = COMPRESSIONS.get(entry.compression)
    return packed.media_type if packed else entry.media_type


def _set_of(path: str) -> tuple[Link, ...]:
    """The link set of the document at *path*; addresses with a query have none."""
    return () if "?" in path else (Link("linkset", LINKSET + path, LINKSET_JSON.media_type),)


def _context(anchor: str, links: Sequence[Link], root: str) -> dict[str, object]:
    """One link context object (RFC 9264 §4.2.2)."""
    context: dict[str, object] = {"anchor": anchor}
    targets: dict[str, list[dict[str, str]]] = {}
    for link in links:
        targets.setdefault(link.rel, []).append({"href": link.address(root), **dict(link.attributes())})
    return context | targets


def _to(path: str, rel: str, syntax: Syntax) -> Link:
    return Link(rel, variant(path, syntax.suffix), syntax.media_type)


def _page(rel: str, path: str) -> Link:
    """A link to a document; who states no preference gets its page, but for those that are data first."""
    return Link(rel, path, "" if path in _DATA_FIRST else HTML.media_type)


def _iri(rel: str, iri: str) -> Link:
    return Link(rel, iri, ours=False)


def _objects(quads: Sequence[Quad], predicate: NamedNode) -> set[str]:
    """The IRIs that *quads* give for *predicate*."""
    return {q.object.value for q in quads if q.predicate == predicate and isinstance(q.object, NamedNode)}


def _written(link: Link, root: str) -> str:
    attributes = "".join(f'; {name}="{value}"' for name, value in link.attributes())
    return f'<{link.address(root)}>; rel="{link.rel}"{attributes}'
