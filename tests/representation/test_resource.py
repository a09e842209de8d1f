"""Pages follow the shapes: order, groups, names; and know no term of the domain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests.readers import Reader

import esslod
from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.namespaces import prefixes
from esslod.rdf.description import describe
from esslod.representation.page import Page, Row
from esslod.representation.resource import Pages

TRIG = """
@base <https://w3id.org/esslod/> .
@prefix ess: <def#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix obeu-measure: <http://data.openbudgets.eu/ontology/dsd/measure/> .
@prefix obeu-attribute: <http://data.openbudgets.eu/ontology/dsd/attribute/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<shapes/test> {
  <shapes#Beast> a sh:NodeShape ; sh:targetClass <def#Beast> ;
    sh:property <shapes#legs> , <shapes#friend> , <shapes#rule> , <shapes#price> , <shapes#owned> .
  <shapes#legs> sh:path <def#legs> ; sh:order 2 ; sh:group <shapes#Body> ;
    sh:name "pattes"@fr , "legs"@en ; sh:description "combien"@fr , "how many"@en .
  <shapes#friend> sh:path <def#friend> ; sh:order 1 ; sh:group <shapes#Body> ;
    sh:name "ami"@fr , "friend"@en .
  <shapes#price> sh:path obeu-measure:amount ; sh:order 1 ; sh:group <shapes#Money> ;
    sh:name "prix"@fr , "price"@en .
  <shapes#rule> sh:path <def#legs> ; sh:name "autre règle"@fr .
  <shapes#owned> sh:path [ sh:inversePath <def#owns> ] ; sh:order 9 ; sh:name "propriétaire"@fr , "owner"@en .
  <shapes#Body> rdfs:label "Corps"@fr , "Body"@en ; sh:order 1 .
  <shapes#Money> rdfs:label "Argent"@fr , "Money"@en ; sh:order 2 .
}
<def> {
  <def#Cat> rdfs:subClassOf <def#Beast> ; rdfs:label "chat"@fr , "cat"@en .
  <def#Beast> rdfs:label "bête"@fr , "beast"@en .
  <def#colour> rdfs:label "couleur"@fr , "colour"@en .
}
<dataset/beasts> {
  <id/tom> a <def#Cat> , <def#Beast> ; rdfs:label "Tom"@fr , "Thomas"@en ;
    rdfs:comment "Un chat."@fr , "A cat."@en ;
    <def#legs> 4 ; <def#friend> <id/rex> , <https://outside.example/x> ; <def#colour> "gris"@fr ;
    <def#weird> "brut" ; obeu-measure:amount 1500 ;
    obeu-attribute:currency <http://publications.europa.eu/resource/authority/currency/EUR> ;
    dct:hasPart <id/p1> , <id/p2> , <id/p3> , <id/p4> , <id/p5> , <id/p6> , <id/rex> .
  <id/rex> a <def#Beast> ; rdfs:label "Rex"@en ; dct:isPartOf <id/tom> .
  <id/anna> rdfs:label "Anna"@fr ; <def#owns> <id/tom> .
  <id/p1> a <def#Paw> ; rdfs:label "un"@fr ; schema:position 2 .
  <id/p2> a <def#Paw> ; rdfs:label "deux"@fr ; schema:position 1 ; obeu-measure:amount 20 ;
    obeu-attribute:currency <http://publications.europa.eu/resource/authority/currency/EUR> ;
    <def#basis> <code/b/year> .
  <id/p3> a <def#Paw> . <id/p4> a <def#Paw> . <id/p5> a <def#Paw> . <id/p6> a <def#Paw> .
  <code/b/year> a skos:Concept ; skos:prefLabel "par an"@fr , "a year"@en .
}
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    store = Store()
    store.extend(parse(TRIG, RdfFormat.TRIG))
    return Reader(store)


def page_of(reader: Reader, language: str) -> Page:
    tom, doc = NamedNode(CANONICAL_BASE + "id/tom"), NamedNode(CANONICAL_BASE + "doc/tom")
    pages = Pages(reader, Addresses(), prefixes(CANONICAL_BASE))
    return pages.page(describe(reader, tom, doc), language)


@pytest.fixture(scope="module")
def french(reader: Reader) -> Page:
    return page_of(reader, "fr")


def rows(page: Page) -> dict[str, Row]:
    every = (*page.thing.sections, *page.thing.technical)
    return {row.short: row for section in every for row in section.rows}


def texts(row: Row) -> list[str]:
    return [value.text for cluster in row.clusters for value in cluster.values]


def test_groups_and_order_come_from_the_shapes(french: Page) -> None:
    """Sections are the shapes' groups in their order; what no shape mentions is for the curious."""
    assert [section.title for section in french.thing.sections] == ["Corps", "Argent"]
    assert [section.title for section in french.thing.technical] == ["Autres propriétés"]
    assert [row.name for row in french.thing.sections[0].rows] == ["ami", "pattes"]
    assert rows(french)["ess:legs"].hint == "combien"


