"""Landing pages of data sets as machines find them: FAIR Signposting, and dataset search engines."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from signposting import Signposting, find_signposting_http, find_signposting_linkset
from tests.harvest.catalogue import Said, said
from tests.harvest.conftest import serving
from tests.harvest.search import data_of, faults

pytestmark = pytest.mark.live

LINKSET = "application/linkset+json"


@dataclass(frozen=True)
class Landing:
    """A data set, what is said of it in the catalogue, and its page as it was served."""

    said: Said
    signs: Signposting
    linkset: Signposting
    page: str

    @property
    def linked(self) -> Signposting:
        """The links of the page in the link set."""
        return self.linkset.for_context(self.signs.context)


@pytest.fixture(scope="module")
def landings(site: Path) -> list[Landing]:
    """The landing page of every data set of the catalogue."""
    datasets = said(site / "releases" / "current" / "catalog.ttl")
    with serving(site):
        return [landing(each) for each in datasets.values()]


def landing(dataset: Said) -> Landing:
    """Ask as each client does: HEAD for links, GET for the page and for the link set."""
    signs = find_signposting_http(dataset.iri)
    (linkset,) = signs.linksets
    request = urllib.request.Request(dataset.iri, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        page = answer.read().decode()
    return Landing(dataset, signs, find_signposting_linkset(linkset.target, LINKSET), page)


def test_every_data_set_has_a_landing_page(landings: list[Landing]) -> None:
    """There is something to check."""
    assert len(landings) >= 4


def test_signposts(landings: list[Landing]) -> None:
    """The reader finds what to cite, types, licence, author and descriptions, without a warning."""
    for each in landings:
        signs = each.signs
        assert signs.citeAs is not None and signs.citeAs.target == each.said.iri, each.said.iri
        assert signs.license is not None, each.said.iri
        assert signs.authors, each.said.iri
        assert "https://schema.org/AboutPage" in {str(kind.target) for kind in signs.types}
        assert len(signs.types) >= 2, each.said.iri
        described = {str(one.type) for one in signs.describedBy}
        assert {"text/turtle", "application/ld+json"} <= described, each.said.iri


def test_items_are_the_files(landings: list[Landing]) -> None:
    """Every file is an item of the link set, with its media type; headers hold the first ones."""
    for each in landings:
        items = {str(item.target): str(item.type) for item in each.linked.items}
        files = {file.url for file in each.said.files if "/dumps/" in file.url}
        assert files <= set(items), each.said.iri
        assert {str(item.target) for item in each.signs.items} <= set(items), each.said.iri
        assert all("/" in items[url] for url in files), each.said.iri


def test_the_link_set_says_the_same(landings: list[Landing]) -> None:
    """Who reads the link set instead of the headers finds all of it, and the way back from each file."""
    for each in landings:
        told = {(str(sign.rel), str(sign.target)) for sign in each.linked.signposts}
        ours = {(str(sign.rel), str(sign.target)) for sign in each.signs.signposts}
        assert {sign for sign in ours if sign[0] != "linkset"} <= told, each.said.iri
        for item in each.linked.items:
            back = each.linkset.for_context(item.target).collection
            assert back is not None and str(back.target) == str(each.signs.context), item


def test_search_engines_find_a_dataset(landings: list[Landing]) -> None:
    """The served page holds a schema.org Dataset that has everything engines ask for."""
    for each in landings:
        assert faults(data_of(each.page), each.said) == [], each.said.iri


def test_the_checker_sees_what_is_missing(landings: list[Landing]) -> None:
    """A page from which something was taken does not pass."""
    good = data_of(landings[0].page)
    for name in ("name", "license", "creator", "distribution", "includedInDataCatalog"):
        assert faults({key: value for key, value in good.items() if key != name}, landings[0].said), name
    assert faults({**good, "description": "too short"}, landings[0].said)


def test_pages_hold_one_dataset(landings: list[Landing]) -> None:
    """The data of the page is one JSON object, so that no engine has to choose."""
    for each in landings:
        assert json.dumps(data_of(each.page)), each.said.iri
