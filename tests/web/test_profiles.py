"""Negotiation by profile: by header, by address, found by links; and what pages tell robots."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from esslod.addresses import CANONICAL_BASE
from esslod.namespaces import DCAT, RDF, SCHEMA

EDITION = "/doc/profile/epci-246300701/2025-02-11"
BUDGET = "/doc/budget/epci-246300701/2025-02-11/total"
SCHEMA_ORG = "https://schema.org/"
DCAT_AP = "http://data.europa.eu/r5r/"
SHORT = CANONICAL_BASE + "profiles#short"
FULL = CANONICAL_BASE + "profiles#full"


@pytest.fixture(scope="module")
def client(published_client: FlaskClient) -> FlaskClient:
    return published_client


def profile_of(answer) -> str:
    return re.findall(r'<([^>]*)>; rel="profile"', answer.headers["Link"])[0]


CASES = [
    ("", FULL),
    (f"<{SCHEMA_ORG}>", SCHEMA_ORG),
    ("<https://schema.org>", SCHEMA_ORG),
    ("<http://schema.org/>;q=0.8", SCHEMA_ORG),
    (f"<{SHORT}>, <{SCHEMA_ORG}>;q=0.9", SHORT),
    (f"<{SHORT}>;q=0.5, <{SCHEMA_ORG}>;q=0.9", SCHEMA_ORG),
    (f"<urn:unknown>, <{DCAT_AP}>;q=0.1", DCAT_AP),
    ("<urn:unknown>", FULL),
    (f"<{SHORT}>;q=0", FULL),
    ("nonsense;;,<", FULL),
]


@pytest.mark.parametrize(("wish", "profile"), CASES)
def test_the_header_is_a_wish(client: FlaskClient, wish: str, profile: str) -> None:
    """The profile liked best among those there are; none of ours is no error; caches are told."""
    answer = client.get(EDITION, headers={"Accept": "text/turtle", "Accept-Profile": wish})
    assert (answer.status_code, profile_of(answer)) == (200, profile)
    assert "Accept-Profile" in answer.headers["Vary"]
    assert client.get(answer.headers["Content-Location"]).data == answer.data


def test_kept_answers_do_not_mix_profiles(client: FlaskClient) -> None:
    """Two callers that differ in Accept-Profile only get two answers."""
    first = client.get(BUDGET, headers={"Accept": "text/turtle"})
    second = client.get(BUDGET, headers={"Accept": "text/turtle", "Accept-Profile": f"<{SHORT}>"})
    assert first.headers["ETag"] != second.headers["ETag"]
    assert len(second.data) < len(first.data)


@pytest.mark.parametrize("token", ["schema", SCHEMA_ORG, "unknown,schema;q=0.5"])
def test_the_address_goes_before_the_header(client: FlaskClient, token: str) -> None:
    """By token or IRI, in the format that ``_mediatype`` names, on pages' addresses too."""
    query = {"_profile": token, "_mediatype": "text/turtle"}
    answer = client.get(EDITION, query_string=query, headers={"Accept-Profile": f"<{SHORT}>"})
    assert (answer.mimetype, profile_of(answer)) == ("text/turtle", SCHEMA_ORG)
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_media_type_in_the_address_needs_no_escape(client: FlaskClient) -> None:
    """A plus sign that became a space is understood."""
    answer = client.get(f"{EDITION}?_mediatype=application/ld+json")
    assert answer.mimetype == "application/ld+json"


def test_suffix_addresses_obey_no_header(client: FlaskClient) -> None:
    """An address with a suffix is one representation, whatever the header; the address may say more."""
    plain = client.get(f"{BUDGET}.ttl", headers={"Accept-Profile": f"<{SHORT}>"})
    assert profile_of(plain) == FULL
    assert "Accept-Profile" not in plain.headers["Vary"]
    assert profile_of(client.get(f"{BUDGET}.ttl?_profile=short")) == SHORT


@pytest.mark.parametrize(
    ("address", "status"),
    [(f"{EDITION}?_profile=nonsense", 400), (f"{BUDGET}.ttl?_profile=dcat-ap", 406),
     (f"{BUDGET}.html?_profile=short", 406), (f"{BUDGET}?_profile=short&_mediatype=image/png", 406)],
)  # fmt: skip
def test_an_address_for_nothing_is_an_error(client: FlaskClient, address: str, status: int) -> None:
    """An unknown profile is a bad request; a known one that this thing has not, not acceptable."""
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_profiles_are_found_by_links(client: FlaskClient) -> None:
    """Each answer says its profile and links to the others, which answer."""
    links = client.get(f"{EDITION}.ttl").headers["Link"]
    others = dict(re.findall(r'<([^>]*)>; rel="alternate"; type="[^"]*"; profile="([^"]*)"', links))
    assert set(others.values()) == {SHORT, SCHEMA_ORG, DCAT_AP}
    for address, profile in others.items():
        answer = client.get(address)
        assert (answer.status_code, profile_of(answer)) == (200, profile)


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "text/html"])
def test_all_profiles_are_listed(client: FlaskClient, accept: str) -> None:
    """``?_profile=all`` names every profile and format, as data or a page; links give two formats each."""
    answer = client.get(f"{EDITION}?_profile=all", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, accept)
    assert "2025-02-11.nt?_profile=dcat-ap" in answer.text
    linked = set(re.findall(r'type="([^"]*)"; profile="([^"]*)"', answer.headers["Link"]))
    kinds = ("text/turtle", "application/ld+json")
    assert {(kind, profile) for kind in kinds for profile in (FULL, SHORT, SCHEMA_ORG, DCAT_AP)} <= linked


