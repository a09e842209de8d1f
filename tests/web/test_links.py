"""Links of documents: RFC 8288 in headers, RFC 9264 as documents, the patterns of FAIR Signposting."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from esslod.addresses import CANONICAL_BASE
from esslod.rdf.formats import RDF_SYNTAXES
from esslod.web.links import LONGEST

PLACE = "territory/epci/246300701"
DOCUMENTS = [
    f"doc/{PLACE}", "doc/profile/epci-246300701/2025-02-11", "def", "code/level", "code/level/metropole",
    "shapes", "dataset/indicators", "catalog",
]  # fmt: skip
_LINK = re.compile(r'<([^>]*)>((?:; [\w-]+="[^"]*")*)(?:, |$)')
_ATTRIBUTE = re.compile(r'; ([\w-]+)="([^"]*)"')


def parsed(field: str) -> list[tuple[str, str, str]]:
    """(relation, target, type) of each link; the whole field is read, or the test fails."""
    assert "".join(match[0] for match in _LINK.finditer(field)) == field
    found = []
    for match in _LINK.finditer(field):
        attributes = dict(_ATTRIBUTE.findall(match[2]))
        found.append((attributes["rel"], match[1], attributes.get("type", "")))
    return found


def targets(links: list[tuple[str, str, str]], rel: str) -> set[str]:
    return {target for relation, target, _ in links if relation == rel}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_link_answers_with_its_type(client: FlaskClient, path: str) -> None:
    """What a page links to on this host is there, and is what the link says."""
    links = parsed(client.get(f"/{path}.html").headers["Link"])
    for rel, target, kind in links:
        if target.startswith("/") and not (path == "catalog" and "?" in target):  # here it is a file only
            answer = client.get(target, headers={"Accept": "text/html"} if rel != "linkset" else {})
            assert answer.status_code == 200, target
            assert not kind or answer.mimetype == kind, target


@pytest.mark.parametrize("path", [f"doc/{PLACE}", "doc/profile/epci-246300701/2025-02-11", "def"])
def test_a_page_is_a_landing_page(client: FlaskClient, path: str) -> None:
    """It cites the thing, is described by its data, says what kind of page it is and who made it."""
    links = parsed(client.get(f"/{path}.html").headers["Link"])
    assert targets(links, "canonical") == {CANONICAL_BASE + path}
    assert targets(links, "cite-as") == {CANONICAL_BASE + path.replace("doc/", "id/")}
    assert targets(links, "describedby") == {f"/{path}.ttl", f"/{path}.jsonld"}
    assert "https://schema.org/AboutPage" in targets(links, "type")
    assert targets(links, "linkset") == {f"/linkset/{path}"}
    assert {f"/{path}.{syntax.suffix}" for syntax in RDF_SYNTAXES} <= targets(links, "alternate")
    assert f"/{path}.html" not in targets(links, "alternate")


def test_data_describe_the_thing(client: FlaskClient) -> None:
    """A format that is not the page points back: to the thing, and to the page as an alternate."""
    links = parsed(client.get(f"/doc/{PLACE}.ttl").headers["Link"])
    assert targets(links, "describes") == {f"{CANONICAL_BASE}id/{PLACE}"}
    assert not targets(links, "describedby")
    assert f"/doc/{PLACE}.html" in targets(links, "alternate")


def test_what_says_so_is_a_collection(client: FlaskClient) -> None:
    """A thing is in the collections that are the named graphs which speak of it."""
    links = parsed(client.get("/doc/plan/246300701/ess-2022-2026").headers["Link"])
    assert "/doc/profile/epci-246300701/2025-02-11" in targets(links, "collection")


def test_a_thing_leads_to_its_description(client: FlaskClient) -> None:
    """The 303 says where the description and its links are, on HEAD too."""
    links = parsed(client.head(f"/id/{PLACE}").headers["Link"])
    assert targets(links, "describedby") == {f"/doc/{PLACE}"}
    assert targets(links, "linkset") == {f"/linkset/doc/{PLACE}"}


def test_a_dump_leads_to_its_data_set(client: FlaskClient) -> None:
    """A file says what it is part of, and an old one where the latest is."""
    links = parsed(client.get("/dumps/0123456789ab/esslod.ttl").headers["Link"])
    assert targets(links, "collection") == {"/catalog"}
    assert targets(links, "latest-version") == {"/dumps/latest/esslod.ttl"}


def test_the_home_page_leads_to_the_rest(client: FlaskClient) -> None:
    """It is described by the catalogue, and says where the APIs are listed; each link answers."""
    links = parsed(client.get("/", headers={"Accept": "text/html"}).headers["Link"])
    assert targets(links, "describedby") == {"/catalog.ttl", "/catalog.rdf"}
    assert targets(links, "canonical") == {CANONICAL_BASE}
    for rel in ("api-catalog", "service-desc", "linkset"):
        (target,) = targets(links, rel)
        assert client.get(target).status_code == 200


def test_names_beyond_ascii(client_with: Callable[..., FlaskClient]) -> None:
    """Headers are ASCII: where an address has other letters, they are percent-encoded."""
    turtle = '<id/organisation/name/été-ş> <http://www.w3.org/2000/01/rdf-schema#label> "Été"@fr .'
    client = client_with(turtle, "dataset/test")
    path = "/doc/organisation/name/%C3%A9t%C3%A9-%C5%9F"
    for accept, status in (("image/x", 406), ("text/turtle", 200), ("text/html", 200)):
        answer = client.get(path, headers={"Accept": accept})
        assert answer.status_code == status
        assert answer.headers["Link"].isascii()
        assert f"{path}.jsonld>" in answer.headers["Link"]
        assert answer.headers.get("Content-Location", path).startswith(path)
    assert client.get(f"/linkset{path}").status_code == 200


def test_link_set(client: FlaskClient) -> None:
    """The same links as data: canonical addresses, one context for the page and for each format."""
    answer = client.get(f"/linkset/doc/{PLACE}")
    assert answer.content_type == "application/linkset+json"
    contexts = {context["anchor"]: context for context in json.loads(answer.data)["linkset"]}
    page = contexts[f"{CANONICAL_BASE}doc/{PLACE}"]
    assert page["cite-as"] == [{"href": f"{CANONICAL_BASE}id/{PLACE}"}]
    assert {"href": f"{CANONICAL_BASE}doc/{PLACE}.rdf", "type": "application/rdf+xml"} in page["describedby"]
    for syntax in RDF_SYNTAXES:
        described = contexts[f"{CANONICAL_BASE}doc/{PLACE}.{syntax.suffix}"]["describes"]
        assert described == [{"href": f"{CANONICAL_BASE}doc/{PLACE}", "type": "text/html"}]
    assert b'"href": "/' not in answer.data


@pytest.mark.parametrize("path", ["doc/nothing", "nothing", f"doc/{PLACE}.ttl", "a b"])
def test_no_link_set_of_nothing(client: FlaskClient, path: str) -> None:
    """What has no description has no link set."""
    assert client.get(f"/linkset/{path}").status_code == 404


def test_headers_stay_short(client: FlaskClient) -> None:
    """All headers of an answer fit the 4 kB that a proxy takes by default."""
    for path in ("doc/observation/epci-246300701/2025-02-11/staff-persons", *DOCUMENTS):
        headers = client.get(f"/{path}", headers={"Accept": "text/html"}).headers
        assert len(headers["Link"]) <= LONGEST
        assert sum(len(name) + len(value) + 4 for name, value in headers) < 4000, path
