"""The SPARQL Protocol over HTTP, through Flask's test client and real query processes."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from esslod.config import Site
from esslod.engine.embedded import Embedded
from esslod.web import asked, problems
from esslod.web.sparql import sparql_blueprint

SELECT = "SELECT ?o { <http://example.org/s> ?p ?o } ORDER BY ?o"
CONSTRUCT = "CONSTRUCT WHERE { <http://example.org/s> ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
G1, G2 = "http://example.org/g1", "http://example.org/g2"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site of nothing but `/sparql`, over three quads in two graphs."""
    folder: Path = tmp_path_factory.mktemp("sparql") / "store"
    store = Store(str(folder))
    subject, predicate = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
    store.add(Quad(subject, predicate, Literal("<b>é</b>", language="fr"), NamedNode(G1)))
    store.add(Quad(subject, predicate, Literal(2), NamedNode(G1)))
    store.add(Quad(subject, predicate, NamedNode("https://w3id.org/esslod/id/x"), NamedNode(G2)))
    store.extend([Quad(*quad.triple) for quad in store])  # the union, as an index has it
    store.flush()
    del store
    # On a busy machine the memory limit is reached late, and must still come before the time limit.
    site = Site(query_seconds=6.0, query_memory=300_000_000, query_rows=1000, query_text_bytes=20_000)
    engine = Embedded(folder, site)
    app = Flask(__name__)
    app.config[asked.SITE] = site
    app.register_blueprint(sparql_blueprint(engine, site))
    problems.install(app, site.base_iri)
    yield app.test_client()
    engine.close()


def url(**parameters: object) -> str:
    return "/sparql?" + urlencode(parameters, doseq=True)


def rows(response) -> list[dict]:
    assert response.status_code == 200, response.get_data(as_text=True)
    return json.loads(response.data)["results"]["bindings"]


class TestOperations:
    def test_get(self, client):
        """§2.1.1: the query in the URL."""
        response = client.get(url(query=SELECT))
        assert len(rows(response)) == 3
        assert response.content_type == "application/sparql-results+json; charset=utf-8"

    def test_form_post(self, client):
        """§2.1.2: the parameters in the body; charset and other parameters of the type are accepted."""
        for kind in (FORM, FORM + "; charset=UTF-8", FORM + ";charset=utf-8;x=y"):
            assert (
                len(rows(client.post("/sparql", data=urlencode({"query": SELECT}), content_type=kind))) == 3
            )

    def test_direct_post(self, client):
        """§2.1.3: the query is the body, the dataset in the URL."""
        for kind in (QUERY, QUERY + "; charset=utf-8"):
            response = client.post(url(**{"default-graph-uri": G2}), data=SELECT, content_type=kind)
            assert len(rows(response)) == 1

    @pytest.mark.parametrize("kind", [None, FORM, "text/plain"])
    def test_post_with_an_empty_body_and_the_query_in_the_url(self, client, kind):
        """R's glitter does so."""
        assert len(rows(client.post(url(query=SELECT), content_type=kind))) == 3

    @pytest.mark.parametrize(
        ("kind", "body"),
        [(QUERY, SELECT), (QUERY + ";charset=utf-8", SELECT), (FORM, urlencode({"query": SELECT}))],
    )
    def test_the_query_method(self, client, kind, body):
        """HTTP QUERY is GET with a body; which bodies is said by Accept-Query on every answer."""
        response = client.open(url(**{"default-graph-uri": G2}), method="QUERY", data=body, content_type=kind)
        assert len(rows(response)) == 1
        assert QUERY in response.headers["Accept-Query"]
        assert client.open("/sparql", method="QUERY").status_code == 400
        assert client.open("/sparql", method="QUERY", data="x", content_type="text/plain").status_code == 415
        assert QUERY in client.options("/sparql").headers["Accept-Query"]

    def test_the_caller_may_lower_the_time_limit(self, client):
        """`timeout`, in seconds; what is larger than ours, or no number, changes nothing."""
        product = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(40)) + " }"
        response = client.get(url(query=product, timeout="0.2"))
        assert response.status_code == 504
        assert "0,2 seconde" in json.loads(response.data)["detail"]
        for timeout in ("30000", "0", "-1", "soon", ""):
            assert len(rows(client.get(url(query=SELECT, timeout=timeout)))) == 3

    def test_head_is_get_without_body(self, client):
        """Same status, type and length."""
        got, head = client.get(url(query=SELECT)), client.head(url(query=SELECT))
        assert head.data == b""
        assert (head.status_code, head.content_type) == (200, got.content_type)
        assert head.content_length == got.content_length

    def test_options_answers_a_preflight(self, client):
        """Any origin, the methods there are, and the headers that browsers must ask for."""
        response = client.options("/sparql", headers={"Origin": "https://a.example"})
        assert response.status_code == 204
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
        assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
    def test_other_methods_are_told_which_are_allowed(self, client, method):
        """405 with Allow, readable from any origin."""
        response = client.open(url(query=SELECT), method=method)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
        assert response.headers["Access-Control-Allow-Origin"] == "*"


class TestDataset:
    @pytest.mark.parametrize(
        ("parameters", "count"),
        [
            ({}, 3),
            ({"default-graph-uri": G1}, 2),
            ({"default-graph-uri": [G1, G2]}, 3),
            ({"named-graph-uri": G1}, 0),
            ({"default-graph-uri": ""}, 3),
        ],
    )
    def test_graph_parameters_repeat_and_empty_ones_mean_nothing(self, client, parameters, count):
        """§2.1.4; YASGUI sends them empty."""
        (row,) = rows(client.get(url(query=COUNT, **parameters)))
        assert row["n"]["value"] == str(count)

    def test_form_parameters_override_from(self, client):
        """The protocol's dataset wins over the query's."""
        body = {"query": COUNT.replace("{", f"FROM <{G1}> {{", 1), "default-graph-uri": G2}
        (row,) = rows(client.post("/sparql", data=urlencode(body), content_type=FORM))
        assert row["n"]["value"] == "1"


class TestBadRequests:
    @pytest.mark.parametrize(
        ("status", "options"),
        [
            (400, {"method": "POST"}),
            (400, {"method": "GET", "path": url(query=[SELECT, SELECT])}),
            (400, {"method": "POST", "path": url(query=SELECT), "data": SELECT, "content_type": QUERY}),
            (400, {"method": "POST", "data": b"query=%FF", "content_type": FORM}),
            (
                400,
                {"method": "POST", "data": "SELECT * { ?s ?p 'é' }".encode("latin-1"), "content_type": QUERY},
            ),
            (400, {"method": "POST", "data": SELECT}),
            (400, {"method": "POST", "data": "update=CLEAR+ALL", "content_type": FORM}),
            (400, {"method": "POST", "data": "CLEAR ALL", "content_type": "application/sparql-update"}),
            (400, {"method": "POST", "data": "CLEAR ALL", "content_type": QUERY}),
            (400, {"method": "GET", "path": url(query="SELECT {")}),
            (400, {"method": "GET", "path": url(query="")}),
            (400, {"method": "GET", "path": url(query=SELECT, **{"default-graph-uri": "no IRI"})}),
            (400, {"method": "GET", "path": url(query="SELECT (<x:f>() AS ?x) {}")}),
            (400, {"method": "POST", "data": SELECT + "#" * 20_000, "content_type": QUERY}),
            (413, {"method": "POST", "data": "#" * 200_000, "content_type": QUERY}),
            (415, {"method": "POST", "data": SELECT, "content_type": "text/plain"}),
            (415, {"method": "POST", "data": SELECT, "content_type": QUERY + "; charset=utf-16"}),
            (403, {"method": "GET", "path": url(query="ASK { SERVICE <http://127.0.0.1/> {} }")}),
        ],
    )
    def test_each_is_a_problem_with_the_right_status(self, client, status, options):
        """RFC 9457 documents, readable from any origin, never cached."""
        response = client.open(**{"path": "/sparql", **options})
        assert response.status_code == status, response.get_data(as_text=True)
        assert response.content_type.startswith("application/problem+json")
        assert json.loads(response.data)["status"] == status
        assert response.headers["Access-Control-Allow-Origin"] == "*"

    @pytest.mark.parametrize(
        ("query", "slug", "french", "english"),
        [
            ("ASK\n{ ?s", "query-syntax", "Ligne 2, colonne 5", "Line 2, column 5"),
            ("ASK {" + "{" * 200 + "}" * 200 + "}", "query-too-complex", "imbrication", "nesting"),
            ("ASK { SERVICE <http://127.0.0.1/> {} }", "service-refused", "n’est pas permis", "not allowed"),
            ("CLEAR ALL", "bad-request", "mise à jour", "an update"),
            (
                "SELECT (SHA512(?x29) AS ?x) { BIND('" + "a" * 100 + "' AS ?x0) "
                + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(29)) + " }",
                "query-memory", "mémoire", "memory",
            ),
        ],
    )  # fmt: skip
    def test_each_kind_is_told_in_french_and_english(self, client, query, slug, french, english):
        """Type, title, detail and remedy; French unless English is preferred."""
        for language, words in (("fr", french), ("en", english)):
            problem = json.loads(client.get(url(query=query), headers={"Accept-Language": language}).data)
            assert problem["type"].endswith("#" + slug)
            assert words in problem["detail"]

    def test_a_syntax_error_says_where(self, client):
        """Line, column and what was expected are members of the problem."""
        problem = json.loads(client.get(url(query="ASK\n{ ?s")).data)
        assert (problem["line"], problem["column"]) == (2, 5)
        assert "a variable" in problem["expected"]

    def test_a_time_out_is_504_and_the_next_query_is_answered(self, client):
        """Never a partial 200."""
        product = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(40)) + " }"
        response = client.get(url(query=product))
        assert response.status_code == 504
        assert len(rows(client.get(url(query=SELECT)))) == 3

    def test_too_many_rows_is_413(self, client):
        """The message names the setting."""
        query = "SELECT * { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(7)) + " }"
        response = client.get(url(query=query))
        assert response.status_code == 413
        assert "query_rows" in response.get_data(as_text=True)


