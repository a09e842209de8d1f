"""``/cite/``, and the block of a page that leads there."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

EDITION = "doc/profile/epci-246300701/2025-02-11"


def test_a_reference_is_a_file_in_the_language_asked_for(client: FlaskClient) -> None:
    """French unless asked otherwise: one address is one text, whatever a browser prefers."""
    french = client.get(f"/cite/{EDITION}.bib", headers={"Accept-Language": "en"})
    assert french.content_type == "application/x-bibtex; charset=utf-8"
    assert (french.headers["Content-Language"], "Accept-Language" in french.vary) == ("fr", False)
    assert 'filename="doc-profile-epci-246300701-2025-02-11.bib"' in french.headers["Content-Disposition"]
    english = client.get(f"/cite/{EDITION}.ris?lang=en")
    assert "TI  - SSE profile of Clermont Auvergne Métropole" in english.text


def test_what_is_not_there_is_not_cited(client: FlaskClient) -> None:
    """As for the document itself."""
    assert client.get("/cite/doc/profile/epci-246300702/2025-02-11.csl.json").status_code == 404


def test_a_page_says_how_to_cite_it_and_each_link_answers(client: FlaskClient) -> None:
    """The sentence, and a file for each kind of program, in the page's language."""
    page = client.get(f"/{EDITION}.html?lang=en").text
    sentence = re.search(r'<p class="citation">(.*?)</p>', page)
    assert sentence is not None
    assert "https://w3id.org/esslod/id/profile/epci-246300701/2025-02-11" in sentence[1]
    links = re.findall(r'href="(/cite/[^"]*)"', page)
    assert [link.partition("?")[2] for link in links] == ["lang=en"] * 3
    assert {client.get(link).status_code for link in links} == {200}
