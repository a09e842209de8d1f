"""The published context: from the vocabulary, stable, self-contained."""

from __future__ import annotations

import json
from pathlib import Path

from pyld import jsonld as processor
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from esslod.addresses import CANONICAL_BASE
from esslod.namespaces import OWL, RDF, RDFS, XSD, prefixes
from esslod.representation.context import LANGUAGES, LINK, Context, Term, borrowed, context_of

ROOT = Path(__file__).parents[2]
#: The context as it was first published: names may be added, none may change or go.
PROMISED = ROOT / "tests/corpus/context/v1.jsonld"
NS = "https://example.org/def#"


def n(name: str) -> NamedNode:
    return NamedNode(NS + name)


def ours() -> Context:
    text = (ROOT / "ontology/esslod.ttl").read_bytes()
    triples = [quad.triple for quad in parse(text, RdfFormat.TURTLE, base_iri=CANONICAL_BASE)]
    return context_of(triples, CANONICAL_BASE + "def#", prefixes(CANONICAL_BASE), "https://example.org/c")


def test_names_come_from_the_vocabulary() -> None:
    """Properties have a name and a kind of value, from their class and range; classes have a name."""
    said = [
        Triple(n("knows"), RDF.type, OWL.ObjectProperty),
        Triple(n("age"), RDF.type, OWL.DatatypeProperty),
        Triple(n("age"), RDFS.range, XSD.integer),
        Triple(n("size"), RDF.type, OWL.DatatypeProperty),
        Triple(n("size"), RDFS.range, XSD.decimal),
        Triple(n("motto"), RDF.type, OWL.DatatypeProperty),
        Triple(n("motto"), RDFS.range, RDF.langString),
        Triple(n("Person"), RDF.type, OWL.Class),
        Triple(n("Person"), RDFS.label, Literal("person", language="en")),
    ]
    terms = context_of(said, NS, {"ex": NS}).terms
    assert terms["knows"] == Term(NS + "knows", LINK)
    assert terms["age"] == Term(NS + "age")
    assert terms["size"] == Term(NS + "size", XSD.decimal.value)
    assert terms["motto"] == Term(NS + "motto", LANGUAGES)
    assert terms["Person"] == Term(NS + "Person")


def test_a_name_is_never_taken_over() -> None:
    """What the table, a prefix or a keyword already calls so keeps its name; the other has none."""
    said = [Triple(n(name), RDF.type, OWL.DatatypeProperty) for name in ("label", "id", "type", "ex")]
    context = context_of(said, NS, {"ex": NS})
    assert context.terms["label"].iri == RDFS.label.value
    assert not {"id", "type", "ex"} & set(context.terms)
    assert context.compact(NS + "label") == "ex:label"


def test_what_was_published_stays() -> None:
    """Every name of the first published context still means the same: documents cite it for ever."""
    promised = json.loads(PROMISED.read_text(encoding="utf-8"))["@context"]
    now = ours().definitions()
    assert {name: now.get(name) for name in promised} == promised


def test_one_property_has_one_name() -> None:
    """No two names of the table are one property, none hides a prefix."""
    table = borrowed()
    assert len({term.iri for term in table.values()}) == len(table)
    assert not set(table) & set(prefixes(CANONICAL_BASE))


def test_processors_read_it() -> None:
    """A JSON-LD processor accepts the whole context, and gives each name its IRI back."""
    context = ours()
    links = {name: "https://example.org/x" for name, term in context.terms.items() if term.values == LINK}
    said = {"@context": context.definitions(), "id": "https://example.org/a", **links}
    (thing,) = processor.expand(said)
    assert set(thing) - {"@id"} == {context.terms[name].iri for name in links}


def test_digest_names_the_content() -> None:
    """Same content, same digest; the bytes are the document that is served."""
    assert ours().digest == ours().digest
    assert context_of([], NS, {}).digest != ours().digest
    assert json.loads(ours().document)["@context"]["@version"] == 1.1
