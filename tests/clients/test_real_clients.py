"""Clients themselves, run against a live server: SPARQLWrapper, rdflib's SPARQLStore, Comunica."""

from __future__ import annotations

import json
import os
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from tests.conformance.endpoint import served
from tests.harvest import environments

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

FOAF = "http://xmlns.com/foaf/0.1/"
DATA = f"""@prefix foaf: <{FOAF}> .
<http://example.org/zoe> a foaf:Person ; foaf:name "Zoé"@fr ; foaf:knows <http://example.org/ali> .
<http://example.org/ali> a foaf:Person ; foaf:name "Ali" ; foaf:age 42 .
"""
TRIG = f'<http://example.org/g> {{ <http://example.org/ali> <{FOAF}nick> "al" }}\n'
SELECT = f"SELECT ?name WHERE {{ ?person <{FOAF}name> ?name }} ORDER BY ?name"
CONSTRUCT = f"CONSTRUCT WHERE {{ ?person <{FOAF}name> ?name }}"

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("real-clients")
    (folder / "people.ttl").write_text(DATA, encoding="utf-8")
    (folder / "nicks.trig").write_text(TRIG, encoding="utf-8")
    with served([folder / "people.ttl", folder / "nicks.trig"], folder) as port:
        yield f"http://127.0.0.1:{port}/sparql"


class TestSparqlWrapper:
    @pytest.mark.parametrize(("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
    def test_select_in_json(self, address: str, method: str, how: str) -> None:
        """By every method it has, it reads the names."""
        client = self._client(address, SELECT, JSON)
        client.setMethod(method)
        client.setRequestMethod(how)
        found = client.queryAndConvert()["results"]["bindings"]
        assert [row["name"]["value"] for row in found] == ["Ali", "Zoé"]

    def test_select_in_other_formats(self, address: str) -> None:
        """XML becomes a document and CSV bytes, as its users expect."""
        assert "Zoé" in self._client(address, SELECT, XML).queryAndConvert().toxml()
        assert self._client(address, SELECT, CSV).queryAndConvert().decode().split() == ["name", "Ali", "Zoé"]

    def test_ask(self, address: str) -> None:
        """A verdict is a verdict."""
        assert self._client(address, "ASK {}", JSON).queryAndConvert()["boolean"] is True

    @pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
    def test_construct(self, address: str) -> None:
        """Its default for graphs, XML, becomes an rdflib graph; Turtle can be parsed."""
        assert len(self._client(address, CONSTRUCT, XML).queryAndConvert()) == 2
        turtle = self._client(address, CONSTRUCT, TURTLE).queryAndConvert()
        assert len(Graph().parse(data=turtle, format="turtle")) == 2

    def test_a_mistake_is_its_exception_for_mistakes(self, address: str) -> None:
        """It turns 400 into QueryBadFormed, with our explanation inside."""
        with pytest.raises(QueryBadFormed, match="query-syntax"):
            self._client(address, "SELECT {", JSON).query()

    def test_dataset_parameters(self, address: str) -> None:
        """Its default graph is the protocol's default-graph-uri."""
        client = self._client(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", JSON)
        client.addDefaultGraph("http://example.org/g")
        (row,) = client.queryAndConvert()["results"]["bindings"]
        assert row["n"]["value"] == "1"

    def _client(self, address: str, query: str, form: str) -> SPARQLWrapper:
        client = SPARQLWrapper(address, returnFormat=form)
        client.setQuery(query)
        return client


class TestSparqlStore:
    @pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
    @pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
    def test_select(self, address: str, method: str, form: str) -> None:
        """In every format and by every method it knows."""
        graph = Graph(SPARQLStore(address, method=method, returnFormat=form))
        assert [str(row[0]) for row in graph.query(SELECT)] == ["Ali", "Zoé"]

    def test_a_remote_graph_is_read_like_a_local_one(self, address: str) -> None:
        """Patterns, length and membership: rdflib makes queries of them."""
        graph = Graph(SPARQLStore(address))
        zoe, knows = URIRef("http://example.org/zoe"), URIRef(FOAF + "knows")
        assert [str(known) for known in graph.objects(zoe, knows)] == ["http://example.org/ali"]
        assert (zoe, knows, None) in graph
        assert len(graph) == 6

    def test_construct_and_ask(self, address: str) -> None:
        """Graphs come back whole, verdicts as booleans."""
        graph = Graph(SPARQLStore(address))
        assert len(graph.query(CONSTRUCT).graph) == 2
        assert graph.query("ASK {}").askAnswer is True


@pytest.fixture(scope="session")
def comunica(pytestconfig: pytest.Config) -> Path:
    """Its command, of a version for Node.js 20; where it cannot be had, the tests are skipped, loudly."""
    assert pytestconfig.cache is not None
    folder = Path(os.environ.get("HARVEST_FOLDER") or pytestconfig.cache.mkdir("harvest"))
    try:
        return environments.node("comunica", folder) / "comunica-sparql"
    except environments.Missing as why:
        pytest.skip(f"Comunica NOT run: {why}")


@pytest.mark.comunica
class TestComunica:
    def test_select(self, comunica: Path, address: str) -> None:
        """It recognises the endpoint by its description and sends the query there."""
        assert self._names(comunica, [address]) == ["Ali", "Zoé"]

    def test_told_that_it_is_an_endpoint(self, comunica: Path, address: str) -> None:
        """The same without looking first."""
        assert self._names(comunica, [f"sparql@{address}"]) == ["Ali", "Zoé"]

    def test_construct(self, comunica: Path, address: str) -> None:
        """A graph comes back as RDF."""
        turtle = self._run(comunica, [address], CONSTRUCT, "text/turtle")
        assert len(Graph().parse(data=turtle, format="turtle")) == 2

    def test_two_sources_are_joined(self, comunica: Path, address: str) -> None:
        """It plans over two endpoints, counting patterns and binding values on each."""
        query = f"SELECT ?name WHERE {{ ?a <{FOAF}knows> ?b . ?b <{FOAF}name> ?name }}"
        assert self._names(comunica, [address, f"{address}?default-graph-uri="], query)[:1] == ["Ali"]

    def _names(self, comunica: Path, sources: list[str], query: str = SELECT) -> list[str]:
        found = json.loads(self._run(comunica, sources, query, "application/sparql-results+json"))
        return sorted(row["name"]["value"] for row in found["results"]["bindings"])

    def _run(self, comunica: Path, sources: list[str], query: str, form: str) -> str:
        done = subprocess.run(
            [str(comunica), *sources, "-q", query, "-t", form],
            capture_output=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout
