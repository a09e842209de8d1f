"""The bounded description: own statements, labels, what points here, and what the document says of itself."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.namespaces import DCT, FOAF, HYDRA, RDFS, SKOS
from esslod.rdf.description import Policy, describe

BASE = "https://example.org/"
TRIG = """
@base <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<g/one> {
  <id/a> rdfs:label "A"@en ; <p> <id/b> , <c/red> , <http://outside.example/x> ; <n> 1 .
  <id/b> rdfs:label "B"@en ; <p> <id/a> .
  <c/red> skos:prefLabel "red"@en , "rouge"@fr ; skos:inScheme <c> ; skos:definition "a colour"@en .
  <c> skos:prefLabel "colours"@en ; skos:hasTopConcept <c/red> .
  <id/d> rdfs:label "D"@en ; <q> <id/a> .
}
<g/two> {
  <id/a> <n> 2 ; rdfs:label "A"@en .
  <v> rdfs:label "vocabulary"@en .
  <v#T> rdfs:label "term"@en ; rdfs:isDefinedBy <v> ; sh:in ( 1 2 ) .
  <id/lonely> <p> <id/unknown> .
}
"""


@pytest.fixture
def reader() -> Reader:
    store = Store()
    store.extend(parse(TRIG, RdfFormat.TRIG))
    return Reader(store)


def node(path: str) -> NamedNode:
    return NamedNode(BASE + path)


def test_own_labels_and_incoming(reader: Reader) -> None:
    """Own statements with their graphs; names of the ends, but nothing else of them."""
    found = describe(reader, node("id/a"), node("doc/a"))
    assert {quad.predicate.value for quad in found.own} == {RDFS.label.value, BASE + "p", BASE + "n"}
    assert found.graphs == (node("g/one"), node("g/two"))
    named = {quad.subject for quad in found.labels}
    assert named == {node("id/b"), node("c/red"), node("id/d")}
    assert not any(quad.predicate == SKOS.definition for quad in found.quads)
    assert {quad.subject for quad in found.incoming} == {node("id/b"), node("id/d")}
    assert (found.incoming_total, found.cut) == (2, False)


def test_document_says_what_it_is(reader: Reader) -> None:
    """A doc/… names its topic and the graphs it draws on; a document that is the resource does not."""
    found = describe(reader, node("id/a"), node("doc/a"))
    assert Quad(node("doc/a"), FOAF.primaryTopic, node("id/a"), node("doc/a")) in found.colophon
    assert {quad.object for quad in found.colophon if quad.predicate == DCT.source} == set(found.graphs)
    assert describe(reader, node("c"), node("c")).colophon == ()


def test_incoming_is_bounded_and_said(reader: Reader) -> None:
    """Past the limit the count is still true, and the document says in words that it is cut."""
    for number in range(20):
        reader.store.add(Quad(node(f"id/x{number}"), node("q"), node("id/a"), node("g/one")))
    found = describe(reader, node("id/a"), node("doc/a"), policy=Policy(limit=5))
    assert len(found.incoming) == 5
    assert (found.incoming_total, found.cut) == (22, True)
    comments = {quad.object for quad in found.colophon if quad.predicate == RDFS.comment}
    assert {comment.language for comment in comments} == {"fr", "en"}
    assert all("22" in comment.value for comment in comments)


def test_hash_terms_and_their_blank_nodes(reader: Reader) -> None:
    """Terms of a document are described with it, lists included; their links to it are not incoming."""
    found = describe(reader, node("v"), node("v"), parts=[node("v#T")])
    assert found.parts == (node("v#T"),)
    assert found.incoming == ()
    values = {quad.object for quad in found.own}
    integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    assert {Literal("1", datatype=integer), Literal("2", datatype=integer)} <= values


def test_scheme_has_its_concepts(reader: Reader) -> None:
    """A concept scheme is described with all its concepts, definitions included."""
    found = describe(reader, node("c"), node("c"))
    assert found.parts == (node("c/red"),)
    assert any(quad.predicate == SKOS.definition for quad in found.own)
    assert found.incoming == ()


def test_merely_named(reader: Reader) -> None:
    """What is only pointed to exists, with no statement of its own; what nobody names does not."""
    named = describe(reader, node("id/unknown"), node("doc/unknown"))
    assert named.exists
    assert named.own == named.colophon == ()
    assert not describe(reader, node("id/nothing"), node("doc/nothing")).exists


def test_quads_are_said_once(reader: Reader) -> None:
    """No quad is repeated, and the same request gives the same set."""
    found = describe(reader, node("id/b"), node("doc/b"))
    assert len(found.quads) == len(set(found.quads))
    assert set(found.quads) == set(describe(reader, node("id/b"), node("doc/b")).quads)


def test_provenance_of_the_graphs(reader: Reader) -> None:
    """Source, date and licence of each graph that says it, with their names; nothing else of the graph."""
    source, licence = node("id/sheet"), NamedNode("https://licence.example/open")
    for subject, predicate, value in (
        (node("g/one"), DCT.source, source),
        (node("g/one"), DCT.license, licence),
        (node("g/one"), DCT.subject, node("c/red")),
        (source, RDFS.label, Literal("the sheet", language="en")),
        (licence, RDFS.label, Literal("open licence", language="en")),
    ):
        reader.store.add(Quad(subject, predicate, value, node("g/about")))
    found = describe(reader, node("id/a"), node("doc/a"))
    assert {(quad.predicate, quad.object) for quad in found.provenance} == {
        (DCT.source, source),
        (DCT.license, licence),
    }
    assert {source, licence} <= {quad.subject for quad in found.labels}
    assert set(found.provenance) <= set(found.quads)


def test_licence_of_the_document(reader: Reader) -> None:
    """Every document states the site's licence, unless its authors gave it one of its own."""
    licence, own = NamedNode("https://licence.example/open"), NamedNode("https://licence.example/own")
    policy = Policy(licence)
    assert licence_of(reader, "id/a", "doc/a", policy) == {licence}
    assert licence_of(reader, "c", "c", policy) == {licence}
    reader.store.add(Quad(node("c"), DCT.license, own, node("g/one")))
    assert licence_of(reader, "c", "c", policy) == {own}
    assert licence_of(reader, "id/unknown", "doc/unknown", policy) == set()


def licence_of(reader: Reader, focus: str, document: str, policy: Policy) -> set[object]:
    found = describe(reader, node(focus), node(document), policy=policy).quads
    return {q.object for q in found if q.subject == node(document) and q.predicate == DCT.license}


def test_the_rest_has_an_address(reader: Reader) -> None:
    """Where what points here is cut, the document names the address of it all, and how much that is."""
    rest = node("sparql?query=all")
    policy = Policy(limit=1, rest=lambda _focus: rest)
    found = describe(reader, node("id/a"), node("doc/a"), policy=policy)
    assert Quad(node("doc/a"), RDFS.seeAlso, rest, node("doc/a")) in found.colophon
    totals = {q.object.value for q in found.colophon if q.subject == rest and q.predicate == HYDRA.totalItems}
    assert totals == {"2"}
    whole = describe(reader, node("id/a"), node("doc/a"), policy=Policy(rest=lambda _focus: rest))
    assert rest not in {quad.subject for quad in whole.quads}
