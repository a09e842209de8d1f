"""The sitemap: every document once in some part, with the day of its last change."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad
from tests.web.conftest import StandIn, in_memory, write_release

from esslod.config import Site
from esslod.release.manifest import GraphEntry, Manifest
from esslod.web import sitemap
from esslod.web.published import open_published
from esslod.web.sitemap import LARGEST, Part, changes, documents, parts

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BASE = "https://w3id.org/esslod/"


def entries(text: str, name: str) -> dict[str, str]:
    """Location → day of the last change."""
    found = ET.fromstring(text).findall(f"s:{name}", NS)
    assert len({entry.findtext("s:loc", "", NS) for entry in found}) == len(found)
    return {entry.findtext("s:loc", "", NS): entry.findtext("s:lastmod", "", NS) for entry in found}


def manifest(*sizes: int, graphs: tuple[str, ...] = ()) -> Manifest:
    names = graphs or tuple(f"id/profile/{place}" for place in range(len(sizes)))
    entries = tuple(GraphEntry(BASE + name, size, "d") for name, size in zip(names, sizes, strict=True))
    return Manifest(1, "", "x", "2026-01-01", BASE, "", "", sum(sizes), entries, ())


def test_every_location_answers(client: FlaskClient) -> None:
    """The index leads to its parts, these to documents, on the host that was asked; all of them answer."""
    index = entries(client.get("/sitemap.xml", headers={"Host": "data.example:81"}).text, "sitemap")
    assert list(index) == ["http://data.example:81/sitemap/1.xml"]
    listed = entries(client.get("/sitemap/1.xml", headers={"Host": "data.example:81"}).text, "url")
    assert {"http://data.example:81/", "http://data.example:81/doc/territory/epci/246300701"} <= set(listed)
    assert "http://data.example:81/def" in listed
    assert not any("#" in location or "/id/" in location for location in listed)
    assert "http://data.example:81/queries" not in listed, "this release has no such file"
    for location in [known for known in sorted(listed) if not known.endswith("/sparql")][::7]:
        assert client.head(urlsplit(location).path).status_code == 200, location


def test_behind_a_prefix(app) -> None:
    """Locations carry the prefix."""
    text = app.test_client().get("/sitemap.xml", base_url="https://data.example/ess").text
    assert list(entries(text, "sitemap")) == ["https://data.example/ess/sitemap/1.xml"]


@pytest.mark.parametrize("path", ["/sitemap/0.xml", "/sitemap/2.xml", "/sitemap/x.xml"])
def test_no_such_part(client: FlaskClient, path: str) -> None:
    """There are as many parts as the index says."""
    assert client.get(path).status_code == 404


def test_type_and_caching(client: FlaskClient) -> None:
    """XML with a validator; unchanged, it is not sent again."""
    answer = client.get("/sitemap.xml")
    assert answer.content_type == "application/xml; charset=utf-8"
    assert client.get("/sitemap.xml", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_parts_are_bounded() -> None:
    """Graphs share a part while there is room; one that is too large alone is sliced; no index is empty."""
    half = LARGEST // 2
    assert parts(manifest()) == [Part(())]
    shared = parts(manifest(half, half, 1))
    assert [len(part.graphs) for part in shared] == [2, 1]
    sliced = parts(manifest(5, LARGEST * 2 + 1, 5))
    assert [(part.number, part.slices) for part in sliced] == [(0, 3), (1, 3), (2, 3), (0, 1)]
    assert parts(manifest(9, 9, graphs=("dataset/inferred", "dataset/withdrawn"))) == [Part(())]


def test_slices_hold_everything_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slices of a large graph hold each of its documents in exactly one."""
    monkeypatch.setattr(sitemap, "LARGEST", 4)
    graph, about = NamedNode(BASE + "dataset/big"), NamedNode("urn:p")
    quads = [Quad(NamedNode(f"{BASE}id/place/{n}"), about, about, graph) for n in range(11)]
    release = write_release(tmp_path / "aaaaaaaaaaaa", quads, "aaaaaaaaaaaa")
    published = open_published(release, tmp_path, Site(), lambda store, site: StandIn(in_memory(quads)))
    made = [documents(published, part) for part in parts(published.manifest)]
    paths = [path for part in made for path in part]
    assert sorted(paths) == sorted(f"doc/place/{n}" for n in range(11))
    assert max(len(part) for part in made) <= 4


def test_last_change_is_seen_through_kept_releases(tmp_path: Path) -> None:
    """A graph has been what it is since the oldest release, counted back, in which it was the same."""

    def release(name: str, date: str, **digests: str) -> Path:
        folder = write_release(tmp_path / name, [], name, date)
        graphs = tuple(GraphEntry(f"{BASE}dataset/{graph}", 1, digest) for graph, digest in digests.items())
        made = Manifest(1, "", name, date, BASE, "", "", 0, graphs, ())
        (folder / "manifest.json").write_text(made.to_json(), encoding="utf-8")
        return folder

    release("000000000001", "2026-01-01", old="a", back="b", new="z")
    release("000000000002", "2026-02-01", old="a", back="c", new="y")
    current = release("000000000003", "2026-03-01", old="a", back="b", new="x", born="q")
    release("000000000004", "2026-04-01", old="k")
    (tmp_path / "damaged").mkdir()
    published = open_published(current, tmp_path, Site(), lambda store, site: StandIn(in_memory([])))
    found = {iri.rpartition("/")[2]: day for iri, day in changes(published).items()}
    assert found == {"old": "2026-01-01", "back": "2026-03-01", "new": "2026-03-01", "born": "2026-03-01"}
