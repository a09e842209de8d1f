"""JSON-LD: pleasant to read, and the same graph when read back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld as processor
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from esslod.namespaces import OWL, RDF, RDFS, XSD
from esslod.representation.jsonld import document, terms_of

NS = "https://example.org/def#"
PREFIXES = {"ex": NS, "rdfs": RDFS.iri, "xsd": XSD.iri}


def n(name: str) -> NamedNode:
    return NamedNode(NS + name)


VOCABULARY = [
    Triple(n("knows"), RDF.type, OWL.ObjectProperty),
    Triple(n("age"), RDF.type, OWL.DatatypeProperty),
    Triple(n("Person"), RDF.type, OWL.Class),
    Triple(n("label"), RDF.type, OWL.DatatypeProperty),
]
TERMS = terms_of(VOCABULARY, NS)


def test_terms_come_from_the_vocabulary() -> None:
    """Properties have short names; classes have none, and a general name is never taken over."""
    assert TERMS["knows"] == {"@id": NS + "knows", "@type": "@id"}
    assert TERMS["age"] == {"@id": NS + "age"}
    assert "Person" not in TERMS
    assert TERMS["label"]["@id"] == RDFS.label.value


def test_shape_of_the_document() -> None:
    """Language maps, bare numbers, bare links; only names that are used are in the context."""
    triples = [
        Triple(n("a"), RDF.type, n("Person")),
        Triple(n("a"), n("knows"), n("b")),
        Triple(n("a"), n("age"), Literal("42", datatype=XSD.integer)),
        Triple(n("a"), RDFS.label, Literal("A", language="en")),
        Triple(n("a"), RDFS.label, Literal("Â", language="fr")),
    ]
    table = json.loads(document(triples, PREFIXES, TERMS))
    assert set(table["@context"]) == {"@version", "ex", "knows", "age", "label"} | {"rdfs"}
    thing = table["@graph"][0]
    assert thing["age"] == 42
    assert thing["label"] == {"en": "A", "fr": "Â"}
    assert thing["knows"] in ("ex:b", NS + "b")


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="fr")),
    st.integers().map(lambda number: Literal(str(number), datatype=XSD.integer)),
    st.sampled_from(["01", "+1", "-0", "1.50", "1e3", "true", "1", ""]).flatmap(
        lambda text: st.sampled_from([XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.string]).map(
            lambda kind: Literal(text, datatype=kind)
        )
    ),
)
NODES = st.sampled_from([n("a"), n("b"), NamedNode("urn:x:y"), BlankNode("b0")])
PREDICATES = st.sampled_from([n("knows"), n("age"), RDFS.label, NamedNode("urn:p:q")])
STATEMENTS = st.one_of(
    st.builds(Triple, NODES, PREDICATES, st.one_of(NODES, LITERALS)),
    st.builds(Triple, NODES, st.just(RDF.type), st.just(n("Person"))),
)
TRIPLES = st.lists(STATEMENTS, min_size=1, max_size=12, unique=True)


@given(TRIPLES)
def test_reads_back_as_the_same_graph(triples: list[Triple]) -> None:
    """Whatever the terms, two processors read the document back as exactly these triples."""
    text = document(triples, PREFIXES, TERMS)
    expected = {_plain(triple) for triple in triples}
    assert {_plain(quad.triple) for quad in parse(text, RdfFormat.JSON_LD)} == expected
    if any("#double" in str(triple.object) for triple in triples):
        return  # PyLD itself rewrites doubles when it reads
    quads = processor.to_rdf(json.loads(text), {"format": "application/n-quads"})
    assert {_plain(quad.triple) for quad in parse(quads, RdfFormat.N_QUADS)} == expected


def _plain(triple: Triple) -> tuple[str, str, str]:
    """A triple as text; there is but one blank node, so its label does not matter."""
    return tuple("_:" if isinstance(term, BlankNode) else str(term) for term in triple)