class TestFormats:
    @pytest.mark.parametrize(
        ("accept", "select", "construct"),
        [
            (None, "application/sparql-results+json", "text/turtle"),
            ("*/*", "application/sparql-results+json", "text/turtle"),
            ("application/sparql-results+xml", "application/sparql-results+xml", "text/turtle"),
            ("text/csv", "text/csv", "text/turtle"),
            ("text/tab-separated-values", "text/tab-separated-values", "text/turtle"),
            ("application/n-triples", "application/sparql-results+json", "application/n-triples"),
            ("application/ld+json", "application/sparql-results+json", "application/ld+json"),
            ("application/json", "application/sparql-results+json", "application/ld+json"),
            # rdflib's SPARQLStore, whatever the form
            (
                "application/sparql-results+xml, application/rdf+xml",
                "application/sparql-results+xml",
                "application/rdf+xml",
            ),
            # YASGUI
            ("application/sparql-results+json,*/*;q=0.9", "application/sparql-results+json", "text/turtle"),
            # Comunica
            (
                "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,text/turtle;q=0.6,"
                "application/sparql-results+json;q=0.8,application/sparql-results+xml;q=0.7",
                "application/sparql-results+json",
                "application/n-quads",
            ),
        ],
    )
    def test_the_form_decides_the_family_and_accept_the_syntax(self, client, accept, select, construct):
        """A half-fit Accept falls back to JSON or Turtle instead of 406."""
        headers = {"Accept": accept} if accept else {}
        for query, expected in ((SELECT, select), (CONSTRUCT, construct)):
            response = client.get(url(query=query), headers=headers)
            assert response.status_code == 200
            assert response.mimetype == expected
            assert "Accept" in response.vary

    def test_an_accept_that_fits_nothing_is_refused_with_what_there_is(self, client):
        """406 lists the formats."""
        response = client.get(url(query=SELECT), headers={"Accept": "image/png"})
        assert response.status_code == 406
        assert "text/csv" in response.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("parameters", "select", "construct"),
        [
            ({"format": "csv"}, "text/csv", "text/turtle"),
            ({"output": "srx"}, "application/sparql-results+xml", "text/turtle"),
            ({"format": "text/csv"}, "text/csv", "text/turtle"),
            ({"format": "application/sparql-results+xml"}, "application/sparql-results+xml", "text/turtle"),
            ({"format": "nt"}, "application/sparql-results+json", "application/n-triples"),
            # SPARQLWrapper: three names, sometimes twice
            (
                {"format": ["xml", "xml"], "output": "xml", "results": "xml"},
                "application/sparql-results+xml",
                "application/rdf+xml",
            ),
            ({"format": "json"}, "application/sparql-results+json", "application/ld+json"),
            ({"format": "auto", "ac": "1"}, "application/sparql-results+json", "text/turtle"),
        ],
    )
    def test_a_format_parameter_wins_over_accept(self, client, parameters, select, construct):
        """By name, suffix or media type; what is unknown is ignored."""
        headers = {"Accept": "image/png"} if parameters.get("format") != "auto" else {}
        for query, expected in ((SELECT, select), (CONSTRUCT, construct)):
            response = client.get(url(query=query, **parameters), headers=headers)
            assert (response.status_code, response.mimetype) == (200, expected)

    def test_an_unescaped_plus_in_a_media_type_is_understood(self, client):
        """`format=application/sparql-results+xml` arrives with a space."""
        response = client.get(url(query=SELECT) + "&format=application/sparql-results+xml")
        assert response.mimetype == "application/sparql-results+xml"


