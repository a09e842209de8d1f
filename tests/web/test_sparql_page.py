"""``/sparql`` for people and for editors: the page, the service description, the well-known documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from esslod.config import Site
from esslod.namespaces import SD
from esslod.rdf.formats import RDF_SYNTAXES, RdfSyntax
from esslod.representation import bundle
from esslod.web.app import close, create_app
from esslod.web.sparql_table import SHOWN

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
BASE = "https://w3id.org/esslod/"
FEDERATED = (NamedNode(BASE + "sparql#service"), SD.feature, SD.BasicFederatedQuery)


class Reader(FlaskClient):
    """A client that reads and closes every answer, as a server does."""

    def open(self, *args, **kwargs):
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture(scope="module", autouse=True)
def _no_editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The page as it is where nobody built the editor, whatever stands in this working copy."""
    empty = tmp_path_factory.mktemp("nothing-built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "folder", lambda: empty)
        bundle.bundle.cache_clear()
        yield
    bundle.bundle.cache_clear()


@pytest.fixture(scope="module")
def make(published_site: Path) -> Iterator[Callable[..., FlaskClient]]:
    """A client of the published site, under given settings."""
    made: list[Flask] = []

    def client(**settings: object) -> FlaskClient:
        release = (published_site / "releases" / "current").resolve()
        site = Site(folder=published_site, query_workers=1, **settings)  # type: ignore[arg-type]
        app = create_app(release, published_site / "stores" / release.name, site)
        app.test_client_class = Reader
        made.append(app)
        return app.test_client()

    yield client
    for app in made:
        close(app)


@pytest.fixture(scope="module")
def client(make: Callable[..., FlaskClient]) -> FlaskClient:
    return make()


def page(client: FlaskClient, query: str = "", **parameters: str) -> str:
    asked = {"query": query, **parameters} if query else parameters
    response = client.get("/sparql?" + urlencode(asked), headers={"Accept": HTML})
    assert response.mimetype == "text/html"
    return response.text


class TestDescription:
    @pytest.mark.parametrize("syntax", RDF_SYNTAXES, ids=lambda syntax: syntax.name)
    def test_in_every_syntax(self, client: FlaskClient, syntax: RdfSyntax) -> None:
        """By Accept, by parameter and by suffix: the same bytes, those of the release's file."""
        accepted = client.get("/sparql", headers={"Accept": syntax.media_type})
        assert accepted.content_type == syntax.content_type
        assert accepted.headers["Content-Location"] == f"/sparql.{syntax.suffix}"
        assert "Accept" in accepted.vary
        assert client.get(f"/sparql?format={syntax.name}").data == accepted.data
        assert client.get(f"/sparql.{syntax.suffix}").data == accepted.data
        assert len(list(parse(accepted.data, format=syntax.rdf))) > 1000

    def test_unknown_parameters_change_nothing(self, client: FlaskClient) -> None:
        """SIB's editor adds ``ac=1``."""
        assert client.get("/sparql?ac=1").data == client.get("/sparql").data

    def test_head_and_304(self, client: FlaskClient) -> None:
        """HEAD is GET without body; who holds the description is told so."""
        got, head = client.get("/sparql"), client.head("/sparql")
        assert (head.status_code, head.data, head.content_length) == (200, b"", len(got.data))
        assert head.headers["ETag"] == got.headers["ETag"]
        again = client.get("/sparql", headers={"If-None-Match": got.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_service_is_said_when_it_is_allowed(
        self, client: FlaskClient, make: Callable[..., FlaskClient]
    ) -> None:
        """``sd:BasicFederatedQuery`` follows the server's setting, in every syntax and with its own tag."""
        federated = make(service_hosts=("https://example.org/sparql",))
        for syntax in RDF_SYNTAXES:
            headers = {"Accept": syntax.media_type}
            without, added = (one.get("/sparql", headers=headers) for one in (client, federated))
            before, after = (
                {(q.subject, q.predicate, q.object) for q in parse(one.data, format=syntax.rdf)}
                for one in (without, added)
            )
            assert after - before == {FEDERATED}
            assert before <= after
            assert without.headers["ETag"] != added.headers["ETag"]

    @pytest.mark.parametrize(
        ("path", "document"), [("void", "void"), ("sparql-examples", "queries")], ids=["void", "examples"]
    )
    def test_well_known_documents(self, client: FlaskClient, path: str, document: str) -> None:
        """Answered in place, without redirect, in the syntax asked for."""
        for accept, suffix in (
            ("*/*", "ttl"),
            ("application/rdf+xml", "rdf"),
            ("application/ld+json", "jsonld"),
        ):
            response = client.get(f"/.well-known/{path}", headers={"Accept": accept})
            assert response.status_code == 200
            assert response.data == client.get(f"/{document}.{suffix}").data
            assert client.head(f"/.well-known/{path}").status_code == 200

    def test_an_example_can_be_looked_up(self, client: FlaskClient) -> None:
        """The IRI of an example leads to its description."""
        response = client.get("/queries/membership", headers={"Accept": "text/turtle"})
        assert any("select" in q.predicate.value for q in parse(response.data, format=RdfFormat.TURTLE))

    def test_no_such_suffix(self, client: FlaskClient) -> None:
        """A format that is none is nothing."""
        assert client.get("/sparql.docx").status_code == 404


class TestForm:
    def test_examples_fill_the_form(self, client: FlaskClient, published_site: Path) -> None:
        """Links, no script: following one fills the text area; sending it answers rows."""
        text = page(client)
        links = [unescape(link) for link in re.findall(r'href="(/sparql\?example=[^"]+)"', text)]
        assert len(links) == len(list((published_site / "queries").glob("*.rq")))
        assert "<script" not in text
        for link in links:
            filled = client.get(link, headers={"Accept": HTML}).text
            assert 'aria-current="true"' in filled
            query = unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", filled, re.DOTALL)[1])  # type: ignore[index]
            assert '<h2 id="answer"' in page(client, query)  # with rows, or saying that there are none

    def test_missing_prefixes_are_added(self, client: FlaskClient) -> None:
        """A button sends the query back with the declarations that it lacks, before anything is run."""
        text = page(client, "SELECT * { ?s a ess:Plan ; dct:title ?t }", prefixes="add")
        kept = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL)
        assert kept is not None
        lines = unescape(kept[1]).splitlines()
        assert lines[0] == "PREFIX dct: <http://purl.org/dc/terms/>"
        assert lines[1:] == [f"PREFIX ess: <{BASE}def#>", "SELECT * { ?s a ess:Plan ; dct:title ?t }"]
        assert 'id="answer"' not in text

    def test_the_language_follows(self, client: FlaskClient) -> None:
        """French unless asked; a language asked by address stays from link to link."""
        assert "Exécuter" in page(client)
        english = page(client, lang="en")
        assert "Run" in english
        assert 'name="lang" value="en"' in english
        assert "&amp;lang=en" in english

    def test_the_other_language_keeps_the_question(self, client: FlaskClient) -> None:
        """Neither the query nor the example is lost on the way."""
        for parameters in ({"query": "ASK {}"}, {"example": "membership"}):
            link = re.search(r'<a class="language" href="([^"]+)"', page(client, **parameters))
            assert link is not None
            asked = parse_qs(urlsplit(unescape(link[1])).query)
            assert asked == {"lang": ["en"], **{name: [value] for name, value in parameters.items()}}

    def test_the_form_is_tagged(self, client: FlaskClient) -> None:
        """Two examples are two pages; a page the reader holds is not sent again."""
        tags = set()
        for address in ("/sparql", "/sparql?example=membership"):
            response = client.get(address, headers={"Accept": HTML})
            tags.add(response.headers["ETag"])
            again = client.get(address, headers={"Accept": HTML, "If-None-Match": response.headers["ETag"]})
            assert again.status_code == 304
        assert len(tags) == 2


class TestAnswer:
    def test_a_table(self, client: FlaskClient) -> None:
        """A caption that counts, headers, numbers to the right, languages told, links on this host."""
        text = page(
            client,
            f"""SELECT ?s ?label ?n ?day ?out {{ VALUES ?out {{ <https://example.org/a> }}
            BIND(<{BASE}def#x> AS ?s) BIND("été"@fr AS ?label) BIND(2.5 AS ?n)
            BIND("2025-02-11"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day) }}""",
        )
        assert re.search(r"<caption[^>]*>\s*1 ligne\.", text)
        assert 'href="/def#x"' in text
        assert '<span lang="fr">été</span>' in text
        assert '<td class="number">2.5</td>' in text
        assert '<th scope="col" class="number">n</th>' in text
        assert "xsd:date" in text
        assert 'href="https://example.org/a"' in text

    def test_views_besides_the_table(self, client: FlaskClient) -> None:
        """Numbers get a chart, numbers of regions a map, every row its raw text; without any script."""
        text = page(
            client,
            """PREFIX geo: <http://rdf.insee.fr/def/geo#>
            SELECT ?region (COUNT(?d) AS ?departements)
            WHERE { ?d a geo:Departement ; geo:subdivisionDirecteDe ?region } GROUP BY ?region""",
        )
        views = re.findall(r'<section class="view" id="view-(\w+)"', text)
        assert views == ["table", "chart", "map", "raw"]
        assert "Auvergne-Rhône-Alpes: 12" in text.partition('id="view-map"')[2]
        assert "Auvergne-Rhône-Alpes" in text.partition('id="view-chart"')[2].partition('id="view-map"')[0]
        assert "<script" not in text
        plain = page(client, "SELECT ?s { ?s ?p ?o } LIMIT 3")
        assert re.findall(r'<section class="view" id="view-(\w+)"', plain) == ["table", "raw"]

    def test_the_page_says_what_it_does_not_show(self, client: FlaskClient) -> None:
        """The first rows, and how many there are; the downloads hold them all."""
        text = page(client, "SELECT ?s { ?s ?p ?o } LIMIT 700")
        assert text.count("<tr>") == SHOWN + 1
        assert f"Les {SHOWN} premières lignes sur 700" in text

    def test_a_long_answer_is_not_waited_for(self, client: FlaskClient) -> None:
        """Of an answer of tens of megabytes the first rows are shown, and the page says there are more."""
        for query in (
            "SELECT ?s ?p ?o ?x { ?s ?p ?o . ?x a <http://www.w3.org/ns/org#Organization> }",
            "CONSTRUCT { ?s ?p ?o . ?o ?p ?s . ?p ?p ?s } WHERE { ?s ?p ?o . FILTER isIRI(?o) }",
        ):
            text = page(client, query)
            assert re.search(rf"Les {SHOWN} premières lignes (d’une longue réponse|sur)", text)

    def test_no_row_is_said(self, client: FlaskClient) -> None:
        """An empty answer is a sentence, not an empty table."""
        text = page(client, "SELECT ?s { ?s <urn:nothing> ?o }")
        assert "Aucune ligne" in text
        assert "<caption" not in text

    @pytest.mark.parametrize(
        ("query", "formats"),
        [
            ("SELECT ?s { ?s ?p ?o } LIMIT 1", ["json", "xml", "csv", "tsv"]),
            ("ASK {}", ["json", "xml"]),
            ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", ["turtle", "jsonld", "nt", "rdf", "nq", "trig"]),
        ],
        ids=["select", "ask", "construct"],
    )
    def test_downloads_of_the_same_query(self, client: FlaskClient, query: str, formats: list[str]) -> None:
        """One link for each format that suits the answer, and each link gives it."""
        text = page(client, query, **{"default-graph-uri": BASE + "def"})
        links = [unescape(one) for one in re.findall(r'href="(/sparql\?query=[^"]+)"', text)]
        links = [link for link in links if "format=" in link]
        asked = [parse_qs(urlsplit(link).query) for link in links]
        assert [one["format"] for one in asked] == [[name] for name in formats]
        assert all(one["default-graph-uri"] == [BASE + "def"] for one in asked)
        for link in links:
            assert client.get(link).status_code == 200

    def test_a_long_query_goes_by_post(self, client: FlaskClient) -> None:
        """Its address would be too long for some proxies: form and downloads send a body."""
        text = page(client, "ASK {} #" + "x" * 7000)
        assert '<form method="post"' in text
        assert 'href="/sparql?query=' not in text

    def test_a_graph(self, client: FlaskClient) -> None:
        """CONSTRUCT shows its first lines as Turtle, and says so when there are more."""
        text = page(client, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2000")
        assert f"Les {SHOWN} premières lignes sur" in text


class TestRefusal:
    def test_beside_the_form_with_the_place(self, client: FlaskClient) -> None:
        """The status of a program's answer; line, column, the line itself, and the query kept."""
        query = "SELECT ?s {\n  ?s ?p\n"
        response = client.get("/sparql?" + urlencode({"query": query}), headers={"Accept": HTML})
        assert response.status_code == 400
        assert response.headers["Cache-Control"] == "no-store"
        assert re.search(r"[Ll]igne 3, colonne 1|[Ll]igne 2, colonne \d", response.text)
        assert 'role="alert"' in response.text
        kept = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.text, re.DOTALL)
        assert kept is not None
        assert unescape(kept[1]) == query

    def test_a_limit(self, make: Callable[..., FlaskClient]) -> None:
        """What the server refuses is explained on the page too, with its status."""
        query = urlencode({"query": "SELECT * { ?s ?p ?o }"})
        response = make(query_rows=5).get(f"/sparql?{query}", headers={"Accept": HTML})
        assert response.status_code >= 400
        assert "<textarea" in response.text
        assert 'role="alert"' in response.text
