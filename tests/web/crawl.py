"""A crawl of a whole site: everything must be found, every address answer, all formats say the same.

    python -m tests.web.crawl http://127.0.0.1:8000/

asks a running server for everything it has, in all formats, which takes some minutes, and prints what
is wrong; exit code 1 when something is. Give the canonical base as second argument when it is not
the project's own. `test_crawl.py` does the same to a small release without a server.

Whatever has no query string is asked. Pages that take parameters can be asked in more ways than there
is time for (each question with each territory); of those that differ in values only, some are asked,
and the crawl says how many it left.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

import pyoxigraph as ox
from tests.web import reading
from tests.web.negotiation_rows import Answer, Ask
from tests.web.reading import FORMATS, Leads, Page

from esslod.addresses import CANONICAL_BASE, Addresses, url_path

HTML = "text/html"
TURTLE = "text/turtle"
JSON_LD = "application/ld+json"
SUFFIXES = dict(zip(FORMATS, ("ttl", "jsonld", "nt", "rdf", "nq", "trig"), strict=True))
#: Of links, those that name a thing or tell robots its one address: canonical on every host.
NAMING = frozenset({
    "link canonical", "link hreflang", "Link canonical", "Link cite-as", "Link describes", "Link type",
    "Link profile", "Link author", "Link license",
})  # fmt: skip
_SUFFIX = re.compile(r"\.(?:html|ttl|jsonld|nt|rdf|nq|trig)$")
_TYPE = re.compile(r"[^;\s]*")
_STAYING = (301, 302, 303, 307, 308)
#: Of addresses that differ in the values of their parameters only, how many are asked.
_ALIKE = 12


@dataclass(frozen=True)
class Found:
    """One answer, read: its media type, where it leads (addresses as written), and its statements."""

    answer: Answer
    kind: str
    leads: list[Leads] = field(default_factory=list)
    quads: list[ox.Quad] = field(default_factory=list)
    page: Page | None = None


@dataclass
class Crawl:
    """A site asked by *ask*, which says *host* (``http://host/``) and speaks about *base*.

    ``faults`` gathers what is wrong, each with the address where it was seen. ``asked`` holds
    every address (path and query) that was asked for, and its status.
    """

    ask: Ask
    host: str
    base: str = CANONICAL_BASE
    faults: list[str] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    #: Addresses that answers lead to, and where each was seen first; fragments that must be there.
    told: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, dict[str, str]] = field(default_factory=dict)
    #: How many addresses were not asked the last time, for being like others but for values.
    left: int = 0

    def __post_init__(self) -> None:
        self.addresses = Addresses(self.base)
        self._contexts: dict[str, bytes] = {}

    def blame(self, where: str, what: str) -> None:
        self.faults.append(f"{where}: {what}")

    def path(self, address: str, here: str = "") -> str | None:
        """Path and query of *address* on this host, without fragment; None for what is elsewhere."""
        whole = address if address.startswith(("http:", "https:")) else urljoin(self.host + here, address)
        whole = whole.partition("#")[0]
        for root in (self.host, self.base):
            if whole.startswith(root):
                return url_path(whole.removeprefix(root))
        return None

    def get(self, path: str, accept: str = "*/*", hops: int = 0) -> Answer:
        """The answer at *path*, redirections of a thing to its description followed."""
        answer = self.ask("GET", f"/{path}", {"Accept": accept})
        self.asked[path] = answer.status
        if answer.status in _STAYING and hops < 3:
            place = answer.headers.get("location", "")
            if answer.status != 303:
                self.blame(path, f"{answer.status} to {place}: a link should name the address itself")
            onward = self.path(place, path)
            if onward is None or place.startswith(self.base):
                self.blame(path, f"leads away, to {place}")
            else:
                return self.get(onward, accept, hops + 1)
        return answer

    def context(self, iri: str) -> bytes:
        if iri not in self._contexts:
            path = self.path(iri)
            assert path, f"{iri}: a context elsewhere"
            self._contexts[iri] = self.get(path).body
        return self._contexts[iri]

    def read(self, path: str, accept: str = "*/*") -> Found:
        """Ask for *path*; note everything its answer leads to; blame what cannot be read or leaks."""
        answer = self.get(path, accept)
        kind = _TYPE.match(answer.headers.get("content-type", ""))[0]
        if answer.status != 200:
            self.blame(path, f"{answer.status} (accept {accept}), seen in {self.told.get(path, '?')}")
            return Found(answer, kind)
        found = Found(answer, kind)
        try:
            found = self._read(path, answer, kind)
        except (ValueError, SyntaxError, AssertionError) as error:
            self.blame(path, f"cannot be read as {kind}: {error}")
        self._note(path, found)
        return found

    def _read(self, path: str, answer: Answer, kind: str) -> Found:
        leads = list(reading.of_header(answer.headers.get("link", "")))
        place = answer.headers.get("content-location")
        leads += [Leads("Content-Location", place)] if place else []
        if kind == HTML:
            page = Page(answer.body.decode())
            for fault in page.faults:
                self.blame(path, fault)
            for script in page.structured:
                leads += (Leads("script", text) for text in reading.of_json(json.loads(script)))
            return Found(answer, kind, [*leads, *page.leads], page=page)
        if kind in FORMATS and not path.startswith("dumps/") and not path.startswith("context/"):
            self._unleaked(path, answer.body)
            # The files of the event stream lead to each other by relative IRIs, so that they can be moved.
            base = self.base + path if path.startswith("ldes/") else None
            quads = reading.quads(answer.body, kind, self.context, base)
            leads += (Leads("data", iri) for iri in sorted(reading.of_quads(quads)))
            return Found(answer, kind, leads, quads)
        if kind.endswith("json") and path != "openapi.json" and not path.startswith(("dumps/", "tables/")):
            leads += (Leads("data", text) for text in reading.of_json(json.loads(answer.body)))
        elif kind in {"application/xml", "text/plain"} and not path.startswith("dumps/"):
            leads += (Leads("map", text) for text in re.findall(r"https?://[^<\s]+", answer.body.decode()))
        return Found(answer, kind, leads)

    def _unleaked(self, path: str, body: bytes) -> None:
        if urlsplit(self.host).netloc.encode() in body:
            self.blame(path, "the host is named in data")

    def _note(self, path: str, found: Found) -> None:
        for lead in found.leads:
            to, _, fragment = lead.to.partition("#")
            if (
                lead.by not in NAMING
                and lead.by not in {"script", "data", "map"}
                and to.startswith(self.base)
            ):
                self.blame(path, f"{lead.by} leaves the host, to {lead.to}")
            onward = self.path(to, path) if to else path
            if onward is None or (lead.by in {"script", "data"} and ("{" in to or not to.startswith("http"))):
                continue
            self.told.setdefault(onward, path)
            if fragment and lead.by != "form":  # the answer will be there
                self.fragments.setdefault(onward, {}).setdefault(fragment, path)

    def walk(self, start: str, accept: str) -> dict[str, Found]:
        """Every document that is reached from *start* by following the links of that one media type."""
        reached: dict[str, Found] = {}
        waiting, known = deque([start]), {start}
        while waiting:
            path = waiting.popleft()
            found = reached[path] = self.read(path, accept)
            for onward in self._onward(found, accept, path):
                if onward not in known and self._is_document(onward):
                    known.add(onward)
                    waiting.append(onward)
        return reached

    def _onward(self, found: Found, accept: str, here: str) -> Iterator[str]:
        for lead in found.leads:
            followed = lead.by == "a" if accept == HTML else lead.by == "data"
            onward = self.path(lead.to, here) if followed else None
            if onward is not None:
                document = self.addresses.document(self.base + onward)
                yield document if document is not None else onward

    def _is_document(self, path: str) -> bool:
        """Whether the address stands for something in whatever format: no query, no suffix, no file."""
        elsewhere = ("dumps/", "assets/", "context/", "linkset/", "sparql", "api", ".well-known/")
        plain = "?" not in path or path.startswith("?")
        return plain and not path.startswith(elsewhere) and not _SUFFIX.search(path)

    def judge(self, path: str, kinds: Iterable[str] = FORMATS) -> None:
        """The document at *path* in each format, by suffix and by negotiation, as all parsers read it."""
        told: dict[str, ox.Dataset] = {}
        for kind in kinds:
            found = self.read(f"{path}.{SUFFIXES[kind]}")
            if found.kind != kind:
                self.blame(f"{path}.{SUFFIXES[kind]}", f"is {found.kind}")
                continue
            if self.get(path, kind).body != found.answer.body:
                self.blame(path, f"as {kind} is another answer than at its suffix")
            told |= {f"pyoxigraph, {kind}": reading.graph(found.quads), **self._others(path, found)}
        for reader, graph in told.items():
            if graph != next(iter(told.values())):
                self.blame(path, f"{reader}: not the graph of {next(iter(told))}")
        if not told or not len(next(iter(told.values()))):
            self.blame(path, "says nothing")
        self.read(f"{path}.html")

    def _others(self, path: str, found: Found) -> dict[str, ox.Dataset]:
        try:
            others = {"rdflib": reading.by_rdflib(found.answer.body, found.kind, self.context)}
            if found.kind == JSON_LD:
                others["PyLD"] = reading.by_pyld(found.answer.body, self.context)
        except Exception as error:  # noqa: BLE001 : parsers raise what they like
            self.blame(path, f"{found.kind}: {type(error).__name__}: {error}")
            return {}
        return {f"{reader}, {found.kind}": reading.graph(quads) for reader, quads in others.items()}

    def answer_all(self, rounds: int = sys.maxsize) -> None:
        """Ask for every address that was told and not asked yet, so many times, or until none is new."""
        for _ in range(rounds):
            waiting = [path for path in self._some(self.told) if path not in self.asked]
            for path in waiting:
                self.read(path)
            if not waiting:
                return

    def _some(self, paths: Iterable[str]) -> list[str]:
        """*paths*, but `_ALIKE` of those that differ in values only: who was asked, then without favour."""
        taken: Counter[tuple[str, frozenset[str]]] = Counter()
        some = []
        for path in sorted(paths, key=lambda path: (path not in self.asked, _shuffled(path))):
            place, _, query = path.partition("?")
            names = frozenset(name for name, _ in parse_qsl(query, keep_blank_values=True))
            taken[place, names] += 1
            if not query or taken[place, names] <= _ALIKE:
                some.append(path)
        self.left = taken.total() - len(some)
        return some

    def check_fragments(self) -> None:
        """Each fragment that something leads to is there: on the page, or as a subject of the data."""
        for path in sorted(self._some(self.fragments)):
            named = self.fragments[path]
            page = self.read(path, HTML).page
            missing = named.keys() - (page.names if page else set())
            for fragment in sorted(missing and self._without_subject(path, missing)):
                self.blame(path, f"#{fragment} is not there, seen in {named[fragment]}")

    def _without_subject(self, path: str, fragments: Iterable[str]) -> set[str]:
        """Those of *fragments* that are no subject of the data at *path*."""
        quads = self.read(path, TURTLE).quads
        there = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        plain = path.partition("?")[0]
        subjects = (self.addresses.subject(_SUFFIX.sub("", plain)), self.base + plain)
        return {name for name in fragments if there.isdisjoint(f"{one}#{name}" for one in subjects)}


def _shuffled(path: str) -> bytes:
    return hashlib.sha256(path.encode()).digest()


def live(address: str) -> Ask:
    """Asks the server at *address* over one connection."""
    server = urlsplit(address)
    made = http.client.HTTPSConnection if server.scheme == "https" else http.client.HTTPConnection
    connection = made(server.hostname or "", server.port, timeout=60)

    def ask(method: str, path: str, headers: dict[str, str]) -> Answer:
        connection.request(method, server.path.rstrip("/") + path, headers=headers)
        answer = connection.getresponse()
        return Answer.of(answer.status, answer.getheaders(), answer.read())

    return ask


def documents(crawl: Crawl) -> set[str]:
    """The documents of everything that the whole dump speaks about."""
    dump = crawl.ask("GET", "/dumps/latest/esslod.nq", {}).body
    subjects = {quad.subject.value for quad in ox.parse(dump, ox.RdfFormat.N_QUADS)}
    return {path for subject in subjects if (path := crawl.addresses.document(subject)) is not None}


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def main(address: str, base: str = CANONICAL_BASE) -> int:
    crawl = Crawl(live(address), address if address.endswith("/") else f"{address}/", base)
    every = documents(crawl)
    _say(f"{len(every)} documents")
    for start, accept in (("", HTML), ("catalog", TURTLE)):
        reached = crawl.walk(start, accept).keys()
        for missed in sorted(every - reached):
            crawl.blame(missed, f"not reached from /{start} as {accept}")
        _say(f"/{start} as {accept}: {len(reached)} reached, {len(crawl.faults)} faults")
    for path in sorted(every):
        crawl.judge(path)
    for path in ("catalog", "void", "queries"):
        crawl.judge(path, list(FORMATS)[:4])
    _say(f"every format of each: {len(crawl.faults)} faults")
    crawl.answer_all()
    _say(f"{len(crawl.asked)} addresses asked, {crawl.left} like others left; {len(crawl.faults)} faults")
    crawl.check_fragments()
    _say(f"with the fragments of {len(crawl.fragments)}: {len(crawl.faults)} faults", *crawl.faults)
    return 1 if crawl.faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
