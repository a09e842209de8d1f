"""The W3C's SPARQL 1.1 Protocol and Service Description suites, asked of an endpoint that only reads.

Requests are sent as the manifest describes them: path, headers, method and the bytes of the
body in the encoding it names. Update operations must be refused as the caller's fault, and
change nothing; the tests that expect an update to succeed are run for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests.conformance import endpoint, w3c
from tests.conformance.endpoint import Reply, Send
from tests.conformance.w3c import Manifest

HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
SD = "http://www.w3.org/ns/sparql-service-description#"
TABULAR = {
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv",
    "text/tab-separated-values",
}  # fmt: skip
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": TABULAR,
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}
TESTS = 34
NEEDED = pytest.mark.skipif(
    not w3c.available(), reason=f"the W3C suites are not in {w3c.SUITES}: {TESTS} protocol tests NOT run"
)
MEANT_TO_UPDATE = ("update_",)


@dataclass(frozen=True)
class Request:
    """One HTTP request of a test, and what is expected of its answer."""

    method: str
    address: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: tuple[str, ...]
    verdict: bool | None
    format: str


@dataclass(frozen=True)
class Scenario:
    """A protocol test: its requests in order, and the graphs (name, file) it needs."""

    name: str
    requests: tuple[Request, ...]
    graphs: tuple[tuple[str, str], ...]


def scenarios() -> list[Scenario]:
    reading = Manifest(w3c.PUBLISHED + "sparql11/protocol/manifest.ttl")
    return [_scenario(reading, entry) for entry in reading.entries()]


def _scenario(reading: Manifest, entry: Any) -> Scenario:
    action = reading.one(entry, w3c.MF + "action")
    head = reading.one(action, HT + "requests")
    graphs = reading.all(entry, w3c.UT + "graphData")
    return Scenario(
        entry.value.rpartition("#")[2],
        tuple(_request(reading, node) for node in reading.members(head)),
        tuple(reading._graph(node) for node in graphs),
    )


def _request(reading: Manifest, node: Any) -> Request:
    response, body = reading.one(node, HT + "resp"), reading.one(node, HT + "body")
    headers = reading.members(reading.one(node, HT + "headers"))
    verdict = reading.one(response, w3c.MF + "expectedBoolean")
    form = reading.one(response, w3c.MF + "expectedFormat")
    return Request(
        method=reading.one(node, HT + "methodName").value,
        address=reading.one(node, HT + "absolutePath").value.replace("/sparql/", "/sparql", 1),
        headers=tuple(
            (reading.one(h, HT + "fieldName").value, reading.one(h, HT + "fieldValue").value) for h in headers
        ),
        body=_body(reading, body) if body else None,
        statuses=tuple(s.value[-3:] for s in reading.all(response, w3c.MF + "expectedStatus")),
        verdict=verdict.value == "true" if verdict else None,
        format=form.value if form else "",
    )


def _body(reading: Manifest, body: Any) -> bytes:
    encoding = reading.one(body, CNT + "characterEncoding")
    text: str = reading.one(body, CNT + "chars").value
    return text.encode(encoding.value if encoding else "utf-8")


SCENARIOS = scenarios() if w3c.available() else []
ONLY_QUERY = [each for each in SCENARIOS if not each.name.startswith(MEANT_TO_UPDATE)]
UPDATES = [each for each in SCENARIOS if each.name.startswith(MEANT_TO_UPDATE)]


@pytest.fixture(scope="module")
def send(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Send]:
    """A server with the graphs that the protocol tests name."""
    folder = tmp_path_factory.mktemp("protocol")
    named = {graph for each in SCENARIOS for graph in each.graphs}
    quads = [quad for name, file in sorted(named) for quad in endpoint.quads(file, NamedNode(name))]
    file = endpoint.write_quads(quads, folder / "protocol.nq")
    with endpoint.served([file], folder) as port, endpoint.connected(port) as send:
        yield send


@NEEDED
def test_the_suite_is_whole() -> None:
    """Every entry of the manifest is read."""
    assert len(SCENARIOS) == TESTS


@NEEDED
@pytest.mark.parametrize("scenario", ONLY_QUERY, ids=lambda each: each.name)
def test_protocol(scenario: Scenario, send: Send) -> None:
    """Each request is answered with the status, the verdict and the kind of format expected."""
    for request in scenario.requests:
        reply = send(request.method, request.address, dict(request.headers), request.body)
        assert f"{reply.status // 100}xx" in request.statuses, (reply.status, reply.body)
        if request.format:
            assert reply.media_type in FORMATS[request.format]
        if request.verdict is not None:
            assert reply.answer() is request.verdict


@NEEDED
@pytest.mark.parametrize("scenario", UPDATES, ids=lambda each: each.name)
def test_updates_are_refused(scenario: Scenario, send: Send) -> None:
    """An update is the caller's error, told in a problem document, and nothing has changed."""
    before = _count(send)
    request = scenario.requests[0]
    reply = send(request.method, request.address, dict(request.headers), request.body)
    assert 400 <= reply.status < 500
    assert reply.problem == "bad-request"
    assert _count(send) == before


@NEEDED
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_methods_that_do_not_apply_are_told_which_do(method: str, send: Send) -> None:
    """405 with Allow (RFC 9110 §15.5.6)."""
    reply = send(method, "/sparql?query=ASK%20%7B%7D")
    assert reply.status == 405
    assert {"GET", "HEAD", "POST", "OPTIONS"} <= set(reply.headers["allow"].split(", "))


class TestServiceDescription:
    """SPARQL 1.1 Service Description: the three tests of its suite."""

    @pytest.fixture
    def description(self, send: Send) -> Store:
        reply = send("GET", "/sparql", {"Accept": "text/turtle"})
        assert (reply.status, reply.media_type) == (200, "text/turtle")
        return _graph(reply)

    @NEEDED
    @pytest.mark.parametrize("accept", ["*/*", "", "application/rdf+xml", "application/n-triples"])
    def test_returns_rdf(self, accept: str, send: Send) -> None:
        """GET on the endpoint returns RDF, whatever RDF is asked for."""
        reply = send("GET", "/sparql", {"Accept": accept} if accept else {})
        assert reply.status == 200
        assert reply.media_type in FORMATS["RDF"]
        assert len(_graph(reply)) > 3

    @NEEDED
    def test_has_endpoint_triple(self, description: Store, send: Send) -> None:
        """The description says which endpoint it describes: this one."""
        (found,) = description.quads_for_pattern(None, NamedNode(SD + "endpoint"), None)
        assert isinstance(found.object, NamedNode)
        assert found.object.value.startswith("http://127.0.0.1:")
        assert found.object.value.endswith("/sparql")

    @NEEDED
    def test_conforms_to_schema(self, description: Store) -> None:
        """A service with its endpoint, language and formats; a default dataset that has a default graph."""
        asked = f"""PREFIX sd: <{SD}> ASK {{
          ?service a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
            sd:resultFormat ?format ; sd:defaultDataset ?dataset .
          ?dataset a sd:Dataset ; sd:defaultGraph ?graph .
          ?graph a sd:Graph
        }}"""
        assert bool(description.query(asked))


def _count(send: Send) -> bytes:
    return endpoint.ask(send, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "text/csv", "get").body


def _graph(reply: Reply) -> Store:
    store = Store()
    syntax = RdfFormat.from_media_type(reply.media_type)
    assert syntax is not None
    store.extend(parse(reply.body, format=syntax))
    return store