def test_lists_have_no_dead_link(client: FlaskClient) -> None:
    """Every representation that a list names answers in its format, files included."""
    for path in ("/catalog", BUDGET):
        listed = client.get(f"{path}?_profile=all").headers["Link"]
        for address, media_type in re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', listed):
            answer = client.get(address)
            assert (answer.status_code, answer.mimetype) == (200, media_type), address


def test_our_own_profiles_lead_somewhere(client: FlaskClient) -> None:
    """The IRIs of our profiles are anchors of a page, and data for who prefers data."""
    page = client.get("/profiles")
    assert all(f'id="{token}"' in page.text for token in ("full", "short", "schema", "dcat-ap"))
    assert SHORT in client.get("/profiles", headers={"Accept": "text/turtle"}).text


def test_dcat_ap_is_what_the_catalogue_says(client: FlaskClient) -> None:
    """A dataset with its files, or the whole catalogue; nothing of the observations."""
    turtle = client.get(f"{EDITION}.nt?_profile=dcat-ap").data
    triples = {quad.triple for quad in parse(turtle, RdfFormat.N_TRIPLES)}
    focus = NamedNode(CANONICAL_BASE + "id/profile/epci-246300701/2025-02-11")
    assert (focus, RDF.type, DCAT.Dataset) in {tuple(triple) for triple in triples}
    assert not any("#obsValue" in triple.predicate.value for triple in triples)
    whole = set(client.get("/catalog.nt?_profile=dcat-ap").data.splitlines())
    assert whole == set(client.get("/catalog.nt").data.splitlines())


def structured(page: str) -> dict:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(text)


@pytest.mark.parametrize(
    ("path", "kind"),
    [(f"{EDITION}.html", "Dataset"), ("/dataset/profiles.html", "Dataset"), ("/catalog.html", "DataCatalog"),
     ("/doc/territory/epci/246300701.html", "AdministrativeArea"), ("/", "WebSite"),
     ("/doc/organisation/siren/246300701.html", "GovernmentOrganization"), ("/def.html", "Dataset"),
     ("/code/level.html", "DefinedTermSet")],
)  # fmt: skip
def test_pages_speak_to_search_engines(client: FlaskClient, path: str, kind: str) -> None:
    """schema.org in a block of data, valid JSON-LD, about the canonical IRI, in the page's language."""
    said = structured(client.get(f"{path}?lang=en", headers={"Accept": "text/html"}).text)
    assert said["@type"] == kind
    assert said["@id"].startswith(CANONICAL_BASE)
    assert "@language" not in json.dumps(said)
    read = list(parse(json.dumps(said), RdfFormat.JSON_LD))
    assert (NamedNode(said["@id"]), RDF.type, SCHEMA[kind]) in {tuple(quad.triple) for quad in read}


@pytest.mark.parametrize("path", [f"{EDITION}.html", "/dataset/profiles.html"])
def test_datasets_are_whole_for_dataset_search(client: FlaskClient, path: str) -> None:
    """Every property that a dataset search engine asks for or likes has a value."""
    said = structured(client.get(path).text)
    wanted = {
        "name", "description", "license", "creator", "publisher", "identifier", "keywords", "url", "version",
        "spatialCoverage", "temporalCoverage", "variableMeasured", "isAccessibleForFree", "distribution",
        "includedInDataCatalog", "dateModified", "inLanguage",
    }  # fmt: skip
    assert wanted <= set(said)
    assert 50 <= len(said["description"]) <= 5000
    assert all(file["contentUrl"] and file["encodingFormat"] for file in said["distribution"])


def test_pages_say_where_they_are(client: FlaskClient) -> None:
    """OpenGraph, and one whole address per language, canonical whatever the host."""
    page = client.get(f"{EDITION}.html?lang=en", headers={"Host": "staging.example"}).text
    canonical = CANONICAL_BASE + EDITION[1:]
    assert f'<meta property="og:url" content="{canonical}">' in page
    assert '<meta property="og:locale" content="en_GB">' in page
    for language, address in (("fr", "?lang=fr"), ("en", "?lang=en"), ("x-default", "")):
        assert f'<link rel="alternate" hreflang="{language}" href="{canonical}{address}">' in page
    assert "staging.example" not in page
