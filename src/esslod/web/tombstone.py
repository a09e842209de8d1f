"""The answer about a withdrawn resource: 410 (RFC 9110 §15.5.11) and what is left of it.

Who withdrew it (an organisation, never a person), when, why, and what replaces it: in every
format of a description, as a page, or as a problem document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask import Response, request
from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import url_path, variant
from esslod.errors import Gone
from esslod.namespaces import DCT, PROV, RDFS
from esslod.rdf.description import Description, describe
from esslod.rdf.formats import HTML, PROBLEM_JSON, RDF_SYNTAXES, RdfSyntax, Syntax
from esslod.representation import html, rdf, writing
from esslod.representation.html import Alternate
from esslod.representation.naming import Names
from esslod.representation.page import Value
from esslod.web import asked, caching
from esslod.web.negotiation import best

#: Programs that ask for nothing in particular get the problem document, as with every error.
OFFERED: Final[tuple[Syntax, ...]] = (PROBLEM_JSON, HTML, *RDF_SYNTAXES)


@dataclass(frozen=True)
class Tombstone:
    """What is known of a withdrawal: ISO 8601 day or instant, who, why by language, what replaces it."""

    when: str
    by: tuple[str, ...]
    reasons: Mapping[str, str]
    replaced_by: tuple[str, ...]

    def members(self) -> dict[str, object]:
        """As members of a problem document; what is not known is left out."""
        members = {
            "withdrawn": self.when,
            "withdrawnBy": list(self.by),
            "reason": dict(self.reasons),
            "replacedBy": list(self.replaced_by),
        }
        return {name: value for name, value in members.items() if value}


def answer(path: str, syntax: Syntax | None = None) -> Response:
    """410 for the document at *path*, in *syntax* or as the caller prefers. Raises Gone for JSON."""
    negotiated = syntax is None
    syntax = syntax or best(request.headers.get("Accept"), OFFERED) or PROBLEM_JSON
    description = _described(path)
    if syntax is PROBLEM_JSON:
        found = tombstone(description)
        remedy = " ".join(found.replaced_by)
        raise Gone(description.focus.value, remedy=remedy, tombstone=found.members())
    body = _written(description, syntax, path)
    response = Response(body, status=410, content_type=syntax.content_type)
    response.headers["Cache-Control"] = caching.REVALIDATE
    response.vary.update(("Accept",) if negotiated else ())
    if syntax is HTML:
        response.headers["Content-Language"] = asked.language()
        response.vary.add("Accept-Language")
    response.headers["Link"] = ", ".join(_links(path, description))
    return response


def tombstone(description: Description) -> Tombstone:
    """What *description*, of a withdrawn thing and of its withdrawal, says."""
    focus = [quad for quad in description.own if quad.subject == description.focus]
    acts = [quad for quad in description.own if quad.subject != description.focus]
    said = [*acts, *focus]  # what is said of the very thing wins
    reasons = {
        quad.object.language or "": quad.object.value
        for quad in said
        if quad.predicate == RDFS.comment and isinstance(quad.object, Literal)
    }
    return Tombstone(
        when=max(_values(focus, PROV.invalidatedAtTime), default=""),
        by=tuple(_values(acts, PROV.wasAssociatedWith)),
        reasons=dict(sorted(reasons.items())),
        replaced_by=tuple(_values(focus, DCT.isReplacedBy)),
    )


def _values(quads: Iterable[Quad], predicate: NamedNode) -> list[str]:
    """What *quads* say by *predicate*, each once, sorted."""
    objects = (quad.object for quad in quads if quad.predicate == predicate)
    return sorted({term.value for term in objects if isinstance(term, (NamedNode, Literal))})


def _described(path: str) -> Description:
    """The thing, and the act that withdrew it: nobody needs a second request."""
    published, addresses = asked.published(), asked.site().addresses
    focus = NamedNode(addresses.subject(path))
    acts = _values(published.engine.about(focus), PROV.wasInvalidatedBy)
    return describe(
        published.engine,
        focus,
        NamedNode(addresses.iri(path)),
        parts=map(NamedNode, acts),
        policy=published.policy,
    )


def _written(description: Description, syntax: Syntax, path: str) -> bytes:
    published = asked.published()
    if isinstance(syntax, RdfSyntax):
        return rdf.serialise(
            description.quads, syntax, published.prefixes, first=description.focus, context=published.context
        )
    alternates = tuple(
        Alternate(other.label, variant(path, other.suffix), other.media_type) for other in RDF_SYNTAXES
    )
    frame = asked.frame(canonical=asked.site().addresses.iri(path), alternates=alternates)
    page = published.pages.page(replace(description, parts=()), frame.language)
    shown = _shown(tombstone(description), description, frame.language)
    return html.render("resource.html", frame, page=page, graph=None, withdrawn=shown)


def _shown(found: Tombstone, description: Description, language: str) -> dict[str, object]:
    """The tombstone as values of a page in *language*."""
    published, addresses = asked.published(), asked.site().addresses
    names = Names((*description.own, *description.labels), published.prefixes, addresses.base)

    def link(iri: str) -> Value:
        text, spoken = names.best(NamedNode(iri), language)
        foreign = spoken if spoken != language else ""
        return Value(text, foreign, "link", addresses.document(iri), iri, machine=iri)

    day = found.when.partition("T")[0]
    reason = next((spoken for spoken in (language, "", *found.reasons) if spoken in found.reasons), None)
    told = [] if reason is None else [Value(found.reasons[reason], reason if reason != language else "")]
    return {
        "when": Value(writing.date(day, language), kind="date", machine=day) if day else None,
        "by": [link(iri) for iri in found.by],
        "reasons": told,
        "replaced_by": [link(iri) for iri in found.replaced_by],
    }


def _links(path: str, description: Description) -> Iterable[str]:
    root = asked.root()
    for syntax in (HTML, *RDF_SYNTAXES):
        place = root + url_path(variant(path, syntax.suffix))
        yield f'<{place}>; rel="alternate"; type="{syntax.media_type}"'
    for newer in tombstone(description).replaced_by:
        yield f'<{newer}>; rel="successor-version"'
