"""Load a site's files: quads, where each was written, and every fault of every file at once.

One file is one named graph, decided by the place of the file (`addresses.graph_of_file`).
A file given by the user that lies elsewhere is judged as if it stood in the site: as the
edition, vocabulary or code list it describes when it describes one, else as ``data/{its name}``;
it stands in for the site's own file of the same graph, when there is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from pyoxigraph import NamedNode, Quad

from esslod.addresses import INFERRED, Addresses, file_of_graph, graph_of_file
from esslod.sources import reading, wording
from esslod.sources.checks import literal_faults
from esslod.sources.document import Document, parse_document
from esslod.sources.origins import Origins
from esslod.sources.reading import Content, Found
from esslod.validation.report import Fault, Place


@dataclass(frozen=True)
class Source:
    """One file: its name (relative to the site, ``/`` between folders), its graph, what it states."""

    file: str
    graph: str
    quads: tuple[Quad, ...]


@dataclass(frozen=True)
class Sources:
    """A site's files as statements.

    ``digest`` is the SHA-256 over the names and bytes of sources and inference rules;
    ``incomplete`` are files from which something could not be read; ``chosen`` the files
    the user asked about (None: all of them).
    """

    files: tuple[Source, ...] = ()
    origins: Origins = field(default_factory=Origins)
    faults: tuple[Fault, ...] = ()
    digest: str = ""
    incomplete: frozenset[str] = frozenset()
    chosen: frozenset[str] | None = None

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """All quads of all files, in the order of the files."""
        return tuple(quad for source in self.files for quad in source.quads)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files that were read or refused, in order."""
        read = {source.file for source in self.files} | {fault.place.file for fault in self.faults}
        return tuple(sorted(read - {""}))


def load(folder: Path, addresses: Addresses, paths: Sequence[Path] = ()) -> Sources:
    """Read the site in *folder*; with *paths* (files or folders), say which files were asked about.

    Never raises on what the files hold: each thing that is wrong is a fault with its place.
    """
    site = reading.files_of_site(folder)
    inside, outside = _chosen(folder, site, paths)
    contents = [reading.read(found) for found in site if reading.in_digest(found)]
    documents = [_guests_document(reading.read(found), addresses) for found in outside]
    replaced = {document.graph for document in documents if document.graph}
    documents += [
        document
        for content in contents
        if content.found.path.suffix == reading.TURTLE_SUFFIX
        and (document := _document(content, addresses)).graph not in replaced
    ]
    documents.sort(key=lambda document: document.file)
    faults = [fault for document in documents for fault in document.faults]
    faults += [wording.fault("ignored-file", Place(found.name)) for found in site if _ignored(found)]
    if not documents:
        faults.append(wording.fault("no-files", Place(str(folder))))
    faults += _same_graph(documents)
    faults += literal_faults(documents)
    chosen = frozenset(inside) | {found.name for found in outside}
    return Sources(
        files=tuple(_source(document) for document in documents if document.graph),
        origins=Origins(tuple((document.file, tuple(document.statements)) for document in documents)),
        faults=tuple(sorted(faults, key=lambda fault: (fault.place, fault.rule, fault.value))),
        digest=_digest(contents),
        incomplete=frozenset(document.file for document in documents if document.incomplete),
        chosen=chosen if paths else None,
    )


def _ignored(found: Found) -> bool:
    return not reading.in_digest(found) and not reading.is_companion(found)


def _source(document: Document) -> Source:
    graph = NamedNode(document.graph)
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t, _ in document.statements]
    # Stating a triple twice in one file changes nothing.
    return Source(document.file, document.graph, tuple(dict.fromkeys(quads)))


def _document(content: Content, addresses: Addresses) -> Document:
    """The document of a file of the site."""
    name = content.found.name
    if content.fault:
        return Document(name, faults=[content.fault], incomplete=True)
    path = graph_of_file(PurePosixPath(name))
    return parse_document(name, content.octets, path, addresses)


def _guests_document(content: Content, addresses: Addresses) -> Document:
    """The document of a file from elsewhere."""
    name = content.found.name
    if content.fault:
        return Document(name, faults=[content.fault], incomplete=True)
    if content.found.path.suffix != reading.TURTLE_SUFFIX:
        return Document(name, faults=[wording.fault("ignored-file", Place(name))], incomplete=True)
    document = parse_document(name, content.octets, None, addresses, guest=True)
    subjects = dict.fromkeys(triple.subject for triple, _ in document.statements)
    described = (addresses.path(subject.value) for subject in subjects if isinstance(subject, NamedNode))
    places = (path for path in described if path and file_of_graph(path))
    place = next(places, None) or graph_of_file(PurePosixPath("data", Path(name).name))
    return parse_document(name, content.octets, place, addresses)


def _same_graph(documents: Iterable[Document]) -> list[Fault]:
    first: dict[str, str] = {}
    faults: list[Fault] = []
    for document in documents:
        other = first.setdefault(document.graph, document.file)
        if document.graph.endswith("/" + INFERRED):
            other = INFERRED
        if document.graph and other != document.file:
            faults.append(wording.fault("same-graph", Place(document.file, 1), what=other))
    return faults


def _digest(contents: Iterable[Content]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        name = content.found.name.encode("utf-8", "surrogateescape")
        # Lengths first, so that no two lists of files give the same bytes.
        digest.update(b"%d %d " % (len(name), len(content.octets)) + name + content.octets)
    return digest.hexdigest()


def _chosen(folder: Path, site: Sequence[Found], paths: Iterable[Path]) -> tuple[set[str], list[Found]]:
    """The names of the site's files among *paths*, and the files from elsewhere."""
    inside: set[str] = set()
    outside: dict[str, Found] = {}
    for path in paths:
        name = _name_in_site(folder, path)
        beneath = [found.name for found in site if name and PurePosixPath(found.name).is_relative_to(name)]
        if beneath:
            inside.update(beneath)
        elif path.is_dir():
            under = list(reading.files_under(path, PurePosixPath(path.as_posix())))
            outside.update(
                (found.name, found) for found in under if found.path.suffix == reading.TURTLE_SUFFIX
            )
        else:
            outside[path.as_posix()] = Found(path.as_posix(), path)
    return inside, list(outside.values())


def _name_in_site(folder: Path, path: Path) -> PurePosixPath | None:
    try:
        return PurePosixPath(path.resolve().relative_to(folder.resolve()).as_posix())
    except (ValueError, OSError, RuntimeError):  # elsewhere, or a loop of links
        return None
