"""Facts about canonical lines and digests."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
    serialize,
)

from esslod.namespaces import XSD
from esslod.rdf.canonical import canonical, document, graph_digest, quad_lines, union_lines

_IRIS = st.sampled_from([NamedNode(f"http://example.com/{name}") for name in "abc"])
_BLANKS = st.integers(0, 3).map(lambda number: BlankNode(f"b{number}"))
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_LITERALS = st.one_of(
    _TEXTS.map(Literal),
    _TEXTS.map(lambda text: Literal(text, language="fr")),
    _TEXTS.map(lambda text: Literal(text, datatype=NamedNode("http://example.com/type"))),
)
_GRAPHS = st.sampled_from([NamedNode("http://example.com/g1"), NamedNode("http://example.com/g2")])
_QUADS = st.lists(
    st.builds(Quad, st.one_of(_IRIS, _BLANKS), _IRIS, st.one_of(_IRIS, _BLANKS, _LITERALS), _GRAPHS),
    max_size=12,
)


def _relabelled(quads: list[Quad], names: dict[str, str]) -> list[Quad]:
    def other(term: object) -> object:
        return BlankNode(names[term.value]) if isinstance(term, BlankNode) else term

    return [Quad(other(q.subject), q.predicate, other(q.object), q.graph_name) for q in quads]  # type: ignore[arg-type]


@given(_QUADS, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_digest_knows_neither_order_nor_labels(quads: list[Quad], chance: random.Random) -> None:
    """Shuffling, repeating and relabelling statements changes neither lines nor graph digests."""
    labels = [f"x{number}" for number in range(4)]
    chance.shuffle(labels)
    others = _relabelled(quads, {f"b{number}": label for number, label in enumerate(labels)})
    others += others[:2]
    chance.shuffle(others)
    ours, theirs = canonical(quads), canonical(others)
    assert ours == theirs
    assert [graph_digest(group) for group in ours.values()] == [
        graph_digest(group) for group in theirs.values()
    ]


@given(_QUADS)
@settings(max_examples=100, deadline=None)
def test_lines_can_be_read_back(quads: list[Quad]) -> None:
    """The canonical document says what the statements say, and is its own canonical form."""
    lines = canonical(quads)
    again = canonical(parse(document(quad_lines(lines)), format=RdfFormat.N_QUADS))
    assert again == lines


@given(_QUADS)
@settings(max_examples=100, deadline=None)
def test_labels_are_those_of_the_whole_algorithm(quads: list[Quad]) -> None:
    """Leaving out statements without blank nodes does not change the labels of RDFC-1.0."""
    whole = Dataset(quads)
    whole.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(set((serialize(list(whole), format=RdfFormat.N_QUADS) or b"").splitlines()))
    assert quad_lines(canonical(quads)) == lines


def test_digest_of_a_published_example() -> None:
    """The digest is SHA-256 over the N-Quads that RDFC-1.0 writes for two swapped blank nodes."""
    text = b"_:x <http://example.com/p> _:y .\n_:y <http://example.com/q> _:x .\n"
    (lines,) = canonical(parse(text, format=RdfFormat.N_TRIPLES)).values()
    written = document(lines)
    assert sorted(written.split()) == sorted(
        b"_:c14n0 <http://example.com/p> _:c14n1 . _:c14n1 <http://example.com/q> _:c14n0 .".split()
    )
    assert graph_digest(lines) == hashlib.sha256(written).hexdigest()


def test_a_graph_has_the_same_digest_under_any_name() -> None:
    """The name of a graph is not part of its digest, even when blank nodes are in it."""
    text = b"_:a <http://example.com/p> _:b <http://example.com/g%d> .\n"
    digests = {
        graph_digest(group)
        for number in range(3)
        for group in canonical(parse(text % number, format=RdfFormat.N_QUADS)).values()
    }
    assert len(digests) == 1


def test_union_holds_a_triple_once() -> None:
    """A triple stated in two graphs is one line of the union and two lines of the dataset."""
    triple = (NamedNode("http://example.com/a"), NamedNode("http://example.com/b"), Literal("c"))
    lines = canonical(Quad(*triple, NamedNode(f"http://example.com/g{number}")) for number in range(2))
    assert len(union_lines(lines)) == 1
    assert len(quad_lines(lines)) == 2


def test_literals_keep_their_spelling() -> None:
    """Nothing is rewritten: 1.50, 030 and xsd:short stay as they were typed."""
    text = "".join(
        f'<http://example.com/a> <http://example.com/p> "{value}"^^<{XSD.iri}{kind}> .\n'
        for value, kind in (("030", "integer"), ("1.50", "decimal"), ("7", "short"))
    ).encode()
    (lines,) = canonical(parse(text, format=RdfFormat.N_TRIPLES)).values()
    assert document(lines) == text


def test_blank_graph_names_are_refused() -> None:
    """A graph is named by an IRI."""
    node = NamedNode("http://example.com/a")
    with pytest.raises(ValueError, match="named by an IRI"):
        canonical([Quad(node, node, node, BlankNode("g"))])


def test_no_statement_no_line() -> None:
    """The empty dataset has no graph and an empty document."""
    assert canonical([]) == {}
    assert document(quad_lines({})) == b""
