"""Every IRI of a release answers: redirects, formats, languages, errors, headers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse
from tests.contexts import with_context
from werkzeug.datastructures import Headers

from esslod.addresses import CANONICAL_BASE
from esslod.rdf.formats import JSON_LD, RDF_SYNTAXES

TERRITORY = "territory/epci/246300701"
EDITION = "profile/epci-246300701/2025-02-11"
DOCUMENTS = [
    f"doc/{EDITION}",
    "doc/budget/epci-246300701/2025-02-11/total",
    "doc/plan/246300701/ess-2022-2026",
    "doc/document/rtes/clermont-auvergne-metropole/2025-02-11",
    "def",
    "code/level",
    "code/level/metropole",
    "shapes",
    "dataset/indicators",
]


def union(content: bytes, syntax: RdfFormat) -> Dataset:
    """The triples of a document, graphs forgotten, blank nodes canonical."""
    dataset = Dataset(Quad(*quad.triple) for quad in parse(content, syntax))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_thing_leads_to_its_description(client: FlaskClient) -> None:
    """An id is answered 303 to the doc without suffix, keeping the query, varying by Accept."""
    answer = client.get(f"/id/{TERRITORY}?lang=en", headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/doc/{TERRITORY}?lang=en"
    assert "Accept" in answer.headers["Vary"]


def test_first_command_of_the_readme(client: FlaskClient) -> None:
    """Following the redirect with an Accept header gives Turtle about the canonical IRI."""
    answer = client.get(f"/id/{TERRITORY}", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert answer.content_type == "text/turtle; charset=utf-8"
    assert f"<{CANONICAL_BASE}id/{TERRITORY}>" in answer.text
    assert "localhost" not in answer.text


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_format_says_the_same(client: FlaskClient, path: str) -> None:
    """All RDF formats of a document hold isomorphic graphs."""
    graphs = []
    for syntax in RDF_SYNTAXES:
        answer = client.get(f"/{path}.{syntax.suffix}")
        assert answer.status_code == 200
        assert answer.content_type == syntax.content_type
        text = answer.data
        if syntax is JSON_LD:
            text = with_context(text, lambda path: client.get(path).data)
        graphs.append(union(text, syntax.rdf))
    assert len(graphs[0]) > 3
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("syntax", RDF_SYNTAXES, ids=lambda syntax: syntax.name)
def test_negotiation_and_suffix_agree(client: FlaskClient, path: str, syntax) -> None:
    """The negotiated answer is the one at the suffix address, which it names."""
    negotiated = client.get(f"/{path}", headers={"Accept": syntax.media_type})
    assert negotiated.headers["Content-Location"] == f"/{path}.{syntax.suffix}"
    assert negotiated.data == client.get(negotiated.headers["Content-Location"]).data
    assert negotiated.headers["Vary"] == "Accept, Accept-Encoding, Accept-Profile"


def test_only_used_prefixes(client: FlaskClient) -> None:
    """Every prefix a Turtle document declares is used in it."""
    text = client.get(f"/doc/{EDITION}.ttl").text
    head, _, body = text.partition("\n\n")
    prefixes = re.findall(r"@prefix ([\w-]+):", head)
    assert "ess" in prefixes
    assert all(re.search(rf"(?:^|\s|\^){prefix}:", body) for prefix in prefixes)


def test_labels_travel_with_the_description(client: FlaskClient) -> None:
    """A client needs no second request to name what a resource points to."""
    text = client.get("/doc/budget/epci-246300701/2025-02-11/total.ttl").text
    assert '"par an"' not in text
    assert '"Plan ESS 2022-2026"' not in text
    assert '"2022-2026"@fr' in text
    assert '"sur toute la période"@fr' in text


def test_json_is_pleasant(client: FlaskClient) -> None:
    """JSON-LD is one tree: the subject first, language maps, real numbers, links with their names."""
    thing = json.loads(client.get("/doc/budget/epci-246300701/2025-02-11/total.jsonld").data)
    assert thing["@context"] == CANONICAL_BASE + "context/v1.jsonld"
    assert thing["id"] == CANONICAL_BASE + "id/budget/epci-246300701/2025-02-11/total"
    assert list(thing)[:4] == ["@context", "id", "type", "label"]
    assert thing["label"]["fr"].startswith("Budget")
    assert thing["amount"] == 1312500
    assert thing["amountBasis"]["id"] == CANONICAL_BASE + "code/amount-basis/whole-period"
    assert thing["amountBasis"]["prefLabel"] == {"fr": "sur toute la période", "en": "whole period"}


def test_hash_terms_are_in_their_document(client: FlaskClient) -> None:
    """The vocabulary's document describes each of its terms; a source document, its passages."""
    text = client.get("/def.nt").text
    assert text.count("<http://www.w3.org/2002/07/owl#Class>") == 12
    source = client.get("/doc/document/rtes/clermont-auvergne-metropole/2025-02-11.ttl").text
    assert "oa:TextPositionSelector" in source


def test_code_list_holds_its_codes(client: FlaskClient) -> None:
    """A code list's document describes all its concepts."""
    text = client.get("/code/precision.nt").text
    assert text.count("<http://www.w3.org/2004/02/skos/core#inScheme>") == 4
    assert "definition" in text


def test_version_of_the_vocabulary(client: FlaskClient) -> None:
    """The version IRI answers with the vocabulary; a version there never was is unknown."""
    assert "owl:Ontology" in client.get("/def/0.1.0", headers={"Accept": "text/turtle"}).text
    assert client.get("/def/9.9.9").status_code == 404


