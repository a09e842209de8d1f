"""JSON-LD: pleasant to read, and the same graph when read back."""

from __future__ import annotations

import json

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld as processor
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from esslod.namespaces import DCT, OWL, RDF, RDFS, XSD
from esslod.representation.context import Context, context_of
from esslod.representation.jsonld import document

NS = "https://example.org/def#"
ADDRESS = "https://example.org/context/v1.jsonld"
PREFIXES = {"ex": NS, "rdf": RDF.iri, "rdfs": RDFS.iri, "xsd": XSD.iri}


def n(name: str) -> NamedNode:
    return NamedNode(NS + name)


VOCABULARY = [
    Triple(n("knows"), RDF.type, OWL.ObjectProperty),
    Triple(n("age"), RDF.type, OWL.DatatypeProperty),
    Triple(n("size"), RDF.type, OWL.DatatypeProperty),
    Triple(n("size"), RDFS.range, XSD.decimal),
    Triple(n("Person"), RDF.type, OWL.Class),
]
CONTEXT = context_of(VOCABULARY, NS, PREFIXES, ADDRESS)


def table(triples: list[Triple], focus: NamedNode | None = None, context: Context = CONTEXT) -> dict:
    return json.loads(document(triples, context, focus))


def named(name: str, spoken: str) -> Triple:
    return Triple(n(name), RDFS.label, Literal(spoken, language="en"))


PEOPLE = [
    Triple(n("a"), RDF.type, n("Person")),
    Triple(n("a"), n("knows"), n("b")),
    Triple(n("a"), n("knows"), NamedNode("https://other.example/c")),
    Triple(n("a"), n("age"), Literal("42", datatype=XSD.integer)),
    Triple(n("a"), n("size"), Literal("1.70", datatype=XSD.decimal)),
    Triple(n("a"), DCT.modified, Literal("2025-02-11", datatype=XSD.date)),
    named("a", "A"),
    Triple(n("a"), RDFS.label, Literal("Â", language="fr")),
    named("b", "B"),
    Triple(n("b"), n("knows"), n("a")),
    Triple(n("d"), n("knows"), n("a")),
    named("d", "D"),
    named("Person", "person"),
]


def test_the_focus_is_the_root() -> None:
    """Identity first, then names by language with French first; numbers bare, links and dates as texts."""
    thing = table(PEOPLE, n("a"))
    assert list(thing)[:4] == ["@context", "id", "type", "label"]
    assert thing["@context"] == ADDRESS
    assert (thing["id"], thing["type"]) == (NS + "a", "Person")
    assert list(thing["label"].items()) == [("fr", "Â"), ("en", "A")]
    assert (thing["age"], thing["size"], thing["modified"]) == (42, "1.70", "2025-02-11")
    assert "https://other.example/c" in thing["knows"]


def test_each_thing_is_told_once_where_it_belongs() -> None:
    """What the focus points to is inside it, what points to it is reversed, the rest is beside it."""
    thing = table(PEOPLE, n("a"))
    assert {"id": NS + "b", "label": {"en": "B"}, "knows": NS + "a"} in thing["knows"]
    assert thing["@reverse"] == {"knows": {"id": NS + "d", "label": {"en": "D"}}}
    assert thing["@included"] == [{"id": NS + "Person", "label": {"en": "person"}}]


def test_without_a_focus_it_is_a_list() -> None:
    """A set of statements about nothing in particular is one entry for each subject."""
    assert [thing["id"] for thing in table(PEOPLE)["@graph"]] == [NS + "a", NS + "b", NS + "d", NS + "Person"]


def test_a_context_written_out_holds_only_what_is_used() -> None:
    """Where the context has no address, the document holds the names and prefixes it needs."""
    said = table(PEOPLE, n("a"), context_of(VOCABULARY, NS, PREFIXES))["@context"]
    assert set(said) == {
        "@version", "id", "type", "ex", "xsd", "rdfs", "knows", "age", "size", "modified", "label", "Person"
    }  # fmt: skip


