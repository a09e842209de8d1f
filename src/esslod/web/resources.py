"""Linked-data resources: ``id/…`` leads to ``doc/…``, documents answer in every format.

Whatever the host, answers are about canonical IRIs: the path says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from esslod.addresses import (
    DESCRIBE,
    DESCRIPTION,
    EXAMPLES,
    THING,
    VOCABULARY,
    description_of,
    split_suffix,
    variant,
)
from esslod.errors import BadRequest, NotAcceptable, NotFound
from esslod.namespaces import OWL
from esslod.rdf.description import Description, describe
from esslod.rdf.formats import HTML, RDF_SYNTAXES, RdfSyntax, Syntax
from esslod.release.manifest import GraphEntry
from esslod.representation import html, rdf
from esslod.representation.html import Alternate
from esslod.web import asked, caching
from esslod.web.negotiation import best

#: A page first: who states no preference is a person's tool or a link checker.
OFFERED: Final[tuple[Syntax, ...]] = (HTML, *RDF_SYNTAXES)
SUFFIXES: Final = frozenset(syntax.suffix for syntax in OFFERED)
_BY_SUFFIX: Final = {syntax.suffix: syntax for syntax in OFFERED}

blueprint = Blueprint("resources", __name__)


@dataclass(frozen=True)
class _Found:
    """A document of the release: path without suffix, what it is about, and how it was asked for.

    ``formats`` are the RDF syntaxes it is offered in.
    """

    path: str
    focus: NamedNode
    syntax: Syntax
    negotiated: bool
    formats: Sequence[RdfSyntax] = RDF_SYNTAXES


@blueprint.get(f"/{THING}<path:name>")
def thing(name: str) -> Response:
    """303: the thing itself cannot be sent, its description can (httpRange-14).

    The description's address has no suffix, so that what the caller accepts still decides there.
    """
    path = f"{DESCRIPTION}{name}"
    if not _known(path):
        raise _nothing(path)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    response = Response(status=303, content_type="text/plain; charset=utf-8")
    response.location = asked.root() + path + query
    response.headers["Cache-Control"] = caching.REVALIDATE
    response.vary.update(("Accept",))
    return response


@blueprint.get(f"/{VOCABULARY}", endpoint="vocabulary")
@blueprint.get(f"/{VOCABULARY}.<suffix>", endpoint="vocabulary-as")
@blueprint.get(f"/{VOCABULARY}/<path:name>", endpoint="version")
@blueprint.get("/shapes", endpoint="shapes")
@blueprint.get("/shapes.<suffix>", endpoint="shapes-as")
@blueprint.get("/shapes/<path:name>", endpoint="shapes-graph")
@blueprint.get("/code/<path:name>", endpoint="code")
@blueprint.get("/dataset/<path:name>", endpoint="dataset")
@blueprint.get(f"/{EXAMPLES}/<path:name>", endpoint="example")
@blueprint.get(f"/{DESCRIPTION}<path:name>", endpoint="description")
def document(**_route: str) -> Response:
    """The description of what this address is about."""
    return _answer(_find(asked.path()))


@blueprint.get(f"/{DESCRIBE}")
def anything() -> Response:
    """What the dataset says of any IRI, ours or not: ``?iri=…``, with ``&format=`` a suffix."""
    iri, suffix = request.args.get("iri", ""), request.args.get("format", "")
    try:
        focus = NamedNode(iri)
    except ValueError:
        raise BadRequest(f"{iri!r} is not an absolute IRI.", remedy=f"/{DESCRIBE}?iri=http…") from None
    if suffix and suffix not in SUFFIXES:
        raise BadRequest(f"format={suffix}: " + " ".join(syntax.suffix for syntax in OFFERED))
    if not (_mentioned(focus) or _used(focus)):
        raise NotFound(iri)
    path = description_of(iri)
    syntax = _BY_SUFFIX[suffix] if suffix else best(request.headers.get("Accept"), OFFERED)
    if syntax is None:
        raise NotAcceptable(request.headers.get("Accept", ""), _offered(path))
    return _answer(_Found(path, focus, syntax, negotiated=not suffix))


def page_of(path: str, formats: Sequence[RdfSyntax]) -> Response:
    """The HTML page of the document at *path*, whose data are files in *formats*."""
    return _answer(_Found(path, _focus(path), HTML, negotiated=False, formats=formats))


def _find(path: str) -> _Found:
    """Raises NotFound, NotAcceptable."""
    stem, suffix = split_suffix(path, SUFFIXES)
    if suffix and _known(stem):
        return _Found(stem, _focus(stem), _BY_SUFFIX[suffix], negotiated=False)
    if not _known(path):
        raise _nothing(stem)
    syntax = best(request.headers.get("Accept"), OFFERED)
    if syntax is None:
        raise NotAcceptable(request.headers.get("Accept", ""), _offered(path))
    return _Found(path, _focus(path), syntax, negotiated=True)


def _answer(found: _Found) -> Response:
    language = asked.language() if found.syntax is HTML else ""
    vary = ("Accept", "Accept-Language") if found.negotiated else ("Accept-Language",) if language else ()
    headers = [("Link", _links(found))]
    if found.negotiated:
        headers.append(("Content-Location", asked.root() + variant(found.path, found.syntax.suffix)))
    if language:
        headers.append(("Content-Language", language))
    # The root is in the links of a page, and the language may be asked for by address.
    context = (language, asked.root(), request.args.get("lang", "")) if language else ()
    representation = (found.path, found.syntax.name, *context)
    return caching.answer(
        lambda: _written(found, language),
        found.syntax.content_type,
        representation,
        vary=vary,
        headers=headers,
    )


def _written(found: _Found, language: str) -> bytes:
    published = asked.published()
    description = _described(found.path, found.focus)
    if isinstance(found.syntax, RdfSyntax):
        return rdf.serialise(
            description.quads, found.syntax, published.prefixes, first=found.focus, terms=published.terms
        )
    page = published.pages.page(description, language)
    alternates = tuple(
        Alternate(syntax.label, variant(found.path, syntax.suffix), syntax.media_type)
        for syntax in found.formats
    )
    frame = asked.frame(canonical=asked.site().addresses.iri(found.path), alternates=alternates)
    if found.path.startswith(DESCRIBE):
        frame = replace(frame, path=found.path)
    return html.render("resource.html", frame, page=page, graph=_graph(found.focus))


def _described(path: str, focus: NamedNode) -> Description:
    published = asked.published()
    document = NamedNode(asked.site().addresses.iri(path))
    parts = published.parts(asked.site().addresses.document(focus.value) or path)
    return describe(published.engine, focus, document, parts=parts)


def _focus(path: str) -> NamedNode:
    """What the document at *path* is about. Raises NotFound when the path is no IRI."""
    try:
        focus = NamedNode(asked.site().addresses.subject(path))
    except ValueError:
        raise NotFound(path) from None
    return _vocabulary_of(focus) if path.startswith(f"{VOCABULARY}/") else focus


def _vocabulary_of(version: NamedNode) -> NamedNode:
    """The vocabulary whose version IRI this is; the version itself when it is nobody's."""
    pointing = asked.published().engine.pointing_to(version, 10)
    owners = [quad.subject for quad in pointing if quad.predicate == OWL.versionIRI]
    return owners[0] if owners and isinstance(owners[0], NamedNode) else version


