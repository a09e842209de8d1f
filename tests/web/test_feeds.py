"""Following the site over HTTP: streams, changes, feed; each where and as clients look for it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from esslod.namespaces import TREE

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_stream_is_trig_whoever_asks(followed: FlaskClient) -> None:
    """Root and pages answer 200 to ``*/*``, with and without suffix, and are asked about again."""
    for address in ("/ldes/data", "/ldes/data.trig", "/ldes/catalog", "/ldes/data/1.trig"):
        answer = followed.get(address, headers={"Accept": "*/*"})
        assert answer.status_code == 200, address
        assert answer.content_type == "application/trig; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["ETag"]
        known = followed.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert known.status_code == 304


def test_links_stay_on_the_host(followed: FlaskClient) -> None:
    """A client that came to another host than the canonical one finds the pages there."""
    for root in ("ldes/data", "ldes/data.trig"):
        quads = list(
            parse(followed.get(f"/{root}").data, RdfFormat.TRIG, base_iri=f"http://localhost/{root}")
        )
        pages = {quad.object.value for quad in quads if quad.predicate == TREE.node}
        views = {quad.object.value for quad in quads if quad.predicate == TREE.view}
        assert views == {f"http://localhost/{root}"}
        assert pages
        for page in pages:
            assert followed.get(page).status_code == 200
        shapes = [quad.object.value for quad in quads if quad.predicate == TREE["shape"]]
        assert followed.get(shapes[0].partition("#")[0]).content_type == "text/turtle; charset=utf-8"


def test_closed_pages_are_immutable(followed: FlaskClient) -> None:
    """What says that nothing will be added may be kept for ever; the open page may not."""
    closed, newest = followed.get("/ldes/data/1.trig"), followed.get("/ldes/data/2.trig")
    assert b"ldes:immutable" not in closed.data, "one page is enough for this little"
    assert newest.status_code == 404


def test_full_pages_are_immutable(followed_in_small_pages: FlaskClient) -> None:
    """As above, where pages hold two members."""
    closed = followed_in_small_pages.get("/ldes/data/1.trig")
    assert b"<> ldes:immutable true ." in closed.data
    assert "immutable" in closed.headers["Cache-Control"]
    last = 4
    assert "immutable" not in followed_in_small_pages.get(f"/ldes/data/{last}.trig").headers["Cache-Control"]


def test_pages_are_sent_compressed(followed: FlaskClient) -> None:
    """What the build compressed is sent so, under a tag of its own."""
    plain = followed.get("/ldes/data/1.trig")
    packed = followed.get("/ldes/data/1.trig", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_member_leads_to_its_page(followed: FlaskClient) -> None:
    """The IRI of a member can be followed."""
    answer = followed.get("/ldes/data/member/1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ldes/data/1.trig")
    assert followed.get("/ldes/data/member/99").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/ldes/other", "/ldes/data/0.trig", "/ldes/data/9.trig", "/changes/9", "/changes/9.json",
     "/changes.de.atom", "/dumps/ffffffffffff/changes.json", "/ldes/../journal.json"],
)  # fmt: skip
def test_what_is_not_listed_is_not_there(followed: FlaskClient, address: str) -> None:
    """No path leads to a file that the journal does not name."""
    assert followed.get(address).status_code == 404


def test_without_a_history_there_is_none(client: FlaskClient) -> None:
    """A release that was copied alone has no feeds: 404, and the rest works."""
    for address in ("/ldes/data", "/changes", "/changes.atom", "/oai?verb=Identify"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("address", "language"), [("/changes.atom", "fr"), ("/changes.en.atom", "en")])
def test_the_feed_is_atom(followed: FlaskClient, address: str, language: str) -> None:
    """RFC 4287 §4.1: what a feed and an entry must have; newest first, in one language."""
    answer = followed.get(address)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.data)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert all(feed.find(ATOM + name) is not None for name in ("id", "title", "updated", "author"))
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"https://w3id.org/esslod/changes/{number}" for number in (3, 2, 1)
    ]
    for entry in entries:
        assert all(entry.findtext(ATOM + name) for name in ("title", "updated", "summary", "content"))
    word = "nouveau" if language == "fr" else "new"
    assert word in (entries[0].findtext(f"{ATOM}content") or "")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"https://w3id.org/esslod{address}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_people_read_what_changed(followed: FlaskClient, language: str) -> None:
    """The list of publications, and the page of each, in both languages."""
    page = followed.get(f"/changes?lang={language}").text
    assert f'href="/changes/3?lang={language}"' in page
    one = followed.get(f"/changes/2?lang={language}").text
    assert ("1 énoncé ajouté, 1 retiré" if language == "fr" else "1 statement added, 1 removed") in one
    assert "Là" in one
    assert 'href="/changes/2-added.nq"' in one


def test_changes_stand_beside_the_dumps(followed: FlaskClient) -> None:
    """By release, for ever; by ``latest``, those of the newest; compressed too, and in parts."""
    told = json.loads(followed.get("/changes/2.json").data)
    release = told["release"]
    summary = followed.get(f"/dumps/{release}/changes.json")
    assert json.loads(summary.data) == told
    assert "immutable" in summary.headers["Cache-Control"]
    added = followed.get(f"/dumps/{release}/changes-added.nq")
    assert added.data == followed.get("/changes/2-added.nq").data
    assert followed.get(f"/dumps/{release}/changes-added.nq.gz").content_type == "application/gzip"
    part = followed.get(f"/dumps/{release}/changes-added.nq", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, added.data[:4])
    latest = followed.get("/dumps/latest/changes.json")
    assert json.loads(latest.data)["number"] == 3
    assert latest.headers["Cache-Control"] == "public, no-cache"
