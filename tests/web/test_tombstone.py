"""Withdrawn resources: 410 with a tombstone, in every format; nothing else of the site changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from esslod.addresses import CANONICAL_BASE
from esslod.namespaces import DCT, PROV
from esslod.rdf.formats import RDF_SYNTAXES

OLD, NEW = "id/organisation/name/old-rtes", "id/organisation/name/rtes"
DOCUMENT = "doc/organisation/name/old-rtes"
LIST = """
@base <https://w3id.org/esslod/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<id/organisation/name/old-rtes> a prov:Entity ; rdfs:label "Ancien RTES"@fr , "Old RTES"@en ;
  prov:invalidatedAtTime "2026-01-15T00:00:00Z"^^xsd:dateTime ;
  prov:wasInvalidatedBy <dataset/withdrawn#merger> ; dct:isReplacedBy <id/organisation/name/rtes> .
<dataset/withdrawn#merger> a prov:Activity ; rdfs:label "Fusion de fiches"@fr , "Merger of records"@en ;
  rdfs:comment "Deux adresses pour une même structure."@fr , "Two addresses for one body."@en ;
  prov:wasAssociatedWith <id/organisation/name/esslod> .
"""


@pytest.fixture(scope="module")
def client(client_with: Callable[..., FlaskClient]) -> FlaskClient:
    return client_with(LIST, "dataset/withdrawn")


@pytest.mark.parametrize("path", [OLD, DOCUMENT, f"{DOCUMENT}.ttl"])
def test_gone_in_turtle(client: FlaskClient, path: str) -> None:
    """Thing, description and suffix address answer 410 with who, when and what instead."""
    answer = client.get(f"/{path}", headers={"Accept": "text/turtle"})
    assert answer.status_code == 410
    assert answer.content_type == "text/turtle; charset=utf-8"
    said = {(quad.subject, quad.predicate): quad.object for quad in parse(answer.data, RdfFormat.TURTLE)}
    thing = NamedNode(CANONICAL_BASE + OLD)
    act = said[thing, PROV.wasInvalidatedBy]
    assert said[thing, PROV.invalidatedAtTime].value == "2026-01-15T00:00:00Z"
    assert said[thing, DCT.isReplacedBy] == NamedNode(CANONICAL_BASE + NEW)
    assert said[act, PROV.wasAssociatedWith].value.endswith("/name/esslod")
    assert "esslod" in answer.text and "Network of Local Authorities" in answer.text


def test_every_format_of_a_tombstone(client: FlaskClient) -> None:
    """All formats of a description are formats of a tombstone; each is revalidated, none is a 304."""
    for syntax in RDF_SYNTAXES:
        answer = client.get(f"/{DOCUMENT}.{syntax.suffix}", headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.content_type) == (410, syntax.content_type)
        assert answer.headers["Cache-Control"] == "public, no-cache"


def test_gone_as_problem(client: FlaskClient) -> None:
    """Who asks for nothing in particular gets a problem document with the tombstone as members."""
    problem = client.get(f"/{OLD}").json
    assert (problem["status"], problem["withdrawn"]) == (410, "2026-01-15T00:00:00Z")
    assert problem["type"].endswith("#gone")
    assert problem["withdrawnBy"] == [CANONICAL_BASE + "id/organisation/name/esslod"]
    assert problem["replacedBy"] == [CANONICAL_BASE + NEW]
    assert problem["reason"] == {
        "en": "Two addresses for one body.",
        "fr": "Deux adresses pour une même structure.",
    }


def test_gone_as_page(client: FlaskClient) -> None:
    """A browser reads when, by whom and why, and is led to what replaces it."""
    answer = client.get(f"/{OLD}?lang=en", headers={"Accept": "text/html"})
    assert answer.status_code == 410
    assert '<time datetime="2026-01-15">15\u00a0January 2026</time>' in answer.text
    assert "Two addresses for one body." in answer.text
    assert 'href="/doc/organisation/name/rtes?lang=en"' in answer.text
    assert answer.headers["Content-Language"] == "en"
    french = client.get(f"/{DOCUMENT}.html").text
    assert "Ressource retirée" in french and "Fusion de fiches" in french


def test_links_of_a_tombstone(client: FlaskClient) -> None:
    """Its formats, and the successor, for programs that read headers only."""
    link = client.head(f"/{OLD}", headers={"Accept": "text/turtle"}).headers["Link"]
    assert f'<{CANONICAL_BASE}{NEW}>; rel="successor-version"' in link
    assert f'</{DOCUMENT}.jsonld>; rel="alternate"; type="application/ld+json"' in link


def test_the_replacement_answers_and_tells_of_it(client: FlaskClient) -> None:
    """What replaces it answers 200 and says what it replaced; so does the list of withdrawals."""
    text = client.get("/doc/organisation/name/rtes.nt").text
    assert f"<{CANONICAL_BASE}{OLD}> <{DCT.isReplacedBy.value}>" in text
    assert client.get("/dataset/withdrawn.ttl").status_code == 200


def test_only_the_list_withdraws(client_with: Callable[..., FlaskClient]) -> None:
    """What another graph says of the end of a thing does not make its address answer 410."""
    assert client_with(LIST, "dataset/history").get(f"/{DOCUMENT}").status_code == 200
