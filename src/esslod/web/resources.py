"""Linked-data resources: ``id/…`` leads to ``doc/…``, documents answer in every format.

Whatever the host, answers are about canonical IRIs: the path says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, Response, g, request
from pyoxigraph import NamedNode

from esslod.addresses import (
    DESCRIBE,
    DESCRIPTION,
    THING,
    VOCABULARY,
    description_of,
    split_suffix,
    url_path,
    variant,
)
from esslod.errors import BadRequest, NotFound
from esslod.rdf.description import Description, describe
from esslod.rdf.formats import HTML, RDF_SYNTAXES, RdfSyntax, Syntax
from esslod.representation import html
from esslod.representation.html import Alternate
from esslod.representation.profiles import FULL, Profile
from esslod.representation.schema_org import script
from esslod.web import (
    asked,
    caching,
    links,
    profile_list,
    profiles,
    reference,
    resolution,
    tombstone,
    versions,
)
from esslod.web.beside import beside

#: A page first: who states no preference is a person's tool or a link checker.
OFFERED: Final[tuple[Syntax, ...]] = (HTML, *RDF_SYNTAXES)
#: Parts shown on the page of a document whose data are files: a catalogue may define tens of thousands.
MOST_PARTS: Final = 500
SUFFIXES: Final = frozenset(syntax.suffix for syntax in OFFERED)
_BY_SUFFIX: Final = {syntax.suffix: syntax for syntax in OFFERED}

blueprint = Blueprint("resources", __name__)


@dataclass(frozen=True)
class _Found:
    """A document of the release: path without suffix, what it is about, and how it was asked for.

    ``formats`` are the RDF syntaxes it is offered in; ``most_parts`` of its parts are shown
    (None: all of them).
    """

    path: str
    focus: NamedNode
    syntax: Syntax
    negotiated: bool
    formats: Sequence[RdfSyntax] = RDF_SYNTAXES
    profile: Profile = FULL
    most_parts: int | None = None


@blueprint.get(f"/{THING}<path:name>")
def thing(name: str) -> Response:
    """303: the thing itself cannot be sent, its description can (httpRange-14).

    The description's address has no suffix, so that what the caller accepts still decides there.
    """
    asked_for = f"{DESCRIPTION}{name}"
    if resolution.is_withdrawn(asked_for):
        return tombstone.answer(asked_for)
    path = resolution.known(asked_for)
    if path is None:
        raise resolution.nothing(asked_for)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    response = Response(status=303, content_type="text/plain; charset=utf-8")
    response.location = asked.root() + url_path(path) + query
    response.headers["Cache-Control"] = caching.REVALIDATE
    response.headers["Link"] = links.field(links.of_thing(path))
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
@blueprint.get(f"/{DESCRIPTION}<path:name>", endpoint="description")
def document(**_route: str) -> Response:
    """The description of what this address is about."""
    path = asked.path()
    stem, suffix = split_suffix(path, SUFFIXES)
    if suffix and resolution.is_withdrawn(stem):
        return tombstone.answer(stem, _BY_SUFFIX[suffix])
    return tombstone.answer(path) if resolution.is_withdrawn(path) else _answer(_find(path))


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
    if not (resolution.mentioned(focus) or resolution.used(focus)):
        raise NotFound(iri)
    path = description_of(iri)
    profile, syntax = profiles.choose(path, focus, OFFERED, _BY_SUFFIX.get(suffix))
    return _answer(_Found(path, focus, syntax, negotiated=not suffix, profile=profile))


def page_of(path: str, formats: Sequence[RdfSyntax]) -> Response:
    """The HTML page of the document at *path*, whose data are files in *formats*."""
    subject = resolution.subject(path)
    return _answer(_Found(path, subject, HTML, negotiated=False, formats=formats, most_parts=MOST_PARTS))


def _find(path: str) -> _Found:
    """Raises NotFound, NotAcceptable."""
    stem, suffix = split_suffix(path, SUFFIXES)
    known = resolution.known(stem) if suffix else None
    fixed = _BY_SUFFIX[suffix] if suffix and known else None
    known = known or resolution.known(path)
    if known is None:
        raise resolution.nothing(stem)
    focus = resolution.subject(known)
    profile, syntax = profiles.choose(known, focus, OFFERED, fixed)
    return _Found(known, focus, syntax, negotiated=fixed is None, profile=profile)


def described(path: str, files: Sequence[RdfSyntax] = RDF_SYNTAXES) -> Response:
    """What the release says of the thing at *path*, in the format and profile asked for.

    *files* are the formats that the document has without a profile.
    """
    return _answer(replace(_find(path), formats=files))


def _answer(found: _Found) -> Response:
    listing = profile_list.listing(found.path, found.focus)
    if listing is not None:
        return listing
    language = asked.language() if found.syntax is HTML else ""
    vary = profiles.varying() if found.negotiated else ("Accept-Language",) if language else ()
    told = profiles.links(found.path, found.focus, found.profile)
    linked = links.of_document(found.path, found.focus, found.syntax, found.formats, told)
    headers = [("Link", links.field(linked))]
    if found.negotiated:
        place = asked.root() + url_path(profiles.address_of(found.path, found.profile, found.syntax))
        headers.append(("Content-Location", place))
    if language:
        headers.append(("Content-Language", language))
    # The root is in the links of a page, and the language may be asked for by address.
    context = (language, asked.root(), request.args.get("lang", "")) if language else ()
    representation = (found.path, found.syntax.name, found.profile.token, *context)
    response = caching.answer(
        lambda: _written(found, language),
        found.syntax.content_type,
        representation,
        vary=vary,
        headers=headers,
    )
    if g.pop("unfinished", False):  # some picture was not ready in time: not this release's page
        response.headers["Cache-Control"] = "no-store"
        del response.headers["ETag"]
    return versions.kept(found.path, found.syntax, response)


def _written(found: _Found, language: str) -> bytes:
    published = asked.published()
    description, parts = _described(found)
    if isinstance(found.syntax, RdfSyntax):
        return profiles.written(description, found.profile, found.syntax)
    alternates = tuple(
        Alternate(syntax.label, variant(found.path, syntax.suffix), syntax.media_type)
        for syntax in found.formats
    )
    frame = asked.frame(canonical=asked.site().addresses.iri(found.path), alternates=alternates)
    if found.path.startswith(DESCRIBE):
        frame = replace(frame, path=found.path)
    rules = reference.rules_page(found.path, description.parts, frame)
    if rules is not None:
        return rules
    page = published.pages.page(description, language)
    summary = page.thing.summary or (page.thing.title,)
    told = script(published.profiles.schema_org.tree(description, language))
    every = profiles.every(found.path)
    frame = replace(frame, description=summary[0].text, structured=told, profiles=every)
    made = reference.page_of(found.path, description, page, frame)
    if made is not None:
        return made
    graph = resolution.graph_of(found.focus)
    shown = beside(found.path, page, language)
    g.unfinished = not shown.pictured.whole
    more = {**_cut(description, parts), "graph": graph, "beside": shown}
    return html.render("resource.html", frame, page=page, **more)


def _cut(description: Description, parts: int) -> dict[str, object]:
    """What the template needs to say that not all *parts* are shown."""
    held = len(description.parts)
    return {"parts_cut": held < parts, "parts_held": held, "parts_total": parts}


def _described(found: _Found) -> tuple[Description, int]:
    """The description, and how many parts the document has in all."""
    published, addresses = asked.published(), asked.site().addresses
    past = versions.file_of(found.path)
    if past is not None:
        description = versions.description(found.path, past)
        return description, len(description.parts)
    parts = published.parts(addresses.document(found.focus.value) or found.path)
    description = describe(
        published.engine,
        found.focus,
        NamedNode(addresses.iri(found.path)),
        parts=parts[: found.most_parts],
        policy=published.policy,
    )
    return description, len(parts)
