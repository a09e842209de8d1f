"""Notes beside facts, and the passages they lead to: what is known of where a value comes from."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.namespaces import prefixes
from esslod.rdf.description import describe
from esslod.representation.page import Page, Part, Row
from esslod.representation.resource import Pages

SHAPES = """@base <https://w3id.org/esslod/> . @prefix def: <https://w3id.org/esslod/def#> .
@prefix dash: <http://datashapes.org/dash#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix m: <http://data.openbudgets.eu/ontology/dsd/measure/> .
<shapes#Zoo> sh:targetClass def:Zoo ; sh:property <shapes#costs> , <shapes#city> .
<shapes#city> sh:path def:city ; sh:order 1 ; sh:group <shapes#Life> ; sh:name "ville"@fr .
<shapes#Life> sh:order 1 .
<shapes#costs> sh:path [ sh:inversePath def:of ] ; sh:order 2 ; dash:viewer dash:DetailsViewer ;
  dash:propertyRole dash:KeyInfoRole ;
  sh:group <shapes#Life> ; sh:name "coûts"@fr ;
  sh:qualifiedMinCount 0 ; sh:qualifiedValueShape [ sh:class def:Cost ] .
<shapes#Cost> sh:targetClass def:Cost ;
  sh:property <shapes#m> , <shapes#y> , <shapes#b> , <shapes#s> , <shapes#t> .
<shapes#m> sh:path m:amount ; sh:order 1 ; sh:name "montant"@fr .
<shapes#y> sh:path def:year ; sh:order 2 ; sh:name "année"@fr .
<shapes#b> sh:path def:basis ; sh:order 3 ; sh:name "base"@fr ; dash:propertyRole <shapes#ReadingRole> .
<shapes#s> sh:path def:than ; sh:order 4 ; sh:name "à comparer"@fr .
<shapes#t> sh:path def:type ; sh:order 5 ; sh:name "genre"@fr .
<shapes#Gap> sh:targetClass def:Gap ; sh:property <shapes#of> , <shapes#what> .
<shapes#of> sh:path def:lacking ; dash:propertyRole <shapes#LackingRole> .
<shapes#what> sh:path def:what ; dash:propertyRole <shapes#LackedRole> .
"""
FACTS = """@base <https://w3id.org/esslod/> . @prefix def: <https://w3id.org/esslod/def#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix m: <http://data.openbudgets.eu/ontology/dsd/measure/> .
<id/zoo> a def:Zoo ; rdfs:label "Le zoo"@fr ; def:city "Lyon" ;
  prov:wasDerivedFrom <id/book#name> , <id/book> .
<id/food> a def:Cost ; rdfs:label "Fourrage"@fr ; def:of <id/zoo> ; m:amount 1500.0 ; def:year "2024" ;
  def:basis "par an" ; def:type "coût" ; prov:wasDerivedFrom <id/book#heading> , <id/book#food> .
<id/staff> a def:Cost ; rdfs:label "Gardiens"@fr ; def:of <id/zoo> ; m:amount 900 ; def:basis "en tout" ;
  def:than <id/food> ; def:type "coût" ; prov:wasDerivedFrom <id/book#staff> .
<id/gap> a def:Gap ; rdfs:label "Année : inconnue"@fr ; def:lacking <id/staff> ; def:what def:year ;
  prov:wasDerivedFrom <id/book#heading> , <id/book#staff> .
<id/book> rdfs:label "Le livre"@fr .
<id/book#name> a oa:SpecificResource ; rdfs:label "Nom"@fr ; oa:hasSource <id/book> .
<id/book#heading> a oa:SpecificResource ; rdfs:label "Titre"@fr ; oa:hasSource <id/book> ;
  oa:hasSelector <id/book#at-30> .
<id/book#at-30> oa:start 30 ; oa:end 40 .
<id/book#food> a oa:SpecificResource ; rdfs:label "Foin"@fr ; oa:hasSource <id/book> ; rdf:value 1500 ;
  oa:hasSelector <id/book#at-1050> .
