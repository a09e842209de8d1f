"""The vocabulary, its code lists and the shapes have pages of their own, made from the data alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

PAGE = {"Accept": "text/html"}
#: A new property, of whom no file of the project has heard, and its rule.
NEW = """
@base <https://w3id.org/esslod/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<def#moonPhase> a owl:DatatypeProperty ; rdfs:label "phase de la lune"@fr , "phase of the moon"@en ;
    rdfs:comment "Nouvelle."@fr , "New."@en .
<shapes#MoonShape> a sh:NodeShape ; rdfs:label "La lune"@fr , "The moon"@en ;
    sh:targetClass <def#Plan> ; sh:property <shapes#MoonPhase> .
<shapes#MoonPhase> a sh:PropertyShape ; sh:path <def#moonPhase> ; sh:name "lune"@fr , "moon"@en ; sh:order 9 ;
    sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:gYear ; sh:severity sh:Warning ;
    sh:message "Il manque la lune.\\nDonnez-la."@fr , "The moon is missing.\\nGive it."@en .
"""


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def moon(client_with: Callable[..., FlaskClient]) -> FlaskClient:
    return client_with(NEW, "def")


def test_a_new_property_is_documented_without_code(moon: FlaskClient) -> None:
    """A term and its rule appear on the vocabulary page, in its picture and among the rules."""
    page = moon.get("/def?lang=fr", headers=PAGE).text
    assert 'id="moonPhase"' in page
    assert "phase de la lune : année [1]" in page.replace("\u00a0", " ")
    told = text_of(page)
    assert "Pour plan ESS Exactement une valeur. Chaque valeur est du type année. à relire MoonPhase" in told
    rules = text_of(moon.get("/shapes?lang=en", headers=PAGE).text)
    assert "Otherwise The moon is missing. To do Give it." in rules
    assert "Concerns every resource of the class “ SSE plan ”." in rules


def test_rules_of_a_class_bind_its_kinds(client_with: Callable[..., FlaskClient]) -> None:
    """What is asked of a class is asked of its subclasses, and said there."""
    client = client_with(NEW.replace("<def#Plan>", "<def#PlanElement>"), "def")
    page = client.get("/def?lang=fr", headers=PAGE).text
    for name in ("PlanElement", "Priority", "Measure"):
        term = page.partition(f'<section class="part" id="{name}"')[2].partition('<section class="part"')[0]
        assert "MoonPhase" in term
        assert "phase de la lune" in term.partition("<svg")[2].partition("</svg>")[0]


@pytest.mark.parametrize("path", ["def", "def/0.1.0", "shapes", "code/level"])
def test_anchors_are_there_once(client: FlaskClient, path: str) -> None:
    """Every element name is unique, every link within leads somewhere, headings go step by step."""
    page = client.get(f"/{path}", headers=PAGE).text
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names)) > 5
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(names)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))


def test_what_asks_for_nothing_is_no_rule(client: FlaskClient) -> None:
    """Shapes that only say what pages show are set apart; no term lists them as what must be obeyed."""
    page = client.get("/shapes?lang=en", headers=PAGE).text
    shown = page.partition('id="EditionOnPage"')[2].partition('<section class="part"')[0]
    assert "What pages show of it, asking for nothing" in shown
    assert 'id="EditionObservations"' in shown
    assert "EditionObservations" not in client.get("/def?lang=en", headers=PAGE).text


def test_every_shape_has_its_place(client: FlaskClient) -> None:
    """Whatever IRI begins with ``shapes#`` is an anchor of the page of shapes."""
    terms = re.findall(r"<https://w3id.org/esslod/shapes#([^>]+)> a ", client.get("/shapes.ttl").text)
    page = client.get("/shapes", headers=PAGE).text
    assert len(terms) > 200
    assert set(terms) <= set(re.findall(r'\bid="([^"]+)"', page))


def test_a_code_list_is_a_tree_with_counts(client: FlaskClient) -> None:
    """A narrower code stands inside the broader one; each says how many statements lead to it."""
    page = client.get("/code/level?lang=en", headers=PAGE).text
    inside = page.partition('id="epci"')[2]
    assert inside.index('<ul class="codes">') < inside.index('id="metropole"')
    assert "1 use" in text_of(inside.partition('id="metropole"')[2])


def test_examples_lead_to_data(client: FlaskClient) -> None:
    """A class shows some of its members, a property what it says of whom."""
    page = client.get("/def?lang=fr", headers=PAGE).text
    plan = page.partition('id="Plan"')[2].partition('<section class="part"')[0]
    assert 'href="/doc/plan/' in plan
    assert 'href="#Plan"' in page


def test_other_formats_are_what_they_were(client: FlaskClient) -> None:
    """Only the page differs: data and pages of other things are untouched."""
    assert client.get("/def.ttl").headers["Content-Type"].startswith("text/turtle")
    assert 'class="reference"' not in client.get("/code/level/metropole", headers=PAGE).text
