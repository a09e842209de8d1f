"""A published version of the vocabulary: its statements and nothing else, the same for ever.

Nothing of the current release is mixed in, neither names of what it points to nor what
points to it: the data at such an address are a function of the address, so caches may keep
them without asking again. A page has the site's frame around it, which changes.
"""

from __future__ import annotations

from flask import Response
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from esslod.addresses import VOCABULARY
from esslod.rdf.description import Description
from esslod.rdf.formats import N_TRIPLES, RdfSyntax, Syntax
from esslod.release.manifest import FileEntry
from esslod.web import asked, caching


def file_of(path: str) -> FileEntry | None:
    """The release's file of the version at *path* (``def/1.0.0``); None when it keeps none."""
    if not path.startswith(f"{VOCABULARY}/"):
        return None
    return asked.published().manifest.file(f"{path}.{N_TRIPLES.suffix}")


def vocabulary() -> NamedNode:
    """What every version is a version of."""
    return NamedNode(asked.site().addresses.iri(VOCABULARY))


def description(path: str, entry: FileEntry) -> Description:
    """The vocabulary as the document at *path* describes it."""
    graph, focus = NamedNode(asked.site().addresses.iri(path)), vocabulary()
    triples = parse(path=str(asked.published().folder / entry.path), format=RdfFormat.N_TRIPLES)
    own = tuple(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in triples)
    things = {quad.subject for quad in own if isinstance(quad.subject, NamedNode)} - {focus}
    return Description(focus, graph, tuple(sorted(things, key=str)), own, (), 0, (), (), ())


def kept(path: str, syntax: Syntax, response: Response) -> Response:
    """*response*, to be kept for ever when it is the data of a version."""
    if isinstance(syntax, RdfSyntax) and file_of(path):
        response.headers["Cache-Control"] = caching.IMMUTABLE
    return response
