"""Nothing is lost, nothing leads nowhere, all formats say the same: a crawl of a small but real release.

The release is built from this project's own site with a few of its places; it is asked as a staging
host would be. The same crawl of everything a server has, in all formats: see `tests.web.crawl`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.web import reading
from tests.web.conftest import Reader
from tests.web.crawl import FORMATS, HTML, SUFFIXES, TURTLE, Crawl, documents
from tests.web.negotiation_rows import Answer

from esslod.config import load_site
from esslod.web.app import close, create_app

HOST = "http://staging.example.net:8080/"
#: Documents whose data are files, in fewer formats.
_FILES = ("catalog", "void", "queries")


@pytest.fixture(scope="module")
def client(small_published_site: Path) -> Iterator[FlaskClient]:
    site = load_site(small_published_site)
    release = (site.releases_folder / "current").resolve()
    app = create_app(release, site.stores_folder / release.name, site)
    app.test_client_class = Reader
    yield app.test_client()
    close(app)


@pytest.fixture(scope="module")
def crawl(client: FlaskClient) -> Crawl:
    def ask(method: str, path: str, headers: Mapping[str, str]) -> Answer:
        answer = client.open(path, method=method, headers=dict(headers), base_url=HOST)
        return Answer.of(answer.status_code, answer.headers, answer.data)

    return Crawl(ask, HOST)


@pytest.fixture(scope="module")
def every(crawl: Crawl) -> set[str]:
    found = documents(crawl)
    assert len(found) > 200
    return found


@pytest.mark.parametrize(("start", "accept"), [("", HTML), ("catalog", TURTLE)])
def test_everything_is_reached(crawl: Crawl, every: set[str], start: str, accept: str) -> None:
    """Pages from the home page on, and data from the catalogue on, lead to everything; no link is dead."""
    crawl.faults.clear()
    reached = crawl.walk(start, accept)
    assert every - reached.keys() == set()
    assert crawl.faults == []


def _sample(every: set[str]) -> list[str]:
    """One document of each kind: the first two segments of its path."""
    kinds: dict[tuple[str, ...], str] = {}
    for path in sorted(every):
        first, *rest = path.split("/")
        kinds.setdefault((first, rest[0] if first == "doc" else str(len(rest))), path)
    return list(kinds.values())


def test_all_formats_say_the_same_and_lead_nowhere_in_vain(crawl: Crawl, every: set[str]) -> None:
    """A document of each kind in all formats, by suffix and negotiation, is one graph to three parsers.

    All addresses of ours that they name answer, and no host is named where it should not be.
    """
    crawl.faults.clear()
    crawl.told.clear()
    crawl.fragments.clear()
    for path in _sample(every):
        crawl.judge(path)
    for path in _FILES:
        crawl.judge(path, list(FORMATS)[:4])
    crawl.answer_all(rounds=1)
    crawl.check_fragments()
    assert crawl.faults == []


def test_canonical_links_on_demand(crawl: Crawl) -> None:
    """With ``?rewrite=false`` the links of a page, and those of its header, are canonical IRIs."""
    page = crawl.ask("GET", "/doc/territory/epci/246300701?rewrite=false", {"Accept": HTML})
    inside = [lead.to for lead in reading.Page(page.body.decode()).leads if lead.by == "a"]
    assert any(to.startswith(crawl.base) for to in inside)
    assert not [to for to in inside if to.startswith(("/doc", "/id", "/code", HOST))]


@pytest.fixture
def spoilt() -> Crawl:
    """A site of two documents with a fault of each sort."""
    page = b'<html><body><a href="https://w3id.org/esslod/id/x">x</a><p id="a"><i id="a"></p></body></html>'
    bodies = {
        "/doc/x": page,
        "/doc/x.ttl": b"<https://w3id.org/esslod/id/x> a <https://w3id.org/esslod/def#None> .",
        "/doc/x.nt": b'<https://w3id.org/esslod/id/x> <urn:p> "staging.example.net:8080" .',
    }

    def ask(_method: str, path: str, _headers: Mapping[str, str]) -> Answer:
        kinds = {SUFFIXES[kind]: kind for kind in FORMATS}
        kind = kinds.get(path.rpartition(".")[2], HTML)
        body = bodies.get(path.replace("doc/x.html", "doc/x"))
        return Answer(404 if body is None else 200, {"content-type": kind}, body or b"")

    return Crawl(ask, HOST)


def test_the_crawl_sees_faults(spoilt: Crawl) -> None:
    """Dead links, links that leave, hosts in data, graphs that differ and broken markup are all noticed."""
    spoilt.judge("doc/x", ["text/turtle", "application/n-triples"])
    spoilt.answer_all()
    told = json.dumps(spoilt.faults)
    for fault in (
        "a leaves the host", "the host is named in data", "not the graph of", "def: 404", "another answer",
        "two elements are called a", "closes nothing",
    ):  # fmt: skip
        assert fault in told