def test_order_of_keys_is_stable() -> None:
    """The same statements in reading order give the same bytes, whatever the dictionary's history."""
    assert document(PEOPLE, CONTEXT, n("a")) == document(list(PEOPLE), CONTEXT, n("a"))
    keys = [key for key in table(PEOPLE, n("a")) if key[0] != "@" and key not in ("id", "type", "label")]
    assert keys == sorted(keys)


def test_an_iri_that_looks_like_a_short_name() -> None:
    """``ex:thing`` as a whole IRI would be read with the prefix ``ex``: such a document does without it."""
    triples = [Triple(NamedNode("ex:thing"), n("unknown"), n("b"))]
    assert same(triples, document(triples, CONTEXT, NamedNode("ex:thing")))


def test_long_chains_are_cut() -> None:
    """A chain of a thousand things is no tree of a thousand levels; nothing is lost."""
    chain = [Triple(n(f"x{i}"), n("knows"), n(f"x{i + 1}")) for i in range(1000)]
    assert same(chain, document(chain, CONTEXT, n("x0")))


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)
KINDS = [XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.string, XSD.date]
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="fr")),
    st.integers().map(lambda number: Literal(str(number), datatype=XSD.integer)),
    st.sampled_from(["01", "+1", "-0", "1.50", "1e3", "true", "1", "", "2025-02-11"]).flatmap(
        lambda text: st.sampled_from(KINDS).map(lambda kind: Literal(text, datatype=kind))
    ),
)
NODES = st.sampled_from([n("a"), n("b"), n("c"), NamedNode("urn:x:y"), BlankNode("b0")])
PREDICATES = st.sampled_from(
    [n("knows"), n("age"), n("size"), RDFS.label, DCT.modified, NamedNode("urn:p:q")]
)
STATEMENTS = st.one_of(
    st.builds(Triple, NODES, PREDICATES, st.one_of(NODES, LITERALS)),
    st.builds(Triple, NODES, st.just(RDF.type), st.sampled_from([n("Person"), BlankNode("b0"), n("a")])),
)
TRIPLES = st.lists(STATEMENTS, min_size=1, max_size=14, unique=True)


@given(TRIPLES, st.sampled_from([None, n("a"), n("b"), BlankNode("b0")]), st.booleans())
def test_reads_back_as_the_same_graph(triples: list[Triple], focus, inline: bool) -> None:
    """Whatever the terms and the focus, two processors read back exactly these triples."""
    text = document(triples, CONTEXT, focus, inline=inline)
    assert same(triples, text)
    if any("#double" in str(triple.object) for triple in triples):
        return  # PyLD itself rewrites doubles when it reads
    quads = processor.to_rdf(self_contained(text), {"format": "application/n-quads"})
    found = {_plain(quad.triple) for quad in parse(quads, RdfFormat.N_QUADS)}
    assert found == {_plain(triple) for triple in triples}


def self_contained(text: bytes) -> dict:
    """The document with the context in place of its address, as a loader would find it."""
    said = json.loads(text)
    return said | {"@context": CONTEXT.definitions()} if said["@context"] == ADDRESS else said


def same(triples: list[Triple], text: bytes) -> bool:
    read = parse(json.dumps(self_contained(text)), RdfFormat.JSON_LD)
    return {_plain(quad.triple) for quad in read} == {_plain(triple) for triple in triples}


def _plain(triple: Triple) -> tuple[str, ...]:
    """A triple as text; there is but one blank node, so its label does not matter."""
    return tuple("_:" if isinstance(term, BlankNode) else str(term) for term in triple)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_it_too() -> None:
    """The tree, its reversed and included parts are read by rdflib, whose users are many."""
    text = json.dumps(self_contained(document(PEOPLE, CONTEXT, n("a"))))
    assert len(rdflib.Graph().parse(data=text, format="json-ld")) == len(PEOPLE)
