"""A small store of two named graphs, and engines over it with small limits."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from esslod.config import Site
from esslod.engine.embedded import Embedded
from esslod.engine.seam import SparqlAnswer, SparqlRequest
from esslod.rdf.formats import RESULTS_JSON, TURTLE

SIZE = 300


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 things numbered in graph g1, their squares in graph g2 (0 and 1 are in both)."""
    folder = tmp_path_factory.mktemp("store") / "store"
    filled = Store(str(folder))
    for number in range(SIZE):
        thing = NamedNode(f"http://example.org/{number}")
        for graph, value in (("g1", number), ("g2", number * number)):
            terms = (
                NamedNode("http://example.org/p"),
                Literal(value),
                NamedNode(f"http://example.org/{graph}"),
            )
            filled.add(Quad(thing, *terms))
            filled.add(Quad(thing, *terms[:2]))  # the union, as an index has it
    filled.flush()
    del filled
    return folder


Make = Callable[..., Embedded]


@pytest.fixture
def make(store: Path) -> Iterator[Make]:
    """Make an engine with the settings given; closed at the end."""
    made: list[Embedded] = []

    def make_one(**settings: object) -> Embedded:
        small = {"query_seconds": 5.0, "query_memory": 300_000_000, "query_workers": 2, "query_wait": 20.0}
        engine = Embedded(store, Site(**{**small, **settings}))
        made.append(engine)
        return engine

    yield make_one
    for engine in made:
        engine.close()


@pytest.fixture(scope="session")
def engine(store: Path) -> Iterator[Embedded]:
    """One engine for all the queries that do it no harm."""
    shared = Embedded(store, Site(query_seconds=10.0, query_memory=400_000_000, query_wait=30.0))
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def ask() -> Callable[..., SparqlAnswer]:
    """Ask *engine* a query, as JSON or Turtle unless told otherwise."""

    def ask_it(engine: Embedded, query: str, **fields: object) -> SparqlAnswer:
        return engine.ask(SparqlRequest(query, **{"results": RESULTS_JSON, "rdf": TURTLE, **fields}))

    return ask_it
