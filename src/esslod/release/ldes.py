"""Event streams as files: LDES (https://w3id.org/ldes/specification) and TREE, in TriG.

A member is a version of a thing: what happened, when, of what, the digest of its statements;
the statements stand in the graph named by the member. Pages hold members in order. A page to
which nothing will be added says so, and is never written again; one page at most is open. The root
holds no member, only the way to every page, with the time that each covers.

Links between pages are relative IRIs: a copy of the files can be followed wherever it is put. What
names a stream or a member is canonical.

Blank nodes: a member's get labels of its own, for two members may stand on one page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from esslod.addresses import CHANGES, STREAMS
from esslod.namespaces import AS, DCT, LDES, PROV, RDF, SCHEMA, SH, TREE, XSD
from esslod.rdf.canonical import document
from esslod.release.journal import Kind, Member, Page, Stream

#: A page is closed once it has so many members, or so many bytes: 500 kB are a second on a slow line.
PAGE_MEMBERS: Final = 200
PAGE_BYTES: Final = 500_000
#: How often followers may ask for news, in seconds.
POLLING: Final = 3600

_PREFIXES: Final = f"""@prefix as: <{AS.iri}> .
@prefix dct: <{DCT.iri}> .
@prefix ldes: <{LDES.iri}> .
@prefix prov: <{PROV.iri}> .
@prefix schema: <{SCHEMA.iri}> .
@prefix tree: <{TREE.iri}> .
@prefix xsd: <{XSD.iri}> .
"""
_CLOSED: Final = b"\n<> ldes:immutable true .\n"
_LABEL: Final = re.compile(rb"(^| )_:c")
_OWN_LABEL: Final = re.compile(rb"(^| )_:m[0-9]+c")


@dataclass(frozen=True)
class News:
    """Something to tell: *of* which thing, what happened, and the canonical lines it says now.

    ``digest`` tells its states apart; ``sha256`` is the RDFC-1.0 digest of the lines.
    """

    of: str
    kind: Kind
    digest: str = ""
    sha256: str = ""
    lines: Sequence[bytes] = ()


@dataclass(frozen=True)
class Occasion:
    """The event of that number, when it is (UTC), and the base of every IRI."""

    event: int
    moment: datetime
    base: str


@dataclass(frozen=True)
class Told:
    """A stream after an event, and the new bytes of the pages that it touched."""

    stream: Stream
    pages: Mapping[int, bytes]


@dataclass(frozen=True)
class About:
    """What the root says of its stream besides time: titles by language, licence and publisher (IRIs)."""

    titles: Mapping[str, str]
    licence: str
    publisher: str


def moment_text(moment: datetime) -> str:
    """As xsd:dateTime, in UTC, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def page_address(stream: str, number: int) -> str:
    return f"{STREAMS}{stream}/{number}.trig"


def member_iri(base: str, stream: str, number: int) -> str:
    """A member's own address leads to its page, wherever that is."""
    return f"{base}{STREAMS}{stream}/member/{number}"


def stream_iri(base: str, stream: str) -> str:
    return f"{base}{STREAMS}{stream}#stream"


def tell(stream: Stream, news: Iterable[News], occasion: Occasion, written: Callable[[Page], bytes]) -> Told:
    """*stream* after the *news* of *occasion*; *written* gives the bytes of its open page."""
    writer = _Writer(stream, occasion, written)
    for one in news:
        writer.add(one)
    return writer.told()


