"""The engine asked directly, in memory, without anything of ours: what the endpoint is compared with."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode, QueryResultsFormat, Store
from tests.conformance import answers
from tests.conformance.w3c import Test, local


def passes(test: Test) -> bool:
    """Whether pyoxigraph alone gives what *test* expects. Never to be asked of a test that uses SERVICE."""
    return _right_syntax(test) if "Syntax" in test.kind else _right_answer(test)


def _right_syntax(test: Test) -> bool:
    try:
        Store().query(test.text, base_iri=test.query)
    except SyntaxError:
        return test.kind.startswith("Negative")
    except RuntimeError:  # it was read; what it asks for cannot be evaluated
        pass
    return test.kind.startswith("Positive")


def _right_answer(test: Test) -> bool:
    store, result = Store(), local(test.result)
    for file in test.dataset:
        store.load(path=str(local(file)), base_iri=file)
    for name, file in (*test.graphs, *((file, file) for file in test.asked)):
        store.load(path=str(local(file)), base_iri=file, to_graph=NamedNode(name))
    try:
        found: Any = store.query(test.text, base_iri=test.query)
        got = _csv(found) if result.suffix == ".csv" else answers.of_engine(found)
    except (SyntaxError, RuntimeError):
        return False
    expected = answers.of_file(result, test.result)
    return answers.same(expected, got, ordered=test.ordered, lax=test.lax)


def _csv(found: Any) -> answers.Answer:
    return answers.of_csv(found.serialize(format=QueryResultsFormat.CSV))
