"""What shapes say of showing in place: details, tables, lists, a summary, gaps, the way up."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.namespaces import prefixes
from esslod.rdf.description import describe
from esslod.representation.page import Nest, Page
from esslod.representation.resource import Pages

HEAD = """@base <https://w3id.org/esslod/> . @prefix def: <https://w3id.org/esslod/def#> .
@prefix dash: <http://datashapes.org/dash#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix m: <http://data.openbudgets.eu/ontology/dsd/measure/> .
@prefix a: <http://data.openbudgets.eu/ontology/dsd/attribute/> .
"""
SHAPES = """
<shapes#Zoo> sh:targetClass def:Zoo ; sh:property <shapes#beasts> , <shapes#lions> , <shapes#costs> .
<shapes#Owner> sh:targetClass def:Owner ; sh:property <shapes#best> .
<shapes#beasts> sh:path [ sh:inversePath def:in ] ; sh:order 2 ; sh:group <shapes#Life> ;
  dash:viewer dash:DetailsViewer ; sh:name "bêtes"@fr ; sh:qualifiedMinCount 0 ;
  sh:qualifiedValueShape [ sh:class def:Beast ] .
<shapes#lions> sh:path [ sh:inversePath def:in ] ; sh:order 1 ; sh:group <shapes#Life> ;
  dash:viewer dash:LabelViewer ; sh:name "lions"@fr ; sh:qualifiedMinCount 0 ;
  sh:qualifiedValueShape [ sh:class def:Beast ;
    sh:property [ sh:path def:kind ; sh:in ( <code/kind/lion> ) ] ] .
<shapes#costs> sh:path def:cost ; sh:order 1 ; sh:group <shapes#Money> ; sh:name "coûts"@fr ;
  dash:viewer dash:ValueTableViewer ; dash:propertyRole dash:KeyInfoRole .
<shapes#best> sh:path def:best ; dash:viewer dash:DetailsViewer .
<shapes#Life> rdfs:label "Vie"@fr ; sh:order 1 . <shapes#Money> rdfs:label "Argent"@fr ; sh:order 2 .
<shapes#Beast> sh:targetClass def:Beast ; sh:property <shapes#in> , <shapes#food> , <shapes#cubs> .
<shapes#in> sh:path def:in ; sh:order 1 ; sh:name "zoo"@fr ; dash:propertyRole <shapes#WithinRole> .
<shapes#food> sh:path def:food ; sh:order 2 ; sh:group <shapes#Life> ; sh:name "nourriture"@fr .
<shapes#cubs> sh:path def:cub ; sh:order 3 ; sh:group <shapes#Life> ; sh:name "petits"@fr ;
  dash:viewer dash:DetailsViewer .
<shapes#Cost> sh:targetClass def:Cost ; sh:property <shapes#amount> , <shapes#year> .
<shapes#amount> sh:path m:amount ; sh:order 1 ; sh:name "montant"@fr .
<shapes#year> sh:path def:year ; sh:order 2 ; sh:name "année"@fr ; dash:propertyRole dash:KeyInfoRole .
<shapes#Gap> sh:targetClass def:Gap ; sh:property <shapes#of> , <shapes#what> , <shapes#why> .
<shapes#of> sh:path def:of ; dash:propertyRole <shapes#LackingRole> .
<shapes#what> sh:path def:what ; dash:propertyRole <shapes#LackedRole> .
<shapes#why> sh:path def:why ; sh:order 1 ; dash:propertyRole dash:KeyInfoRole .
"""
FACTS = """
<id/zoo> a def:Zoo ; rdfs:label "Le zoo"@fr ; def:cost <id/food> , <id/staff> .
<id/owner> a def:Owner ; rdfs:label "Propriétaire"@fr ; def:best <id/zoo> .
<id/leo> a def:Beast ; rdfs:label "Léo"@fr ; def:in <id/zoo> ; def:kind <code/kind/lion> .
<id/tom> a def:Beast ; rdfs:label "Tom"@fr ; def:in <id/zoo> ; schema:position 2 ;
  def:food "foin"@fr ; def:cub <id/tim> .
<id/ada> a def:Beast ; rdfs:label "Ada"@fr ; def:in <id/zoo> ; schema:position 1 ; def:food "foin"@fr ;
  prov:wasDerivedFrom <id/book#p1> .
<id/tim> a def:Beast ; rdfs:label "Tim"@fr ; def:food "lait"@fr .
<id/food> a def:Cost ; rdfs:label "Fourrage"@fr ; m:amount 1500 ;
  rdfs:comment "Du foin."@fr ; def:year "2024"@fr ;
  a:currency <http://publications.europa.eu/resource/authority/currency/EUR> .
<id/staff> a def:Cost ; rdfs:label "Gardiens"@fr ; m:amount 900 ;
  a:currency <http://publications.europa.eu/resource/authority/currency/EUR> .
