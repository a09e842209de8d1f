"""The endpoint as the suites' tests ask it: over HTTP, by every operation of the protocol."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, RdfFormat, parse, serialize
from tests import servers
from tests.conformance import answers
from tests.conformance.w3c import Test, local

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
NOTHING = "urn:x-esslod:no-such-graph"
#: Media type → how its body is read.
READERS: dict[str, Callable[[bytes], answers.Answer]] = {
    "application/sparql-results+json": lambda body: answers.of_results(body, QueryResultsFormat.JSON),
    "application/sparql-results+xml": lambda body: answers.of_results(body, QueryResultsFormat.XML),
    "text/tab-separated-values": lambda body: answers.of_results(body, QueryResultsFormat.TSV),
    "text/csv": answers.of_csv,
    "text/turtle": lambda body: answers.of_rdf(body, RdfFormat.TURTLE),
    "application/n-triples": lambda body: answers.of_rdf(body, RdfFormat.N_TRIPLES),
    "application/rdf+xml": lambda body: answers.of_rdf(body, RdfFormat.RDF_XML),
    "application/ld+json": lambda body: answers.of_rdf(body, RdfFormat.JSON_LD),
}


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def problem(self) -> str:
        """The kind of problem a problem document tells, by the end of its type; empty for none."""
        if self.media_type != "application/problem+json":
            return ""
        return str(json.loads(self.body)["type"]).rpartition("#")[2]

    def answer(self) -> answers.Answer:
        assert self.status == 200, (self.status, self.body[:2000])
        return READERS[self.media_type](self.body)


Send = Callable[..., Reply]


def ask(send: Send, query: str, accept: str, operation: str, graphs: Iterable[tuple[str, str]] = ()) -> Reply:
    """Ask by ``get``, ``form`` or ``direct`` (SPARQL 1.1 Protocol §2.1.1–3)."""
    pairs, headers = list(graphs), {"Accept": accept}
    if operation == "get":
        return send("GET", "/sparql?" + urlencode([("query", query), *pairs]), headers)
    if operation == "form":
        body = urlencode([("query", query), *pairs]).encode()
        return send("POST", "/sparql", {**headers, "Content-Type": FORM}, body)
    address = "/sparql" + ("?" + urlencode(pairs) if pairs else "")
    return send("POST", address, {**headers, "Content-Type": QUERY}, query.encode())


def dataset_of(test: Test) -> list[tuple[str, str]]:
    """Parameters that make the data of *test* the dataset; none when the query says its own (FROM)."""
    if test.asked:
        return []
    default = [("default-graph-uri", file) for file in test.dataset] or [("default-graph-uri", NOTHING)]
    return default + [("named-graph-uri", name) for name, _ in test.graphs]


def based(test: Test) -> str:
    """The query with its file's address for base, as a client says it when the protocol cannot."""
    return f"BASE <{test.query}> {test.text}"


def quads_of(tests: Iterable[Test]) -> Iterator[Quad]:
    """The data of all *tests*: each file in the graph that has its address or name."""
    named = {(name, file) for test in tests for name, file in test.graphs}
    named |= {(file, file) for test in tests for file in (*test.dataset, *test.asked)}
    for name, file in sorted(named):
        yield from quads(file, NamedNode(name))


def quads(file: str, graph: NamedNode | None = None) -> Iterator[Quad]:
    for quad in parse(path=str(local(file)), base_iri=file, rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, graph) if graph else quad


def write_quads(found: Iterable[Quad], file: Path) -> Path:
    serialize(found, str(file), RdfFormat.N_QUADS)
    return file


@contextmanager
def served(files: Iterable[Path], folder: Path, **settings: object) -> Iterator[int]:
    """``esslod serve --files`` as a process of its own; the port it answers on."""
    port = servers.free_port()
    environment = {**os.environ, **{f"ESSLOD_{name.upper()}": str(value) for name, value in settings.items()}}
    command = [sys.executable, "-m", "esslod", "serve", "--port", str(port), "--files", *map(str, files)]
    told = folder / f"told-{port}"
    with told.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        servers.await_answer(process, f"http://127.0.0.1:{port}/ready", told)
        yield port
    finally:
        servers.end(process)


@contextmanager
def connected(port: int) -> Iterator[Send]:
    """Sends over one connection that stays open, as clients do."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def send(method: str, address: str, headers: Any = None, body: bytes | None = None) -> Reply:
        connection.request(method, address, body, dict(headers or {}))
        got = connection.getresponse()
        return Reply(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())

    try:
        yield send
    finally:
        connection.close()