class _Writer:
    """Fills pages. Offsets stay right when a page grows, for what closes it stands at its end."""

    def __init__(self, stream: Stream, occasion: Occasion, written: Callable[[Page], bytes]) -> None:
        self._stream, self._base, self._event = stream, occasion.base, occasion.event
        self._now = moment_text(occasion.moment)
        self._after = moment_text(occasion.moment + timedelta(seconds=1))
        self._members = list(stream.members)
        self._pages = list(stream.pages)
        self._bytes: dict[int, bytearray] = {}
        self._written = written

    def add(self, news: News) -> None:
        """Tell one thing on the open page; close it when it is full."""
        number = self._members[-1].number + 1 if self._members else 1
        page = self._open()
        text = self._bytes[page.number]
        text += self._head(number, news)
        start = len(text)
        text += own_labels(document(news.lines), number)
        end = len(text)
        text += b"}\n" if news.lines else b""
        self._members.append(
            Member(number, news.kind, news.of, news.digest, self._event, page.number, start, end)
        )
        full = page.members + 1 >= PAGE_MEMBERS or len(text) >= PAGE_BYTES
        self._pages[-1] = replace(page, members=page.members + 1, until=self._after if full else "")
        if full:
            text += _CLOSED

    def told(self) -> Told:
        stream = Stream(self._stream.name, tuple(self._members), tuple(self._pages))
        return Told(stream, {number: bytes(text) for number, text in self._bytes.items()})

    def _open(self) -> Page:
        """The page to write on: the last one if it is open, else a new one."""
        last = self._pages[-1] if self._pages else None
        if last is not None and not last.until:
            if last.number not in self._bytes:
                self._bytes[last.number] = bytearray(self._written(last))
            return last
        page = Page(last.number + 1 if last else 1, self._now, "", 0)
        self._pages.append(page)
        self._bytes[page.number] = bytearray(f"{_PREFIXES}\n<> a tree:Node .\n".encode())
        return page

    def _head(self, number: int, news: News) -> bytes:
        """What is said of the member, before its statements."""
        member = f"<{member_iri(self._base, self._stream.name, number)}>"
        said = [
            f"\n<{stream_iri(self._base, self._stream.name)}> tree:member {member} .",
            f"{member} a as:{news.kind} ;",
            f"    dct:isVersionOf <{news.of}> ;",
            f'    dct:created "{self._now}"^^xsd:dateTime ;',
            f"    prov:wasGeneratedBy <{self._base}{CHANGES}/{self._event}>",
        ]
        told = "\n".join(said)
        told += f' ;\n    schema:sha256 "{news.sha256}" .\n' if news.sha256 else " .\n"
        return (told + (f"{member} {{\n" if news.lines else "")).encode()


def own_labels(lines: bytes, number: int) -> bytes:
    """Canonical blank node labels as member *number* has them."""
    if b"_:c" not in lines:
        return lines
    return b"".join(_LABEL.sub(rb"\g<1>_:m%dc" % number, line) for line in lines.splitlines(keepends=True))


def canonical_labels(lines: bytes) -> list[bytes]:
    """What `own_labels` was given, line by line."""
    listed = lines.splitlines()
    return [_OWN_LABEL.sub(rb"\g<1>_:c", line) for line in listed] if b"_:m" in lines else listed


def root(stream: Stream, base: str, about: About) -> bytes:
    """The root page: what the stream is, that all of it is kept, and the way to every page.

    Served at ``ldes/{name}``, so pages are at ``{name}/{number}.trig`` from there.
    """
    start = stream.pages[0].since if stream.pages else ""
    titles = " , ".join(f'"{_escaped(text)}"@{language}' for language, text in about.titles.items())
    said = [
        _PREFIXES,
        f"<{stream_iri(base, stream.name)}> a ldes:EventStream ;",
        f"    dct:title {titles} ;",
        f"    dct:license <{about.licence}> ;",
        f"    dct:publisher <{about.publisher}> ;",
        "    ldes:timestampPath dct:created ;",
        "    ldes:versionOfPath dct:isVersionOf ;",
        "    ldes:versionCreateObject as:Create ;",
        "    ldes:versionUpdateObject as:Update ;",
        "    ldes:versionDeleteObject as:Delete ;",
        f"    ldes:pollingInterval {POLLING} ;",
        "    tree:shape <shape.ttl#Member> ;",
        "    tree:view <> .\n",
        "<> a tree:Node" + (" ;\n    ldes:retentionPolicy <#retention> ." if start else " ."),
    ]
    if start:
        said += [f'<#retention> a ldes:RetentionPolicy ; ldes:startingFrom "{start}"^^xsd:dateTime .\n']
    said += [line for page in stream.pages for line in _relations(stream.name, page)]
    return ("\n".join(said) + "\n").encode()


def _relations(name: str, page: Page) -> list[str]:
    """How to get to *page*: from when, and if it is closed, until when."""
    bounds = [("from", "GreaterThanOrEqualTo", page.since), ("until", "LessThan", page.until)]
    lines = []
    for edge, kind, moment in bounds:
        if moment:
            relation = f"<#page-{page.number}-{edge}>"
            lines.append(f"<> tree:relation {relation} .")
            lines.append(
                f"{relation} a tree:{kind}Relation ; tree:node <{name}/{page.number}.trig> ; "
                f'tree:path dct:created ; tree:value "{moment}"^^xsd:dateTime .'
            )
    return lines


def shape() -> bytes:
    """What every member is like, for clients that ask (``tree:shape``)."""
    said = f"""@prefix as: <{AS.iri}> .
@prefix dct: <{DCT.iri}> .
@prefix rdf: <{RDF.iri}> .
@prefix sh: <{SH.iri}> .
@prefix xsd: <{XSD.iri}> .

<#Member> a sh:NodeShape ;
    sh:property <#kind> , <#thing> , <#moment> .
<#kind> sh:path rdf:type ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( as:Create as:Update as:Delete ) .
<#thing> sh:path dct:isVersionOf ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI .
<#moment> sh:path dct:created ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime .
"""
    return said.encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