<id/book#at-1050> oa:start 1050 ; oa:end 1070 ; oa:exact "du foin pour 1500"@fr .
<id/book#staff> a oa:SpecificResource ; rdfs:label "Paie"@fr ; oa:hasSource <id/book> ; rdf:value 900 ;
  oa:hasSelector <id/book#at-200> .
<id/book#at-200> oa:start 200 ; oa:end 210 .
"""


@pytest.fixture(scope="module")
def zoo() -> Page:
    store = Store()
    for name, text in (("shapes/zoo", SHAPES), ("dataset/zoo", FACTS)):
        found = parse(text, RdfFormat.TURTLE, base_iri=CANONICAL_BASE)
        store.extend(type(quad)(*quad.triple, NamedNode(CANONICAL_BASE + name)) for quad in found)
    pages = Pages(Reader(store), Addresses(), prefixes(CANONICAL_BASE))
    focus, document = NamedNode(f"{CANONICAL_BASE}id/zoo"), NamedNode(f"{CANONICAL_BASE}doc/zoo")
    return pages.page(describe(pages.reader, focus, document), "fr")


def parts(page: Page) -> dict[str, Part]:
    return {
        part.title.text: part
        for section in page.thing.sections
        for nest in section.nests
        for part in nest.parts
    }


def cited(page: Page, *rows: Row) -> dict[str, list[str]]:
    """Name of a row → the names of the passages its notes lead to."""
    names = {passage.number: passage.link.text for origin in page.origins for passage in origin.passages}
    return {row.name: [names[note.number] for note in row.sources] for row in rows}


def test_passages_stand_below_their_document_in_its_order(zoo: Page) -> None:
    """Numbered as they stand in the text, which no other order does; a document is no passage of its own."""
    (origin,) = zoo.origins
    assert origin.document is not None and origin.document.text == "Le livre"
    assert [(one.number, one.link.text) for one in origin.passages] == [
        (1, "Nom"), (2, "Titre"), (3, "Paie"), (4, "Foin"),
    ]  # fmt: skip


def test_a_passage_says_what_is_known_of_it(zoo: Page) -> None:
    """Its place in the text, what it says where that may be quoted, the number it bears."""
    name, _, _, food = zoo.origins[0].passages
    assert food.where == ("caractères 1\u202f050 à 1\u202f070",)
    assert food.quote is not None and food.quote.text == "du foin pour 1500"
    assert food.figure is not None and food.figure.text == "1\u202f500"
    assert (name.where, name.quote, name.figure) == ((), None, None)


def test_of_one_passage_every_value_comes(zoo: Page) -> None:
    """But not what is our own reading, nor a link beside which the figure of another thing stands."""
    assert cited(zoo, *parts(zoo)["Gardiens"].rows) == {
        "montant": ["Paie"], "année": ["Titre", "Paie"], "base": [], "à comparer": [],
    }  # fmt: skip
    assert cited(zoo, *zoo.thing.sections[0].rows) == {"ville": ["Nom"]}


def test_of_several_passages_a_number_comes_from_the_one_that_bears_it(zoo: Page) -> None:
    """However it is written; of the other values nobody can tell, and all passages stand beside the name."""
    food = parts(zoo)["Fourrage"]
    assert cited(zoo, *food.rows) == {"montant": ["Foin"], "année": [], "base": []}
    assert [note.number for note in food.sources] == [2, 4]


def test_what_parts_have_alike_leads_nowhere_unless_all_do(zoo: Page) -> None:
    """A note of one of the parts alone would say too much."""
    (nest,) = zoo.thing.sections[0].nests
    assert cited(zoo, *nest.shared) == {"genre": []}


def test_ways_back_are_those_of_names(zoo: Page) -> None:
    """The summary first, then the parts: as many marks as there are notes beside names."""
    key = next(key for key in zoo.keys if key.value.text == "Fourrage")
    assert [note.mark for note in (*key.sources, *parts(zoo)["Fourrage"].sources)] == [1, 1, 2, 2]
    assert [passage.marks for passage in zoo.origins[0].passages] == [1, 2, 2, 2]
