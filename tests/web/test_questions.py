"""``queries/…``: pages of questions, their answers as files, and their addresses for programs."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from tests.web.conftest import Reader

from esslod.config import Site
from esslod.queries import read_query
from esslod.representation import question_page
from esslod.web.app import close, create_app

ROOT = Path(__file__).parents[2]
CLERMONT = "id/territory/epci/246300701"
QUERIES = {file.stem: read_query(file.read_text("utf-8")) for file in sorted((ROOT / "queries").glob("*.rq"))}
NUMBERED = {name: query for name, query in QUERIES.items() if query.number}
BUDGET = f"/queries/budget-per-year{{}}?territory={CLERMONT}"


@pytest.fixture(scope="module")
def client(published_site: Path) -> Iterator[FlaskClient]:
    release = (published_site / "releases" / "current").resolve()
    site = Site(folder=published_site, query_workers=1)
    app = create_app(release, published_site / "stores" / release.name, site)
    app.test_client_class = Reader
    yield app.test_client()
    close(app)


def test_the_list_leads_to_every_question(client: FlaskClient) -> None:
    """Under their topics, each with its number."""
    page = client.get("/queries/?lang=en").text
    assert re.findall(r'<li value="(\d+)"><a href="/queries/([\w-]+)\?lang=en"', page) == [
        (str(query.number), name)
        for topic in dict.fromkeys(query.topic["en"] for query in by_number())
        for name, query in sorted(NUMBERED.items(), key=lambda item: item[1].number)
        if query.topic["en"] == topic
    ]
    assert len(NUMBERED) >= 20


def by_number() -> list:
    return sorted(NUMBERED.values(), key=lambda query: query.number)


@pytest.mark.parametrize("name", NUMBERED)
def test_each_question_is_a_page(name: str, client: FlaskClient) -> None:
    """With its title, a labelled field for each parameter, its SPARQL; no column bears a variable's name."""
    for language in ("fr", "en"):
        answer = client.get(f"/queries/{name}?lang={language}", headers={"Accept": "text/html"})
        page = unescape(answer.text)
        assert answer.status_code == 200
        assert f"<h1>{NUMBERED[name].title[language]}</h1>" in page
        for parameter in NUMBERED[name].parameters:
            assert f'<label for="{parameter.name}">{getattr(parameter, language).rstrip(".")}</label>' in page
        assert "SELECT" in page
        headed = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
        titles = {heading.titles[language] for heading in NUMBERED[name].headings}
        assert set(headed) <= titles


def test_files_hold_the_same_answer(client: FlaskClient) -> None:
    """CSV, CSV for French programs, JSON, a spreadsheet, RDF: six budget lines by their passages."""
    columns = [heading.name for heading in QUERIES["budget-per-year"].headings]
    csv = client.get(BUDGET.format(".csv")).text.splitlines()
    assert csv[0].split(",") == columns
    french = client.get(BUDGET.format(".fr.csv"))
    assert french.text.startswith("\ufeffTerritoire;")
    rows = json.loads(client.get(BUDGET.format(".json")).text)
    assert len(rows) == len(csv) - 1 == len(french.text.splitlines()) - 1 == 6
    assert list(rows[0]) == columns
    assert rows[0]["perYear"] == 262500
    assert zipfile.ZipFile(io.BytesIO(client.get(BUDGET.format(".xlsx")).data)).testzip() is None
    result_set = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
    triples = list(parse(client.get(BUDGET.format("/answer.ttl")).data, RdfFormat.TURTLE))
    assert sum(triple.predicate.value == f"{result_set}solution" for triple in triples) == 6
    bound = {triple.object for triple in triples if triple.predicate.value == f"{result_set}value"}
    assert rows[0]["line"] in {getattr(term, "value", "") for term in bound}


