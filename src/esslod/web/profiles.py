"""Negotiation by profile: ``Accept-Profile``, ``?_profile=`` and ``?_mediatype=``.

Content Negotiation by Profile (W3C working draft): §7.1 the headers, §7.2 the query string. The
address goes before the header; a profile asked for by address that does not exist is an error,
one in the header is a wish. Pages are always the full description; the other profiles are data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from flask import request
from pyoxigraph import NamedNode

from esslod.addresses import CATALOGUE, variant
from esslod.errors import BadRequest, NotAcceptable
from esslod.rdf.description import Description
from esslod.rdf.formats import HTML, JSON_LD, TURTLE, RdfSyntax, Syntax
from esslod.representation import rdf
from esslod.representation.profiles import ALL, DCAT_AP, FULL, SCHEMA_ORG, Profile
from esslod.web import asked
from esslod.web.links import Link, place
from esslod.web.negotiation import best

PROFILE: Final = "_profile"
MEDIA_TYPE: Final = "_mediatype"
#: The value of ``_profile`` that asks which there are.
EVERY: Final = "all"
#: Formats of another profile that a header links to; the list has them all.
LINKED: Final = (TURTLE, JSON_LD)
_WISH: Final = re.compile(r"\s*<?([^<>;,\s]+)>?\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")
_LONGEST: Final = 4096


def accept() -> str | None:
    """What the caller accepts: ``?_mediatype=`` when given, else the header."""
    said = request.args.get(MEDIA_TYPE)
    # A plus sign that nobody encoded has become a space.
    return request.headers.get("Accept") if not said else re.sub(r"(?<=\w) (?=\w)", "+", said)


def by_address() -> bool:
    """Whether the address itself says which profile; then no header does."""
    return bool(request.args.get(PROFILE))


def varying() -> tuple[str, ...]:
    """The request fields that a negotiated description depends on: not those the address overrules."""
    accepted = () if request.args.get(MEDIA_TYPE) else ("Accept",)
    return (*accepted, "Accept-Language", *(() if by_address() else ("Accept-Profile",)))


def another(path: str, formats: Sequence[RdfSyntax], suffix: str = "") -> bool:
    """Whether the address asks for another profile than that of the files, in *formats*, at *path*."""
    said = request.args.get(PROFILE, "")
    if suffix and all(syntax.suffix != suffix for syntax in formats):
        return bool(said)
    return said not in ("", FULL.token, *([DCAT_AP.token] if path == CATALOGUE else []))


def of_file(path: str, focus: NamedNode) -> tuple[Link, ...]:
    """The profile of the files at *path*, and where the others are; the catalogue is DCAT-AP."""
    return links(path, focus, DCAT_AP if path == CATALOGUE else FULL)


def wanted(focus: NamedNode, *, negotiated: bool) -> Profile:
    """The profile to tell *focus* in.

    Raises BadRequest for an address that names none of ours, NotAcceptable for one that does
    not fit *focus*. Addresses with a suffix obey no header (not *negotiated*).
    """
    said = request.args.get(PROFILE, "")
    if said == EVERY:
        return FULL
    if said:
        return _by_address(said, focus)
    header = request.headers.get("Accept-Profile", "") if negotiated else ""
    return (_liked(header, asked.published().profiles.offered(focus)) if header else None) or FULL


def syntaxes(profile: Profile, offered: Sequence[Syntax]) -> tuple[Syntax, ...]:
    """Which of *offered* the profile asked for exists in; JSON-LD first for schema.org."""
    if profile is FULL or not by_address():
        return tuple(offered)
    kept = [syntax for syntax in offered if syntax is not HTML]
    return tuple(sorted(kept, key=lambda syntax: profile is SCHEMA_ORG and syntax is not JSON_LD))


def choose(
    path: str, focus: NamedNode, offered: Sequence[Syntax], fixed: Syntax | None
) -> tuple[Profile, Syntax]:
    """The profile and the format to answer in; *fixed* is the format that the address itself says.

    Raises BadRequest, NotAcceptable.
    """
    profile = wanted(focus, negotiated=fixed is None)
    syntax = fixed or best(accept(), syntaxes(profile, offered))
    if syntax is None or (fixed is HTML and profile is not FULL):
        kept = syntaxes(profile, offered)
        others = [(kind.media_type, place() + address_of(path, profile, kind)) for kind in kept]
        raise NotAcceptable(accept() or "", others)
    return (FULL if syntax is HTML else profile), syntax


def address_of(path: str, profile: Profile, syntax: Syntax) -> str:
    """The address, below the root, of the document at *path* in this profile and format."""
    address = variant(path, syntax.suffix)
    if profile is FULL:
        return address
    return f"{address}{'&' if '?' in address else '?'}{PROFILE}={profile.token}"


def every(path: str) -> str:
    """The address, below the root, that lists the profiles of the document at *path*."""
    return f"{path}{'&' if '?' in path else '?'}{PROFILE}={EVERY}"


def links(path: str, focus: NamedNode, profile: Profile) -> tuple[Link, ...]:
    """The profile of this answer, and where the others are."""
    addresses = asked.site().addresses
    offered = asked.published().profiles.offered(focus)
    others = (
        Link(
            "alternate",
            address_of(path, other, syntax),
            syntax.media_type,
            more=(("profile", other.name(addresses)),),
        )
        for other in offered
        if other is not profile
        for syntax in LINKED
    )
    return (Link("profile", profile.name(addresses), ours=False), *others)


def written(description: Description, profile: Profile, syntax: RdfSyntax) -> bytes:
    """What *profile* says of what is described, in *syntax*."""
    published = asked.published()
    if profile is SCHEMA_ORG and syntax is JSON_LD:
        tree = published.profiles.schema_org.tree(description)
        return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()
    quads = published.profiles.quads(description, profile)
    return rdf.serialise(
        quads, syntax, published.prefixes, first=description.focus, context=published.context
    )


def _by_address(said: str, focus: NamedNode) -> Profile:
    offered = asked.published().profiles.offered(focus)
    found = _liked(said, offered)
    if found is not None:
        return found
    tokens = " ".join((*(profile.token for profile in offered), EVERY))
    if _liked(said, ALL) is None:
        raise BadRequest(f"{PROFILE}={said}", remedy=f"{PROFILE}: {tokens}")
    others = [
        (LINKED[1].media_type, f"{place()}{asked.path()}?{PROFILE}={profile.token}") for profile in offered
    ]
    raise NotAcceptable(f"{PROFILE}={said}: {tokens}", others)


def _liked(said: str, offered: Sequence[Profile]) -> Profile | None:
    """Which of *offered* the list *said* likes best, by token or IRI; None when it names none of them."""
    addresses = asked.site().addresses
    weights: dict[str, float] = {}
    for wish in said[:_LONGEST].split(","):
        matched = _WISH.fullmatch(wish)
        if matched:
            weights.setdefault(matched[1], float(matched[2] or 1))
    best_: tuple[float, Profile] | None = None
    for profile in offered:
        names = (profile.token, profile.name(addresses), *profile.aliases)
        quality = max((weights.get(name, 0.0) for name in names), default=0.0)
        if quality > (best_[0] if best_ else 0.0):
            best_ = (quality, profile)
    return best_[1] if best_ else None