def test_graph_without_statements_answers(client: FlaskClient) -> None:
    """The name of a named graph is an address too: its page tells its size and digest."""
    answer = client.get("/dataset/inferred", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "RDFC-1.0" in answer.text


def test_unknown_is_404_with_near_matches(client: FlaskClient) -> None:
    """A slip of one digit is told, with the address that was probably meant."""
    answer = client.get("/id/budget/epci-246300701/2025-02-11/totl")
    assert answer.status_code == 404
    assert answer.content_type.startswith("application/problem+json")
    assert CANONICAL_BASE + "id/budget/epci-246300701/2025-02-11/total" in answer.json["near"]


ODD = ["id/x%20y", "doc/%3Cscript%3E", "doc/a%00b", "id/%E9", "code/../../etc/passwd", "doc/x.ttl.ttl"]


@pytest.mark.parametrize("path", [*ODD, "doc/" + "x" * 5000])
def test_odd_paths_are_404(client: FlaskClient, path: str) -> None:
    """What cannot be an IRI of ours is unknown, never an error of ours."""
    assert client.get(f"/{path}").status_code == 404


def test_not_acceptable_lists_the_formats(client: FlaskClient) -> None:
    """406 offers every format in the body and as links."""
    answer = client.get(f"/doc/{EDITION}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert {"type": "text/turtle", "href": f"/doc/{EDITION}.ttl"} in answer.json["offered"]
    assert f'</doc/{EDITION}.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["Link"]


def test_alternates_and_canonical_links(client: FlaskClient) -> None:
    """Each answer links to every format and to its canonical address."""
    link = client.get("/code/level.ttl").headers["Link"]
    assert '</code/level.jsonld>; rel="alternate"; type="application/ld+json"' in link
    assert f'<{CANONICAL_BASE}code/level>; rel="canonical"' in link


@pytest.mark.parametrize("host", ["localhost", "staging.example:8443"])
def test_answers_are_about_canonical_iris_on_any_host(client: FlaskClient, host: str) -> None:
    """The Host header changes neither data nor links of a page."""
    data = client.get(f"/doc/{EDITION}.nq", headers={"Host": host})
    assert host not in data.text
    page = client.get(f"/doc/{EDITION}.html", headers={"Host": host})
    assert host not in page.text
    assert f'href="/doc/{TERRITORY}"' in page.text


def test_pages_stay_on_the_host_and_answer(client: FlaskClient) -> None:
    """Every link to this site in the edition's page answers 200, without leaving the host."""
    page = client.get(f"/doc/{EDITION}.html").text
    page = page[page.index("<main") : page.index("</main>")]  # around it is the menu, with a test of its own
    hrefs = {unescape(href).partition("#")[0] for href in re.findall(r'href="(/[^"]*)"', page)}
    # Other modules', or not in this small release, which has no history.
    places = {"/sparql", "/catalog.html", "/changes", f"/doc/{TERRITORY}"}
    for href in sorted(hrefs - places):
        assert client.get(href).status_code == 200, href


def test_languages_of_a_page(client: FlaskClient) -> None:
    """French unless asked otherwise, by address or by header; the address follows the links."""
    path = "/doc/budget/epci-246300701/2025-02-11/total.html"
    french = client.get(path)
    assert 'lang="fr"' in french.text
    assert "1\u202f312\u202f500\u00a0€" in french.text
    english = client.get(path + "?lang=en", headers={"Accept-Language": "fr"})
    assert "€1,312,500" in english.text
    assert english.headers["Content-Language"] == "en"
    assert "?lang=en" in english.text
    by_header = client.get(path, headers={"Accept-Language": "en-GB"})
    assert "€1,312,500" in by_header.text
    assert 'href="/def"' in by_header.text


def test_head_is_get_without_body(client: FlaskClient) -> None:
    """HEAD has GET's status and headers, length included."""
    for path in (
        f"/doc/{EDITION}.ttl",
        f"/doc/{EDITION}",
        f"/id/{EDITION}",
        "/",
        "/dumps/",
        "/dumps/latest/esslod.ttl",
    ):
        got, headed = client.get(path), client.head(path)
        assert headed.data == b""
        assert headed.status_code == got.status_code
        assert steady(headed.headers) == steady(got.headers)


def steady(headers: Headers) -> dict[str, str]:
    """All but the time it took."""
    return {name: value for name, value in headers.items() if name != "Server-Timing"}


def test_page_is_safe(client: FlaskClient) -> None:
    """No script but a block of data, no outside host, no sniffing, no frame."""
    answer = client.get(f"/doc/{EDITION}.html")
    assert re.findall(r"<script(?! type=\"application/ld\+json\">)", answer.text) == []
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert re.findall(r'(?:src|rel="stylesheet" href)="(?!/)', answer.text) == []


def test_reading_is_open_to_any_origin(client: FlaskClient) -> None:
    """Browsers of other origins may read, and see the headers that matter."""
    answer = client.options(f"/doc/{EDITION}", headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


def test_a_huge_document_has_a_readable_page(
    client_with: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of a document whose data are files shows some of its parts, and says how many there are."""
    monkeypatch.setattr("esslod.web.resources.MOST_PARTS", 2)
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    turtle = "".join(f'<catalog#{part}> {label} "part {part}" . ' for part in "abc")
    page = client_with(turtle, "catalog").get("/catalog.html?lang=en").text
    assert "The first 2 definitions of 3" in page
    assert "part b" in page and "part c" not in page