def test_pictures_are_files_too(client: FlaskClient) -> None:
    """A question with a chart has it as SVG; one without, or without an answer to draw, has none."""
    drawn = client.get(BUDGET.format(".svg"))
    assert drawn.mimetype == "image/svg+xml"
    assert "262\u202f500\u00a0€" in drawn.text
    assert client.get("/queries/membership.svg").status_code == 404
    assert client.get("/queries/budget-per-year.svg?territory=id/nowhere").status_code == 404
    assert ".svg?" not in client.get("/queries/budget-per-year?territory=id/nowhere").text
    page = client.get(BUDGET.format(".html")).text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert page.index('class="picture"') < page.index('class="answers"')


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html", "text/html"),
        ("*/*", "text/html"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_one_address_answers_in_what_is_asked_for(accept: str, kind: str, client: FlaskClient) -> None:
    """The answer for people and programs; in RDF, the question itself."""
    answer = client.get(BUDGET.format(""), headers={"Accept": accept})
    assert answer.mimetype == kind
    assert "Accept" in answer.headers["Vary"]
    assert ("SPARQLSelectExecutable" in answer.text) == (kind in ("text/turtle", "application/ld+json"))
    assert client.get("/queries/budget-per-year", headers={"Accept": "image/png"}).status_code == 406


def test_a_wrong_value_is_told_beside_its_field(client: FlaskClient) -> None:
    """400 with what was expected; what was typed stays in the form, and nothing is answered."""
    answer = client.get("/queries/changes-since.html?since=hier&lang=fr")
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"
    field = answer.text[answer.text.index('id="since"') :]
    assert 'value="hier"' in field[: field.index(">")]
    assert 'aria-invalid="true"' in field[: field.index(">")]
    assert "2025-02-11" in field[field.index('id="since-fault"') :][:200]
    assert 'class="answers"' not in answer.text
    problem = client.get("/queries/changes-since.csv?since=hier")
    assert (problem.status_code, problem.mimetype) == (400, "application/problem+json")
    assert client.get("/queries/changes-since.csv?sinse=2025-01-01").status_code == 400


def test_answers_can_be_kept(client: FlaskClient) -> None:
    """Each is a function of release and address: its tag asks again for nothing, HEAD sends no body."""
    for address in (BUDGET.format(".csv"), BUDGET.format(".html"), "/queries/"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert client.head(address).headers["ETag"] == first.headers["ETag"]


def test_the_query_can_be_changed_without_being_run(client: FlaskClient) -> None:
    """The workbench opens with the query that was asked, its values in it, and waits."""
    page = unescape(client.get(BUDGET.format(".html")).text)
    (link,) = re.findall(r'href="(/sparql\?draft=[^"]+)"', page)
    workbench = unescape(client.get(link, headers={"Accept": "text/html"}).text)
    assert f"<https://w3id.org/esslod/{CLERMONT}>" in workbench
    assert 'id="answer"' not in workbench


def test_a_long_answer_says_how_long_it_is(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page shows the first rows, counts them all, and leads to the files that have them."""
    monkeypatch.setattr(question_page, "SHOWN", 4)
    page = client.get("/queries/priorities-and-measures.html?lang=en&year=2024").text
    assert "The first 4 rows of 12" in page
    assert page.count("<tr>") == 5


def test_a_question_that_takes_too_long_is_told(published_site: Path) -> None:
    """The page stands, with its form, and says which limit was reached; its status is that of the limit."""
    release = (published_site / "releases" / "current").resolve()
    site = Site(folder=published_site, query_workers=1, query_rows=2)
    app = create_app(release, published_site / "stores" / release.name, site)
    app.test_client_class = Reader
    answer = app.test_client().get("/queries/membership.html?lang=fr")
    limited = app.test_client().get("/queries/where-to-find.html?lang=fr")
    close(app)
    assert answer.status_code == 200
    assert limited.status_code == 413
    assert 'role="alert"' in limited.text
    assert '<label for="dataset">' in limited.text
    assert limited.headers["Cache-Control"] == "no-store"
