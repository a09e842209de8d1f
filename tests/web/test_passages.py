"""Facts of real pages lead to their passages, and passages back to the facts, in plain HTML."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from tests.web.reading import Page

EDITION = "doc/profile/epci-246300701/2025-02-11"
#: A page, one whose facts stand in its place, one of a single fact; one that comes from no text.
PAGES = (
    EDITION,
    "doc/territory/epci/246300701",
    "doc/budget/epci-246300701/2025-02-11/total",
    "dataset/geography",
)


@pytest.fixture(scope="module")
def client(published_client: FlaskClient) -> FlaskClient:
    return published_client


@pytest.mark.parametrize("path", PAGES)
def test_notes_and_ways_back_end_somewhere(path: str, client: FlaskClient) -> None:
    """No fragment of the page is missing, and no name is there twice."""
    page = Page(client.get(f"/{path}.html").text)
    fragments = {lead.to[1:] for lead in page.leads if re.match("#(source|cited)-", lead.to)}
    assert fragments and fragments <= page.names
    assert page.faults == []


@pytest.mark.parametrize(
    ("language", "figure", "told"),
    [
        ("fr", "95 000 €", ("Passage : investissement, coopératives", "caractères 494 à 570", "lu : 95 000")),
        ("en", "€95,000", ("Passage: investment, cooperatives", "characters 494 to 570", "read: 95,000")),
    ],
)
def test_a_figure_leads_to_its_passage(
    language: str, figure: str, told: tuple[str, ...], client: FlaskClient
) -> None:
    """The note beside it is called "source" and a number; the passage says what it is and where it stands."""
    page = client.get(f"/{EDITION}.html?lang={language}").text.replace("\u202f", " ").replace("\xa0", " ")
    note = re.search(rf'{figure}</data><sup class="source"><a [^>]*href="#(source-\d+)">(.*?)</a>', page)
    assert note is not None
    assert re.fullmatch(r"source \d+", re.sub("<[^>]*>", "", note[2]))
    entry = page.partition(f'<li id="{note[1]}">')[2].partition("</li>")[0]
    seen = " ".join(re.sub("<[^>]*>", " ", entry).split())
    assert [words for words in told if words not in seen] == []
