"""Files that are no release: the endpoint's true default graph, and ``describe?iri=`` for every IRI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from esslod.commands.loose import publication_of
from esslod.config import Site
from esslod.web.app import close

ZOE, ALI, GRAPH = "http://example.org/zoé", "http://example.org/ali", "http://example.org/g"
NAME = "http://xmlns.com/foaf/0.1/name"
TURTLE = f'<{ZOE}> <{NAME}> "Zoé" ; <a:knows> <{ALI}> , [ <{NAME}> "someone" ] .'
TRIG = f'<{GRAPH}> {{ <{ALI}> <{NAME}> "Ali" . <http://127.0.0.1:8000/id/x> <{NAME}> "x" }}'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("loose")
    (folder / "a.ttl").write_text(TURTLE, encoding="utf-8")
    (folder / "b.trig").write_text(TRIG, encoding="utf-8")
    site = Site(folder=folder, query_workers=1)
    with publication_of([folder / "a.ttl", folder / "b.trig"], site, date(2026, 1, 1)) as publication:
        application = publication.application()
        yield application.test_client()
        close(application)
    assert not publication.release.exists()


def describe(client: FlaskClient, iri: str, accept: str = "text/turtle", **parameters: str):
    more = "".join(f"&{name}={value}" for name, value in parameters.items())
    return client.get(f"/describe?iri={quote(iri, safe='')}{more}", headers={"Accept": accept})


def count(client: FlaskClient, query: str) -> int:
    answer = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "application/sparql-results+json"}
    )
    return int(json.loads(answer.data)["results"]["bindings"][0]["n"]["value"])


def test_the_default_graph_is_the_files_own(client: FlaskClient) -> None:
    """SPARQL 1.1 §13: named graphs are apart."""
    assert count(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 4
    assert count(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 2


@pytest.mark.parametrize(
    ("iri", "said"),
    [(ZOE, "Zoé"), (ALI, "Ali"), (GRAPH, GRAPH), (NAME, NAME)],
    ids=["subject", "in a graph", "graph", "property"],
)
def test_every_iri_of_the_files_is_described(client: FlaskClient, iri: str, said: str) -> None:
    """Subjects, objects, graphs and properties, as a page."""
    answer = describe(client, iri, "text/html")
    assert answer.status_code == 200
    assert said in answer.text


def test_a_description_is_rdf_too(client: FlaskClient) -> None:
    """With the blank nodes it leads to and the names of what it links to; the language link keeps the IRI."""
    answer = describe(client, ZOE)
    triples = list(parse(answer.data, RdfFormat.TURTLE))
    assert {"Zoé", "someone", "Ali"} <= {getattr(triple.object, "value", "") for triple in triples}
    assert answer.headers["Content-Location"] == f"/describe?iri={quote(ZOE, safe='')}&format=ttl"
    assert describe(client, ZOE, "*/*", format="ttl").data == answer.data
    page = describe(client, ZOE, "text/html").text
    assert f"/describe?iri={quote(ZOE, safe='')}&amp;lang=en" in page
    assert f'href="/describe?iri={quote(ALI, safe="")}"' in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?iri=no%20iri", 400),
        ("?iri=relative", 400),
        ("?iri=http%3A%2F%2Fexample.org%2Fnobody", 404),
        (f"?iri={quote(ALI, safe='')}&format=exe", 400),
    ],
)
def test_what_cannot_be_described_is_the_callers_fault(client: FlaskClient, query: str, status: int) -> None:
    """Not an IRI, unknown, or a format there is not."""
    assert client.get(f"/describe{query}").status_code == status


def test_tags_differ_from_thing_to_thing(client: FlaskClient) -> None:
    """One address with two queries has two entity tags."""
    assert describe(client, ZOE).headers["ETag"] != describe(client, ALI).headers["ETag"]
    again = client.get(
        f"/describe?iri={quote(ZOE, safe='')}",
        headers={"Accept": "text/turtle", "If-None-Match": describe(client, ZOE).headers["ETag"]},
    )
    assert again.status_code == 304


def test_iris_under_the_base_keep_their_paths(client: FlaskClient) -> None:
    """The server's own address is the base when the files are about nobody's in particular."""
    answer = client.get("/doc/x", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    assert "127.0.0.1:8000/id/x" in answer.text


@pytest.mark.parametrize("path", ["/catalog", "/dumps/latest/esslod.ttl", "/void", "/.well-known/void"])
def test_there_is_no_release_behind(client: FlaskClient, path: str) -> None:
    """Catalogue and dumps belong to releases: 404, never a fault of ours."""
    assert client.get(path).status_code == 404


def test_the_front_page_is_the_query_page(client: FlaskClient) -> None:
    """There is no home page to make of files nobody presents."""
    answer = client.get("/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sparql")
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    assert "dumps" not in page.partition("<main")[0]