def _known(path: str) -> bool:
    """Whether the release says anything of what the document at *path* is about."""
    focus = _focus(path)
    return bool(asked.published().parts(path)) or _mentioned(focus)


def _mentioned(focus: NamedNode) -> bool:
    """Whether *focus* is a subject, an object or a graph of the release."""
    engine = asked.published().engine
    return bool(engine.about(focus) or engine.pointing_to(focus, 1) or _graph(focus))


def _used(focus: NamedNode) -> bool:
    """Whether *focus* is a property of some statement."""
    used = "SELECT ?subject ?property WHERE { ?subject ?property ?value } LIMIT 1"
    return bool(asked.published().engine.select(used, property=focus))


def _graph(focus: NamedNode) -> GraphEntry | None:
    """The named graph of the release that *focus* names, if any."""
    return next((graph for graph in asked.published().manifest.graphs if graph.iri == focus.value), None)


def _nothing(path: str) -> NotFound:
    iri = asked.site().addresses.subject(path)
    return NotFound(iri, near=asked.published().near(path))


def _offered(path: str, formats: Sequence[RdfSyntax] = RDF_SYNTAXES) -> list[tuple[str, str]]:
    return [(syntax.media_type, asked.root() + variant(path, syntax.suffix)) for syntax in (HTML, *formats)]


def _links(found: _Found) -> str:
    offered = _offered(found.path, found.formats)
    links = [f'<{address}>; rel="alternate"; type="{kind}"' for kind, address in offered]
    links.append(f'<{asked.site().addresses.iri(found.path)}>; rel="canonical"')
    return ", ".join(links)
