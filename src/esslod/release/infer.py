"""Inference: the rules of the ontology add statements, in a graph of their own.

A rule is a SPARQL CONSTRUCT query over the union of the graphs. What it builds goes to
the graph of inferred statements, unless some graph already states it. Rules run in the
order of their names, again and again until nothing new appears.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Quad, QueryTriples, Store, Triple

from esslod.addresses import INFERRED, Addresses
from esslod.errors import AuthorError
from esslod.rdf.rebasing import rebase_query

if TYPE_CHECKING:
    from esslod.sources.load import Sources

#: More rounds than any sensible chain of rules needs; past it, the rules feed themselves.
ROUNDS: Final = 10


@dataclass(frozen=True)
class Dataset:
    """All statements of a release to be; ``origins`` is graph IRI → source file ("" when inferred)."""

    quads: tuple[Quad, ...]
    origins: Mapping[str, str]


def infer(sources: Sources, rules: Mapping[str, str], addresses: Addresses) -> Dataset:
    """The statements of *sources* and what *rules* (name → query text) add to them.

    Raises AuthorError for a rule that is not a CONSTRUCT query, builds blank nodes, or
    never comes to rest.
    """
    stated = tuple(quad for source in sources.files for quad in source.quads)
    origins: dict[str, str] = {}
    for source in sources.files:
        known = origins.get(source.graph)
        origins[source.graph] = f"{known} {source.file}" if known else source.file
    graph = NamedNode(addresses.iri(INFERRED))
    texts = {name: rebase_query(rules[name], addresses.base) for name in sorted(rules)}
    added = _fixpoint(stated, texts, graph)
    if added:
        origins[graph.value] = origins.get(graph.value, "")
    return Dataset((*stated, *added), dict(sorted(origins.items())))


def _fixpoint(stated: tuple[Quad, ...], rules: Mapping[str, str], graph: NamedNode) -> list[Quad]:
    if not rules:
        return []
    store = Store()
    store.bulk_extend(stated)
    known = {quad.triple for quad in stated}
    added: list[Quad] = []
    for _ in range(ROUNDS):
        before = len(added)
        for name, text in rules.items():
            fresh = [triple for triple in dict.fromkeys(_run(store, name, text)) if triple not in known]
            known.update(fresh)
            quads = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in fresh]
            store.extend(quads)
            added += quads
        if len(added) == before:
            return added
    raise AuthorError(
        f"ontology/rules: still new statements after {ROUNDS} rounds",
        remedy="a rule must not build values that make it fire again",
    )


def _run(store: Store, name: str, text: str) -> list[Triple]:
    try:
        built = store.query(text, use_default_graph_as_union=True)
    except (SyntaxError, ValueError) as error:
        raise AuthorError(f"ontology/rules/{name}: {error}", remedy="correct the rule's SPARQL") from error
    if not isinstance(built, QueryTriples):
        raise AuthorError(f"ontology/rules/{name}: not a CONSTRUCT query", remedy="write CONSTRUCT { … }")
    triples = list(built)
    if any(isinstance(term, BlankNode) for triple in triples for term in (triple.subject, triple.object)):
        raise AuthorError(f"ontology/rules/{name}: builds a blank node", remedy="build an IRI with IRI(…)")
    return triples
