"""SERVICE for real: query processes, the relay, and endpoints on loopback of which some must stay silent."""

from __future__ import annotations

import json
import marshal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.engine.test_federation import REFUSED

from esslod.engine.rewriting import Rewritten, original_place, rewrite
from esslod.errors import QuerySyntaxError, ServiceRefused, UpstreamFailure

RESULTS = {
    "head": {"vars": ["x"]},
    "results": {"bindings": [{"x": {"type": "literal", "value": "from afar"}}]},
}


class Endpoint(BaseHTTPRequestHandler):
    """Behaves as its path says."""

    protocol_version = "HTTP/1.1"
    asked: list[dict[str, str]]

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append({**self.headers, "body": body, "path": self.path})
        getattr(self, "_" + self.path.strip("/").partition("?")[0])()

    def _answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _sparql(self):
        body = json.dumps(RESULTS).encode()
        self._answer(200, body, Content_Type="application/sparql-results+json", Set_Cookie="a=b")

    def _broken(self):
        self._answer(500)

    def _nonsense(self):
        self._answer(200, b"<html>", Content_Type="application/sparql-results+json")

    def _moved(self):
        self._answer(307, Location="/sparql")

    def _away(self):
        self._answer(302, Location=self.server.away)

    def _loop(self):
        self._answer(301, Location="/loop")

    def _slow(self):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        with_patience = time.monotonic() + 20
        while time.monotonic() < with_patience and not self.server.ending.is_set():
            try:
                self.wfile.write(b" ")
            except OSError:
                return
            time.sleep(0.05)

    def _huge(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(3000):
                self.wfile.write(b" " * 1000)
        except OSError:
            pass

    def _short(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(json.dumps(RESULTS).encode())
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def endpoint(silent) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.asked, server.ending = [], threading.Event()
    server.away = f"http://127.0.0.1:{silent.port}/sparql"
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.ending.set()
    server.shutdown()
    thread.join()
    server.server_close()


class Silent:
    """A listening socket that counts who connects."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.port = self.socket.getsockname()[1]

    def heard(self) -> bool:
        try:
            self.socket.accept()[0].close()
        except TimeoutError:
            return False
        return True


@pytest.fixture(scope="module")
def silent() -> Iterator[Silent]:
    listening = Silent()
    yield listening
    listening.socket.close()


@pytest.fixture(scope="module")
def url(endpoint) -> Callable[[str], str]:
    return lambda path: f"http://127.0.0.1:{endpoint.server_address[1]}/{path}"


PATHS = ("sparql", "broken", "nonsense", "moved", "away", "loop", "slow", "huge", "short", "sparql?a=b")


@pytest.fixture
def federated(make, url):
    return make(
        service_hosts=tuple(map(url, PATHS)), query_seconds=2.0, query_bytes=1_000_000, query_workers=1
    )


def x(engine, ask, query: str) -> str:
    return json.loads(ask(engine, query).body)["results"]["bindings"][0]["x"]["value"]


def test_a_listed_endpoint_is_asked(federated, ask, url, endpoint):
    """By IRI, by prefixed name, with a query string; without credentials or cookies; others stay sealed."""
    ask(federated, "ASK {}")
    sealed = set(federated.pids())
    base = url("")
    for query in (
        f"SELECT ?x {{ SERVICE <{url('sparql')}> {{ ?s ?p ?x }} }}",
        f"SELECT ?x {{ SERVICE <{url('sparql?a=b')}> {{ ?s ?p ?x }} }}",
        f"PREFIX e: <{base}> SELECT ?x {{ SERVICE SILENT e:sparql{{ ?s ?p ?x }} }}",
        f"SELECT ?x {{ SERVICE <{url('moved')}> {{ ?s ?p ?x }} }}",
        f"SELECT ?x {{ # SERVICE <{url('broken')}>\n SERVICE <{url('sparql')}> {{ ?s ?p ?x }} }}",
    ):
        endpoint.asked.clear()
        assert x(federated, ask, query) == "from afar"
        for asked in endpoint.asked:
            assert asked["User-Agent"] == "esslod"
            assert not {"Cookie", "Authorization"} & set(asked)
            assert "SELECT" in asked["body"]
    assert sealed <= set(federated.pids())
    assert len(federated.pids()) > len(sealed)


def test_two_endpoints_are_joined(federated, ask, url):
    """Each clause reaches its own."""
    query = "SELECT ?x { SERVICE <%s> { ?a ?b ?x } SERVICE SILENT <%s> { ?c ?d ?x } }"
    assert x(federated, ask, query % (url("sparql"), url("sparql?a=b"))) == "from afar"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("broken", "HTTP 500"),
        ("nonsense", "failed"),
        ("away", "redirects to"),
        ("loop", "too many redirects"),
        ("slow", "did not answer within"),
        ("huge", "query_bytes"),
        ("short", "failed"),
    ],
)
def test_failures_are_told_and_silent_swallows_them(federated, ask, url, *, silent, path, words):
    """502 with what happened; SILENT gives one empty solution (SPARQL 1.1 Federated Query §2.2)."""
    query = f"SELECT ?x {{ SERVICE <{url(path)}> {{ ?s ?p ?x }} }}"
    with pytest.raises(UpstreamFailure, match=words) as raised:
        ask(federated, query)
    assert raised.value.french[0]
    quiet = ask(federated, query.replace("SERVICE", "SERVICE SILENT"))
    assert json.loads(quiet.body)["results"]["bindings"] == [{}]
    assert not silent.heard()


def test_no_disguise_reaches_a_listening_socket(federated, ask, silent):
    """Every query of the refused ones, aimed at a socket that stays silent."""
    here = f"http://127.0.0.1:{silent.port}/"
    for query in REFUSED:
        with pytest.raises(ServiceRefused):
            ask(federated, query.replace("http://evil.example/", here))
    assert not silent.heard()


def test_the_processes_themselves_reach_the_relay_only(federated, ask, url, silent):
    """Should the rewriting fail, the kernel refuses: other ports, UDP, and sockets of other families."""
    ask(federated, f"SELECT ?x {{ SERVICE <{url('sparql')}> {{ ?s ?p ?x }} }}")
    _, pool = federated._federation._opened
    process = pool.take()
    assert process.sealed
    here = f"http://127.0.0.1:{silent.port}/"
    message = {
        "query": f"SELECT ?x {{ SERVICE <{here}> {{ ?s ?p ?x }} }}", "endpoints": [here], "edits": [],
        "default_graphs": [], "named_graphs": [], "rdf": None,
        "results": {"name": "json", "media_type": "application/sparql-results+json"},
    }  # fmt: skip
    frames = list(process.frames(marshal.dumps({**message, "seconds": 2.0}), 2.0))
    pool.give(process, well=True)
    assert frames[-1][0] == b"X"
    assert not silent.heard()


def test_the_relay_answers_to_its_grants_only(federated, ask, url):
    """Without the query's own token, and after its end, there is nothing there."""
    ask(federated, f"SELECT ?x {{ SERVICE <{url('sparql')}> {{ ?s ?p ?x }} }}")
    relay, _ = federated._federation._opened
    assert relay.grants == {}
    with socket.create_connection(("127.0.0.1", relay.port)) as wire:
        wire.sendall(b"POST /guess/0 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 404")


def test_a_syntax_error_is_told_in_places_of_the_original(federated, ask, url):
    """The rewritten address does not shift the column."""
    query = f"SELECT ?x {{ SERVICE <{url('sparql')}> {{ ?s ?p ?x }} NONSENSE }}"
    with pytest.raises(QuerySyntaxError) as raised:
        ask(federated, query)
    assert (raised.value.line, raised.value.column) == (1, query.index("NONSENSE") + len("NONSENSE") + 1)
    assert "127.0.0.1" not in raised.value.message


def test_rewriting_changes_addresses_only():
    """Strings and comments that look like clauses stay; places are mapped back."""
    text = 'SELECT * { ?s ?p "SERVICE <http://a/>" .\n SERVICE <http://a/> { } }'
    done = rewrite(text, ["http://a/"], lambda _: "http://127.0.0.1:1/token/0")
    assert done.text == text.replace("SERVICE <http://a/> {", "SERVICE <http://127.0.0.1:1/token/0> {")
    line = done.text.split("\n")[1]
    assert original_place(done, 2, line.index("}") + 1) == (2, text.split("\n")[1].index("}") + 1)
    assert original_place(Rewritten("ab\ncd", ()), 2, 2) == (2, 2)
    with pytest.raises(ServiceRefused):
        rewrite(text, ["http://b/"], str)