class TestPages:
    def test_no_query_describes_the_endpoint_to_programs(self, client):
        """SPARQL 1.1 Service Description, in any RDF syntax."""
        for accept, expected in (("*/*", "text/turtle"), ("application/n-triples", "application/n-triples")):
            response = client.get("/sparql?ac=1", headers={"Accept": accept})
            assert response.mimetype == expected
            rdf = RdfFormat.from_media_type(expected)
            assert "UnionDefaultGraph" in " ".join(str(quad) for quad in parse(response.data, rdf))

    def test_no_query_shows_a_form_to_people(self, client):
        """French unless English is preferred; no script."""
        french = client.get("/sparql", headers={"Accept": BROWSER})
        english = client.get("/sparql", headers={"Accept": BROWSER, "Accept-Language": "en"})
        assert french.mimetype == english.mimetype == "text/html"
        assert "Requête SPARQL" in french.text
        assert "SPARQL query" in english.text
        assert "<textarea" in french.text
        assert "<script" not in french.text
        assert "Accept-Language" in french.vary

    def test_a_browser_sees_a_table(self, client):
        """Values are escaped, ours lead to their pages on this host."""
        text = client.get(url(query=SELECT), headers={"Accept": BROWSER}).text
        assert "&lt;b&gt;é&lt;/b&gt;" in text
        assert 'href="/doc/x"' in text
        assert '<th scope="col">o</th>' in text

    def test_a_browser_sees_a_verdict_or_a_graph(self, client):
        """ASK answers yes or no; CONSTRUCT shows Turtle."""
        assert "<strong>Oui</strong>" in client.get(url(query="ASK {}", format="html")).text
        assert "example.org/p" in client.get(url(query=CONSTRUCT, format="html")).text

    def test_a_script_in_the_query_stays_text(self, client):
        """What the caller wrote is shown in the form, escaped."""
        query = "SELECT * { ?s ?p '</textarea><script>' }"
        assert "<script>" not in client.get(url(query=query, format="html")).text