<id/gap> a def:Gap ; rdfs:label "Année : inconnue"@fr ;
  def:of <id/staff> ; def:what def:year ; def:why <code/why/not-said> .
<code/why/not-said> a skos:Concept ; skos:prefLabel "non dit"@fr .
<id/book#p1> a oa:SpecificResource ; rdfs:label "Page 1"@fr ; oa:hasSource <id/book> .
<id/book> rdfs:label "Le livre"@fr .
"""


@pytest.fixture(scope="module")
def pages() -> Pages:
    store = Store()
    for name, text in (("shapes/zoo", SHAPES), ("dataset/zoo", FACTS)):
        found = parse(HEAD + text, RdfFormat.TURTLE, base_iri=CANONICAL_BASE)
        store.extend(type(quad)(*quad.triple, NamedNode(CANONICAL_BASE + name)) for quad in found)
    return Pages(Reader(store), Addresses(), prefixes(CANONICAL_BASE))


def page_of(pages: Pages, name: str) -> Page:
    focus, document = NamedNode(f"{CANONICAL_BASE}id/{name}"), NamedNode(f"{CANONICAL_BASE}doc/{name}")
    return pages.page(describe(pages.reader, focus, document), "fr")


@pytest.fixture(scope="module")
def zoo(pages: Pages) -> Page:
    return page_of(pages, "zoo")


def nests(page: Page) -> dict[str, Nest]:
    return {nest.title: nest for section in page.thing.sections for nest in section.nests}


def test_each_viewer_shows_its_values_in_the_group_of_its_shape(zoo: Page) -> None:
    """A value is shown once, by the shape that asks most of it, in the order of the positions."""
    shown = {
        section.title: [
            (nest.title, nest.viewer, [part.title.text for part in nest.parts]) for nest in section.nests
        ]
        for section in zoo.thing.sections
    }
    assert shown == {
        "Vie": [("lions", "labels", ["Léo"]), ("bêtes", "details", ["Ada", "Tom"])],
        "Argent": [("coûts", "table", ["Fourrage", "Gardiens"])],
    }
    assert [row.short for row in zoo.incoming] == ["ess:best"], "what is shown does not lead here once more"


def test_details_hold_details(zoo: Page) -> None:
    """What a part shows in place stands within it; what all parts have alike is said once."""
    beasts = nests(zoo)["bêtes"]
    assert [row.name for row in beasts.shared] == ["nourriture"]
    assert [[row.name for row in part.rows] for part in beasts.parts] == [[], []]
    inner = beasts.parts[1].nests[0]
    assert (inner.title, [part.title.text for part in inner.parts]) == ("petits", ["Tim"])


def test_a_table_has_the_columns_of_the_class_and_its_gaps(zoo: Page) -> None:
    """A number bears its unit, and a cell that lacks says why, with a link to the resource that says so."""
    table = nests(zoo)["coûts"].table
    assert table is not None
    assert [column.name for column in table.columns] == ["montant", "année"]
    (_, (amount, _)), (_, (_, year)) = table.lines
    assert amount is not None and year is not None
    assert amount.clusters[0].values[0].text == "1\u202f500\u00a0€"
    assert [(gap.text, gap.path, gap.note) for gap in year.gaps] == [
        ("non dit", "doc/gap", "Année : inconnue")
    ]
    assert [(text.text, lines) for text, lines in nests(zoo)["coûts"].notes] == [("Du foin.", ("Fourrage",))]


def test_the_summary_is_what_has_the_role(zoo: Page) -> None:
    """A figure, and beside it what the class of the thing says of itself in summary."""
    told = [(key.value.text, key.figure and key.figure.text) for key in zoo.keys]
    assert told == [("Fourrage", "1\u202f500\u00a0€"), ("Gardiens", "900\u00a0€")]
    assert [(name, value.text) for name, value in zoo.keys[0].notes] == [("année", "2024")]


def test_a_single_value_outside_groups_stands_for_the_page(pages: Pages) -> None:
    """Opening the owner shows the zoo: its sections, its summary, and where they come from."""
    owner = page_of(pages, "owner")
    assert [section.title for section in owner.thing.sections] == ["Vie", "Argent"]
    assert [value.text for value in owner.told_by] == ["Le zoo"]
    assert len(owner.keys) == 2


def test_the_way_up_follows_the_role(pages: Pages, zoo: Page) -> None:
    """What contains a resource stands above its page."""
    assert [step.text for step in page_of(pages, "ada").trail] == ["Le zoo"]
    assert zoo.trail == ()


def test_a_gap_is_on_the_page_of_what_lacks(pages: Pages) -> None:
    """A property without value is a row that says why."""
    staff = page_of(pages, "staff")
    year = next(row for section in staff.thing.sections for row in section.rows if row.name == "année")
    assert [gap.text for gap in year.gaps] == ["non dit"]
