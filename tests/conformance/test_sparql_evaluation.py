"""The W3C's SPARQL query evaluation, syntax and results-format suites, asked of the HTTP endpoint.

One server holds the data of every test, each file in a graph of its own; the protocol's
dataset parameters make them the dataset of a test. Where a test has named graphs it is asked
again of files served as they are, since the default graph is then that of the files.

``exceptions.toml`` lists every test that fails, and why. A test on the list that passes
fails, and so does one on the list that the engine, asked directly, passes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from tests.conformance import answers, direct, endpoint, w3c
from tests.conformance.endpoint import Reply, Send
from tests.conformance.w3c import Test

from esslod.commands.loose import publication_of
from esslod.config import Site
from esslod.web.app import close

MANIFESTS = (
    "sparql10/manifest.ttl",
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/manifest-sparql11-results.ttl",
    "sparql11/manifest-sparql11-fed.ttl",
    "sparql12/manifest.ttl",
)
#: Tests of the suites as they stand; one fewer and somebody has lost one.
EVALUATION, SYNTAX = 588, 488
MISSING = f"the W3C suites are not in {w3c.SUITES}: {EVALUATION + SYNTAX} conformance tests NOT run"

#: Result suffix → the media type asked for first; the others come after.
FIRST = {".srx": "application/sparql-results+xml", ".tsv": "text/tab-separated-values", ".csv": "text/csv"}
RESULTS = (
    ("application/sparql-results+json", "form"),
    ("application/sparql-results+xml", "get"),
    ("text/tab-separated-values", "direct"),
)
GRAPHS = (("text/turtle", "form"), ("application/n-triples", "direct"), ("application/rdf+xml", "get"))

EXCEPTIONS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("exceptions.toml").read_text(encoding="utf-8")
)
EVERY: list[Test] = (
    [t for m in MANIFESTS for t in w3c.tests(m) if "Update" not in t.kind] if w3c.available() else []
)
NEEDED = pytest.mark.skipif(not w3c.available(), reason=MISSING)


def parameters(tests: list[Test]) -> list[object]:
    """Each test by its short name; those on the list are expected to fail, strictly."""
    return [
        pytest.param(
            test,
            id=test.id,
            marks=[pytest.mark.xfail(strict=True, reason=EXCEPTIONS[test.id]["reason"])]
            if test.id in EXCEPTIONS
            else [],
        )
        for test in tests
    ]


EVALUATED = [test for test in EVERY if "Syntax" not in test.kind]
BY_PARAMETERS = [test for test in EVALUATED if not test.brings_graphs]
AS_FILES = [test for test in EVALUATED if (test.graphs and not test.asked) or test.brings_graphs]


@pytest.fixture(scope="module")
def send(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Send]:
    """A server over the data of all the tests."""
    folder = tmp_path_factory.mktemp("w3c")
    file = endpoint.write_quads(endpoint.quads_of(BY_PARAMETERS), folder / "w3c.nq")
    with endpoint.served([file], folder) as port, endpoint.connected(port) as send:
        yield send


@NEEDED
def test_the_suites_are_whole() -> None:
    """No test is lost on the way from the manifests to here."""
    assert (len(EVALUATED), len(EVERY) - len(EVALUATED)) == (EVALUATION, SYNTAX)
    assert len({test.id for test in EVERY}) == len(EVERY)


@NEEDED
@pytest.mark.parametrize("test", parameters(BY_PARAMETERS))
def test_evaluation(test: Test, send: Send) -> None:
    """The answer is the expected one, in every format that can hold it, by every operation."""
    expected = answers.of_file(w3c.local(test.result), test.result)
    for accept, operation in _asked_for(test, expected):
        reply = endpoint.ask(send, endpoint.based(test), accept, operation, endpoint.dataset_of(test))
        assert _right(test, expected, reply, accept)


@NEEDED
@pytest.mark.parametrize("test", parameters([test for test in EVERY if "Syntax" in test.kind]))
def test_syntax(test: Test, send: Send) -> None:
    """A good query is not called ill-formed; a bad one is, with 400."""
    reply = endpoint.ask(send, endpoint.based(test), "*/*", "form", [("default-graph-uri", endpoint.NOTHING)])
    if test.kind.startswith("Negative"):
        assert (reply.status, reply.problem) == (400, "query-syntax")
    else:
        assert reply.status == 200 or reply.problem not in {"query-syntax", ""}


@NEEDED
@pytest.mark.parametrize("test", parameters(AS_FILES))
def test_files_as_they_are(test: Test, tmp_path: Path) -> None:
    """The default graph of files is theirs, not the union of all, when the query and protocol say nothing."""
    default = [quad for file in test.dataset for quad in endpoint.quads(file)]
    named = [quad for name, file in test.graphs for quad in endpoint.quads(file, NamedNode(name))]
    file = endpoint.write_quads([*default, *named], tmp_path / "dataset.nq")
    with ExitStack() as stack:
        site = Site(folder=tmp_path, query_workers=1)
        application = stack.enter_context(publication_of([file], site, date(2026, 1, 1))).application()
        stack.callback(close, application)
        client = application.test_client()

        def send(method: str, address: str, headers: object = None, body: bytes | None = None) -> Reply:
            got = client.open(address, method=method, headers=headers, data=body)
            return Reply(got.status_code, {k.lower(): v for k, v in got.headers.items()}, got.data)

        expected = answers.of_file(w3c.local(test.result), test.result)
        accept, operation = next(_asked_for(test, expected))
        reply = endpoint.ask(send, endpoint.based(test), accept, operation)
        assert _right(test, expected, reply, accept)


@NEEDED
@pytest.mark.parametrize("name", sorted(EXCEPTIONS))
def test_exceptions_are_the_engines(name: str) -> None:
    """What fails over HTTP fails in the engine alone, but for what would leave this machine."""
    test = next(test for test in EVERY if test.id == name)
    assert EXCEPTIONS[name]["reason"]
    assert test.federated or not direct.passes(test)


def _asked_for(test: Test, expected: answers.Answer) -> Iterator[tuple[str, str]]:
    """(media type, operation): the format of the result file first, then the others."""
    if isinstance(expected, answers.Graph):
        yield from GRAPHS
        return
    suffix = Path(test.result).suffix
    if suffix in FIRST:
        yield FIRST[suffix], "get"
    if suffix == ".csv":
        return
    for accept, operation in RESULTS:
        if not (isinstance(expected, bool) and accept.startswith("text/")):
            yield accept, operation


def _right(test: Test, expected: answers.Answer, reply: Reply, accept: str) -> bool:
    answer = reply.answer()
    assert reply.media_type == accept
    assert answers.same(expected, answer, ordered=test.ordered, lax=test.lax), (expected, answer)
    return True
