"""OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html): the catalogue's records, for harvesters.

Records, datestamps and deletions are those of the catalogue's event stream, so deletions are never
forgotten (``deletedRecord`` is ``persistent``). Lists go on by tokens that hold all they need: no
state is kept, and a token never expires. A record that changes while somebody harvests moves to
the end of the list, hence is neither lost nor hidden.

Faults of a request are answered as the protocol wants: 200, with an ``error`` element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, request

from esslod.addresses import OAI
from esslod.rdf.formats import OAI_XML
from esslod.release.journal import Journal, Member
from esslod.web import asked, history
from esslod.web import oai_xml as xml
from esslod.web.oai_list import Listing, Refused, first, following
from esslod.web.question import FORM

blueprint = Blueprint("oai", __name__)

#: Of the streams, the one that holds what harvesters want.
STREAM: Final = "catalog"
#: Records, and headers alone, in one answer.
RECORDS: Final = 50
HEADERS: Final = 500
_LONGEST: Final = 20_000

_LISTED: Final = frozenset({"from", "until", "metadataPrefix", "set", "resumptionToken"})
#: Verb → the arguments it takes.
_ARGUMENTS: Final[Mapping[str, frozenset[str]]] = {
    "Identify": frozenset(),
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListSets": frozenset({"resumptionToken"}),
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
    "ListIdentifiers": _LISTED,
    "ListRecords": _LISTED,
}


@dataclass(frozen=True)
class Asked:
    """A request that was understood so far: its verb, its arguments, and the journal it is about."""

    verb: str
    arguments: Mapping[str, str]
    journal: Journal

    @property
    def records(self) -> Mapping[str, Member]:
        return self.journal.stream(STREAM).latest

    def moment(self, member: Member) -> str:
        """When *member* was published: its datestamp."""
        return self.journal.events[member.event - 1].moment


@blueprint.route(f"/{OAI}", methods=["GET", "POST"])
def oai() -> Response:
    """One request of the protocol, by GET or as a form."""
    journal = history.journal()
    arguments: Mapping[str, str] = {}
    try:
        given = _given()
        verb = _verb(given)
        arguments = {name: values[0] for name, values in given.items()}
        told = list(_VERBS[verb](Asked(verb, arguments, journal)))
    except Refused as refusal:
        echoed = {} if refusal.code in ("badVerb", "badArgument") else arguments
        return _answer(echoed, [xml.element("error", refusal.message, code=refusal.code)])
    return _answer(arguments, [f"<{verb}>", *told, f"</{verb}>"])


def _given() -> dict[str, list[str]]:
    """The arguments, each with all its values. Raises Refused."""
    if request.method != "POST":
        return dict(request.args.lists())
    if (request.content_length or 0) > _LONGEST or request.mimetype != FORM:
        raise Refused("badArgument", f"a POST request is a form ({FORM}) of at most {_LONGEST} bytes")
    return {**dict(request.args.lists()), **dict(request.form.lists())}


def _verb(given: Mapping[str, Sequence[str]]) -> str:
    """The verb, its arguments being those it takes, once each. Raises Refused."""
    verbs = given.get("verb", ())
    if len(verbs) != 1 or verbs[0] not in _ARGUMENTS:
        raise Refused("badVerb", f"one verb is needed: {', '.join(_ARGUMENTS)}")
    taken = _ARGUMENTS[verbs[0]]
    for name, values in given.items():
        if name == "verb":
            continue
        if name not in taken:
            raise Refused("badArgument", f"{verbs[0]} takes no argument of this name: {name[:80]}")
        if len(values) != 1:
            raise Refused("badArgument", f"argument given more than once: {name}")
    return verbs[0]


def _identify(asking: Asked) -> Iterator[str]:
    site, events = asked.site(), asking.journal.events
    yield xml.element("repositoryName", site.title_en)
    yield xml.element("baseURL", request.base_url)
    yield xml.element("protocolVersion", "2.0")
    yield xml.element("adminEmail", _email())
    yield xml.element("earliestDatestamp", events[0].moment)
    yield xml.element("deletedRecord", "persistent")
    yield xml.element("granularity", "YYYY-MM-DDThh:mm:ssZ")
    yield xml.element("compression", "gzip")
    yield xml.description(site.description_en)


def _email() -> str:
    """The protocol wants an address; the top domain that leads nowhere says that none was set."""
    site = asked.site()
    for address in (site.contact_email, site.security_contact.removeprefix("mailto:")):
        if "@" in address:
            return address
    return "unset@contact.invalid"


def _formats(asking: Asked) -> Iterator[str]:
    identifier = asking.arguments.get("identifier")
    if identifier is not None and identifier not in asking.records:
        raise Refused("idDoesNotExist", "no such record")
    return map(xml.metadata_format, xml.FORMATS)


def _sets(_asking: Asked) -> Iterator[str]:
    raise Refused("noSetHierarchy", "there are no sets")


def _record(asking: Asked) -> Iterator[str]:
    identifier, prefix = (asking.arguments.get(name) for name in ("identifier", "metadataPrefix"))
    if not identifier or not prefix:
        raise Refused("badArgument", "GetRecord needs identifier and metadataPrefix")
    _known(prefix)
    member = asking.records.get(identifier)
    if member is None:
        raise Refused("idDoesNotExist", "no such record")
    yield xml.record(member, asking.moment(member), prefix, _lines(member), asked.site())


def _headers(asking: Asked) -> Iterator[str]:
    def header(member: Member, _prefix: str) -> str:
        return xml.header(member, asking.moment(member))

    return _listed(asking, HEADERS, header)


def _records(asking: Asked) -> Iterator[str]:
    def record(member: Member, prefix: str) -> str:
        return xml.record(member, asking.moment(member), prefix, _lines(member), asked.site())

    return _listed(asking, RECORDS, record)


def _listed(asking: Asked, most: int, written: Callable[[Member, str], str]) -> Iterator[str]:
    listing = _listing(asking)
    found = [
        member
        for member in asking.records.values()
        if listing.since <= asking.moment(member) <= listing.until and member.number > listing.after
    ]
    if not found:
        raise Refused("badResumptionToken" if listing.cursor else "noRecordsMatch", "no record of that time")
    size = listing.size or len(found)
    yield from (written(member, listing.prefix) for member in found[:most])
    rest = len(found) > most
    if rest or listing.cursor:
        token = following(listing, found[most - 1].number, most, size) if rest else ""
        yield xml.element("resumptionToken", token, completeListSize=str(size), cursor=str(listing.cursor))


def _listing(asking: Asked) -> Listing:
    """What is listed, and where it goes on. Raises Refused."""
    token = asking.arguments.get("resumptionToken")
    if token is not None:
        # A prefix beside the token is against the rules, and some harvesters send one.
        if set(asking.arguments) - {"verb", "resumptionToken", "metadataPrefix"}:
            raise Refused("badArgument", "resumptionToken comes alone")
        listing = Listing.of_token(token, asking.verb)
    else:
        listing = first(asking.verb, asking.arguments, asking.journal.events[-1].moment)
    _known(listing.prefix)
    return listing


def _known(prefix: str) -> None:
    if prefix not in {form.prefix for form in xml.FORMATS}:
        raise Refused("cannotDisseminateFormat", "formats: " + ", ".join(form.prefix for form in xml.FORMATS))


def _lines(member: Member) -> bytes:
    """What the record says, as N-Triples: some bytes of its page."""
    if member.kind == "Delete":
        return b""
    return history.part(STREAM, member)


_VERBS: Final[Mapping[str, Callable[[Asked], Iterator[str]]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _headers,
    "ListRecords": _records,
}


def _answer(arguments: Mapping[str, str], told: Sequence[str]) -> Response:
    """The whole document. It says when it was made, so it is not kept."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = xml.document(now, request.base_url, arguments, told)
    response = Response(text.encode(), content_type=OAI_XML.content_type)
    response.headers["Cache-Control"] = "no-store"
    return response