def test_shape_of_a_superclass_counts(french: Page) -> None:
    """Tom is shown as a cat, and laid out as the beast he also is."""
    assert [kind.text for kind in french.thing.kinds] == ["chat"]


def test_title_summary_and_the_other_language(french: Page, reader: Reader) -> None:
    """Each language has its name and summary; the other name stands beside, marked."""
    assert french.thing.title.text == "Tom"
    assert (french.thing.other_title.text, french.thing.other_title.language) == ("Thomas", "en")
    assert [value.text for value in french.thing.summary] == ["Un chat."]
    english = page_of(reader, "en")
    assert english.thing.title.text == "Thomas"
    assert [section.title for section in english.thing.sections] == ["Body", "Money"]
    assert [section.title for section in english.thing.technical] == ["Other properties"]


def test_values(french: Page, reader: Reader) -> None:
    """Links inside go by path, outside by IRI; money by its currency; a foreign word is marked."""
    friend = rows(french)["ess:friend"].clusters[0].values
    assert {value.path or value.iri for value in friend} == {"doc/rex", "https://outside.example/x"}
    assert next(value for value in friend if value.path).language == "en"
    assert texts(rows(french)["obeu-measure:amount"]) == ["1\u202f500\u00a0€"]
    assert texts(rows(page_of(reader, "en"))["obeu-measure:amount"]) == ["€1,500"]
    colour = rows(page_of(reader, "en"))["ess:colour"]
    assert (colour.name, colour.clusters[0].values[0].language) == ("colour", "fr")


def test_only_web_addresses_are_links(reader: Reader) -> None:
    """An IRI of another scheme is shown as text: no data can put a script behind a link."""
    store = Store()
    store.extend(reader.store)
    bad = "@base <https://w3id.org/esslod/> . <g> { <id/tom> <def#friend> <javascript:alert(1)> . }"
    store.extend(parse(bad, RdfFormat.TRIG))
    friends = rows(page_of(Reader(store), "fr"))["ess:friend"].clusters[0].values
    assert [value.iri for value in friends if value.machine.startswith("javascript")] == [""]


def test_unknown_property_is_shown_as_it_is(french: Page) -> None:
    """A property without shape or label keeps its short IRI; a borrowed one has a name."""
    assert rows(french)["ess:weird"].name == "ess:weird"
    assert rows(french)["dct:hasPart"].name == "comprend"


def test_long_rows_are_cut_by_class_and_ordered(french: Page) -> None:
    """Many values are grouped by class, in their own order, with their figure and what it means."""
    clusters = rows(french)["dct:hasPart"].clusters
    assert sorted(cluster.title for cluster in clusters) == ["bête", "ess:Paw"]
    paws = next(cluster.values for cluster in clusters if cluster.title == "ess:Paw")
    positioned = [value.text for value in paws if value.rank]
    assert positioned == ["deux", "un"]
    assert next(value.note for value in paws if value.text == "deux") == "20\u00a0€ · par an"


def test_incoming_has_a_name(french: Page) -> None:
    """What points here is told by the shape's name for the way back; what he names is not repeated."""
    assert [(row.name, texts(row)) for row in french.incoming] == [("propriétaire", ["Anna"])]


def test_new_property_needs_no_code(reader: Reader) -> None:
    """A property and its shape, added to the data, are on the page."""
    store = Store()
    store.extend(reader.store)
    extra = """@base <https://w3id.org/esslod/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
      <g> { <shapes#Beast> sh:property <shapes#tail> .
            <shapes#tail> sh:path <def#tail> ; sh:order 3 ; sh:group <shapes#Body> ;
    sh:name "queue"@fr , "tail"@en .
            <id/tom> <def#tail> "longue"@fr . }"""
    store.extend(parse(extra, RdfFormat.TRIG))
    section = page_of(Reader(store), "fr").thing.sections[0]
    assert [row.name for row in section.rows] == ["ami", "pattes", "queue"]


def test_no_term_of_the_domain_in_the_machinery() -> None:
    """Neither the pages' Python nor their templates name a term of our vocabulary."""
    ontology = Path(__file__).parents[2] / "ontology/esslod.ttl"
    terms = set(re.findall(r"^ess:(\w+) a ", ontology.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(terms) > 20
    folder = Path(esslod.__file__).parent
    for file in (*folder.glob("representation/**/*.*"), *folder.glob("web/*.py"), *folder.glob("rdf/*.py")):
        if file.suffix in (".py", ".html"):
            text = file.read_text(encoding="utf-8")
            named = {term for term in terms if f"ess:{term}" in text or f"def#{term}" in text}
            assert not named, file.name
