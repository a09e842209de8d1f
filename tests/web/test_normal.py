"""Other spellings of an address lead, in one step, to the one address; nothing else is redirected."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

EDITION = "profile/epci-246300701/2025-02-11"
SPELLINGS = {
    "/doc/territory/epci/246300701/": "/doc/territory/epci/246300701",
    "/doc//territory///epci/246300701": "/doc/territory/epci/246300701",
    "/DOC/Territory/EPCI/246300701": "/doc/territory/epci/246300701",
    "/id/Territory/epci/246300701/": "/id/territory/epci/246300701",
    f"/doc/{EDITION}.TTL": f"/doc/{EDITION}.ttl",
    f"/Doc/{EDITION}.Html": f"/doc/{EDITION}.html",
    "/Def": "/def",
    "/def/": "/def",
    "/CODE/Level/": "/code/level",
    "/code/level/Metropole": "/code/level/metropole",
    "/Catalog": "/catalog",
    "/sparql/": "/sparql",
    "/Dumps": "/dumps/",
    "/dumps": "/dumps/",
    "//code/level": "/code/level",
    "/id/document/rtes/clermont-auvergne-metropole/2025-02-11%23title": (
        "/id/document/rtes/clermont-auvergne-metropole/2025-02-11#title"
    ),
}


@pytest.mark.parametrize(("path", "right"), SPELLINGS.items())
def test_one_redirect_to_the_one_address(client: FlaskClient, path: str, right: str) -> None:
    """301 on this host, keeping the query; what it leads to is no other spelling again."""
    place, mark, fragment = right.partition("#")
    answer = client.get("/", query_string="lang=en", environ_overrides={"PATH_INFO": unquote(path)})
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{place}?lang=en{mark}{fragment}"
    assert client.get(place).status_code in (200, 303)


def test_a_redirect_is_asked_about_again(client: FlaskClient) -> None:
    """It is not for ever: a later release may have something at that address."""
    answer = client.get("/DEF")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (301, "public, no-cache")
    assert client.head("/DEF").headers["Location"] == "/def"


@pytest.mark.parametrize("path", ["/def", f"/doc/{EDITION}", f"/doc/{EDITION}.ttl", "/code/level/metropole"])
def test_good_addresses_are_not_looked_at(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right spelling costs nothing."""
    monkeypatch.setattr("esslod.web.spelling.one_spelling", lambda *_: pytest.fail("looked at"))
    assert client.get(path).status_code == 200


def test_only_reading_is_redirected(client: FlaskClient) -> None:
    """A method that no address allows is told so, not sent elsewhere."""
    assert client.delete("/Def/").status_code in (404, 405)


@pytest.fixture(scope="module")
def accents(client_with: Callable[..., FlaskClient]) -> FlaskClient:
    turtle = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <id/organisation/name/société> rdfs:label "é" . <id/organisation/name/a%20b> rdfs:label "a b" .
    <id/organisation/name/Twin> rdfs:label "1" . <id/organisation/name/twin> rdfs:label "2" .
    """
    return client_with(turtle, "dataset/accents")


def test_unicode_form(accents: FlaskClient) -> None:
    """A decomposed accent is the composed one; headers are ASCII."""
    right = f"/doc/organisation/name/{quote('société')}"
    assert accents.get(right).status_code == 200
    assert accents.get(right, headers={"Accept": "text/turtle"}).headers["Content-Location"] == f"{right}.ttl"
    other = unicodedata.normalize("NFD", "société")
    answer = accents.get(f"/doc/organisation/name/{quote(other)}")
    assert (answer.status_code, answer.headers["Location"]) == (301, right)
    assert accents.get(f"/id/organisation/name/{quote('société')}").headers["Location"] == right


def test_encoded_letters_of_an_iri(accents: FlaskClient) -> None:
    """An IRI that holds %20 answers at its own address, which a server decodes."""
    answer = accents.get("/doc/organisation/name/a%20b.nt")
    assert answer.status_code == 200
    assert "/name/a%20b>" in answer.text
    assert accents.get("/id/organisation/name/a%20b").headers["Location"] == "/doc/organisation/name/a%20b"
    assert accents.get("/doc/%6Frganisation/name/%61%20b").status_code == 200


def test_twins_are_not_confused(accents: FlaskClient) -> None:
    """Where two addresses differ by case alone, a third spelling is neither; both are told."""
    assert accents.get("/doc/organisation/name/Twin").status_code == 200
    assert accents.get("/doc/organisation/name/TWIN").status_code == 404


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/id/territory/epci/246300702", "id/territory/epci/246300701"),
        ("/id/teritory/epci/246300701", "id/territory/epci/246300701"),
        ("/id/territory/246300701", "id/territory/epci/246300701"),
        ("/doc/profile/epci-246300701/2025-02-1", "id/profile/epci-246300701/2025-02-11"),
        ("/code/levels", "code/level"),
        ("/catalogue", "catalog"),
        ("/sparkl", "sparql"),
    ],
)
def test_near_matches(client: FlaskClient, path: str, near: str) -> None:
    """A slip in any part of an address, or a part left out, is told with what was meant."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert f"https://w3id.org/esslod/{near}" in answer.json["near"]


@pytest.mark.parametrize(
    "path", ["/id/" + "x/" * 50 + "x", "/doc/" + "y" * 3000, "/id/%00", "/id/%FF%FE", "/%23"]
)
def test_nonsense_is_plainly_unknown(client: FlaskClient, path: str) -> None:
    """No neighbour, no redirect, no fault of ours."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "near" not in answer.json
