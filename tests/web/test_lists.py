"""``/browse`` and ``/search`` as they are asked for: one address each, refusals with a remedy, files."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from tests.web.conftest import Reader, StandIn, in_memory

from esslod.addresses import CANONICAL_BASE
from esslod.config import Site
from esslod.errors import SearchTimeout
from esslod.finding import lists
from esslod.finding.schema import INDEX
from esslod.release.index import build_index
from esslod.web.app import close, create_app

JSON = {"Accept": "application/problem+json"}


def test_classes_lead_to_lists(client: FlaskClient) -> None:
    """Every class named on the page of classes has a list, which says how many there are."""
    page = client.get("/browse?lang=en").text
    assert 'href="/browse/supported-action?lang=en"' in page
    shown = client.get("/browse/supported-action").text
    assert "5 résultats" in shown
    assert "Développement de coopératives" in shown


def test_one_address(client: FlaskClient) -> None:
    """A list spelt otherwise, as by a form with empty fields, is sent to its one address, language kept."""
    asked = "/browse/supported-action?lang=en&q=&theme=cooperation&mode=coaching&sort="
    answer = client.get(asked)
    assert answer.status_code == 301
    assert answer.location == "/browse/supported-action?mode=coaching&theme=cooperation&lang=en"
    there = client.get(answer.location)
    assert there.status_code == 200
    assert there.headers["X-Robots-Tag"] == "noindex, follow"
    assert '/browse/supported-action?mode=coaching&amp;lang=en"' in there.text  # without one of its facets
    assert '"canonical"' in there.headers["Link"]
    assert "X-Robots-Tag" not in client.get("/browse/supported-action").headers


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/browse/supported-action?colour=red", 400),
        ("/browse/supported-action?theme=nowhere", 400),
        ("/browse/supported-action.csv?theme=nowhere", 400),
        ("/browse/supported-action?page=0", 400),
        ("/browse/supported-action?page=2", 404),
        ("/browse/supported-actio", 404),
        ("/search?q=clermont&class=nothing", 400),
        ("/search?q=clermont&page=99", 404),
        ("/search?what=clermont", 400),
        ("/search/suggest?q=a&q=b", 400),
    ],
)
def test_refusals(client: FlaskClient, address: str, status: int) -> None:
    """What cannot be had is refused, and the problem says what to do; nothing is ignored."""
    answer = client.get(address, headers=JSON)
    assert answer.status_code == status
    told = answer.get_json()
    assert told.get("remedy") or told.get("near")


def test_a_list_as_files(client: FlaskClient) -> None:
    """The list is offered as CSV, French CSV, workbook and JSON, filters kept, and these hold it whole."""
    text = client.get("/browse/supported-action.csv?theme=cooperation").text
    assert len(text.splitlines()) == 2
    assert client.get("/browse/supported-action.fr.csv").data.startswith(b"\xef\xbb\xbfadresse;nom;")
    assert len(client.get("/browse/supported-action.json").get_json()) == 5
    assert client.get("/browse/supported-action.xlsx").data.startswith(b"PK")
    page = client.get("/browse/supported-action?theme=cooperation").text
    assert 'href="/browse/supported-action.csv?theme=cooperation"' in page


def test_facets_over_their_time(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose facets took too long shows the list, names those facets, and is kept by nobody."""

    def late(_question: object, kind: lists.Kind, *_more: object) -> object:
        return [], list(kind.facets)

    monkeypatch.setattr(lists, "counted", late)
    app.test_client_class = Reader
    answer = app.test_client().get("/browse/supported-action?mode=coaching")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ont pris trop de temps" in answer.text
    assert "Action" in answer.text or "action" in answer.text


def test_a_search_over_its_time(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search over its time is a 503 that says when to come back, never a page without results."""

    def late(*_more: object) -> object:
        raise SearchTimeout("over 2 s")

    monkeypatch.setattr("esslod.finding.search.search", late)
    answer = client.get("/search?q=toujours", headers=JSON)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.get_json()["type"].endswith("#search-timeout")


def test_search(client: FlaskClient) -> None:
    """Results are links with their class; a misspelt word is mended, and the page says so."""
    page = client.get("/search?q=coopératves").text
    assert "Résultats pour" in page
    assert ">cooperatives</a>" in page
    assert "Développement de coopératives" in page
    assert client.get("/search?q=zzzzqq").text.count("Rien ne correspond") == 1
    assert "Que cherchez-vous" in client.get("/search").text


def test_suggestions_and_their_description(client: FlaskClient) -> None:
    """The description leads browsers to search and suggestions on this host; these lead to pages."""
    described = ET.fromstring(client.get("/opensearch.xml", headers={"Host": "data.example"}).data)
    urls = {
        url.get("rel"): url.get("template")
        for url in described.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")
    }
    assert urls["results"] == "http://data.example/search?q={searchTerms}"
    text, names, _, pages = json.loads(client.get("/search/suggest?q=clerm").text)
    assert text == "clerm"
    assert "Clermont Auvergne Métropole" in names
    assert client.get(pages[0].removeprefix("http://localhost")).status_code == 200
    assert 'rel="search"' in client.get("/browse").text
    mended = json.loads(client.get("/search/suggest?q=clermond%20auvergn").text)
    assert mended[0] == "clermond auvergn"
    assert "Clermont Auvergne Métropole" in mended[1]


def test_a_new_property_is_found_without_code(
    library: Path, site: Site, quads: list[Quad], tmp_path: Path
) -> None:
    """A property that nothing here knows, once its shape says so, filters lists, is a column, is found."""
    said = """
        <def#weather> rdfs:label "temps qu’il fait"@fr .
        <shapes#Weather> sh:path <def#weather> ; sh:name "temps"@fr , "weather"@en ; sh:order 0 ;
            <shapes#facet> "weather" .
        <shapes#Weathered> sh:targetClass <def#SupportedAction> ; sh:property <shapes#Weather> .
        <id/action/epci-246300701/2025-02-11/ptce> <def#weather> "giboulées" ."""
    head = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    graph = NamedNode(CANONICAL_BASE + "shapes/weather")
    new = [Quad(*q.triple, graph) for q in parse(head + said, RdfFormat.TURTLE, base_iri=CANONICAL_BASE)]
    store = in_memory([*quads, *new])
    store.bulk_extend(Quad(*quad.triple) for quad in (*quads, *new))
    build_index(store, tmp_path / INDEX, CANONICAL_BASE)
    app = create_app(
        library / "0123456789ab", tmp_path, site, open_engine=lambda _store, _site: StandIn(store)
    )
    app.test_client_class = Reader
    client = app.test_client()
    whole = client.get("/browse/supported-action?lang=en").text
    assert 'href="/browse/supported-action?weather=giboul%C3%A9es&amp;lang=en"' in whole
    assert '<span class="first-capital">weather</span></th>' in whole
    assert "1 to 1 of 1" in client.get("/browse/supported-action?weather=giboul%C3%A9es&lang=en").text
    assert "Coopération Économique (PTCE)" in client.get("/search?q=GIBOULEES").text
    assert "giboulées" in client.get("/browse/supported-action.csv").text
    close(app)
