"""The list of profiles: of one resource (``?_profile=all``), and the page that ours lead to.

Content Negotiation by Profile (W3C working draft) §6.1, "list profiles": as links, as a page, and as
data in the Alternate Representations Data Model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from flask import Blueprint, Response, request
from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import PROFILES, variant
from esslod.errors import NotAcceptable
from esslod.namespaces import ALTR, DCT, RDF
from esslod.rdf.formats import HTML, RDF_SYNTAXES, RdfSyntax, Syntax
from esslod.representation import html, rdf
from esslod.representation.profiles import ALL, FULL, Profile, listed
from esslod.web import asked, caching
from esslod.web.links import Link, field, place
from esslod.web.negotiation import best
from esslod.web.profiles import EVERY, LINKED, PROFILE, accept, address_of, varying

_OFFERED: Final[tuple[Syntax, ...]] = (HTML, *RDF_SYNTAXES)

blueprint = Blueprint("profiles", __name__)


def listing(path: str, focus: NamedNode) -> Response | None:
    """``?_profile=all``: which profiles and formats there are of *focus*; None when not asked."""
    if request.args.get(PROFILE) != EVERY:
        return None
    return _list(path, asked.published().profiles.offered(focus), focus)


@blueprint.get(f"/{PROFILES}")
def profiles() -> Response:
    """What the IRIs of our own profiles lead to."""
    return _list("", ALL, None)


def _list(path: str, offered: Sequence[Profile], focus: NamedNode | None) -> Response:
    syntax = best(accept(), _OFFERED)
    if syntax is None:
        raise NotAcceptable(accept() or "", [(s.media_type, place() + asked.path()) for s in _OFFERED])
    language = asked.language() if syntax is HTML else ""
    ways = [(profile, list(_ways(path, profile)) if path else []) for profile in offered]

    def make() -> bytes:
        return _data(ways, syntax, focus) if isinstance(syntax, RdfSyntax) else _page(ways, focus)

    headers = [("Content-Language", language)] if language else []
    if path:
        headers.append(("Link", field(list(_links(ways)))))
    context = (syntax.name, language, asked.root())
    vary = [name for name in varying() if name != "Accept-Profile"]
    return caching.answer(make, syntax.content_type, context, vary=vary, headers=headers)


_Ways = Sequence[tuple[Profile, Sequence[tuple[Syntax, str]]]]


def _ways(path: str, profile: Profile) -> Iterator[tuple[Syntax, str]]:
    """Each format of the document at *path* in *profile*, with its address below the root.

    Some documents are files, in some formats only.
    """
    manifest = asked.published().manifest
    files = tuple(kind for kind in RDF_SYNTAXES if manifest.file(variant(path, kind.suffix)))
    kinds = (HTML, *(files or RDF_SYNTAXES)) if profile is FULL else RDF_SYNTAXES
    for kind in kinds:
        yield kind, address_of(path, profile, kind)


def _links(ways: _Ways) -> Iterator[Link]:
    """Every representation; two formats of each profile first, for a header has no room for all."""
    every = [
        Link("alternate", address, kind.media_type, more=(("profile", profile.name(asked.site().addresses)),))
        for profile, kinds in ways
        for kind, address in kinds
    ]
    known = {kind.media_type for kind in LINKED}
    yield from (link for link in every if link.type in known)
    yield from (link for link in every if link.type not in known)


def _page(ways: _Ways, focus: NamedNode | None) -> bytes:
    rows = [(profile, profile.name(asked.site().addresses), kinds) for profile, kinds in ways]
    return html.render("profiles.html", asked.frame(), rows=rows, focus=focus.value if focus else "")


def _data(ways: _Ways, syntax: RdfSyntax, focus: NamedNode | None) -> bytes:
    published = asked.published()
    quads = (*listed(asked.site().addresses), *_representations(ways, focus))
    return rdf.serialise(quads, syntax, published.prefixes, first=focus, context=published.context)


def _representations(ways: _Ways, focus: NamedNode | None) -> Iterator[Quad]:
    """Each representation of *focus*, its format and its profile."""
    for profile, kinds in ways:
        for kind, address in kinds:
            if focus is None:
                return
            node = NamedNode(asked.site().addresses.iri(address))
            default = profile is FULL and kind is HTML
            yield Quad(focus, ALTR.hasDefaultRepresentation if default else ALTR.hasRepresentation, node)
            yield Quad(node, RDF.type, ALTR.Representation)
            yield Quad(node, DCT.conformsTo, NamedNode(profile.name(asked.site().addresses)))
            yield Quad(node, DCT["format"], Literal(kind.media_type))
