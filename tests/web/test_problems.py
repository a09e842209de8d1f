"""Every error is a problem document, in three formats and two languages, and never a traceback."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable

from esslod import errors
from esslod.web import problems
from esslod.web.problem_types import TABLE, kind_of, types

ALL_ERRORS = [
    cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, errors.EsslodError)
]


@pytest.mark.parametrize("cls", ALL_ERRORS)
def test_culprits_have_their_family_of_status(cls: type[errors.EsslodError]) -> None:
    """The caller's errors are 4xx, save the time limit which is a gateway's 504; ours are 5xx."""
    error = cls.__new__(cls)
    status = kind_of(error).status
    if issubclass(cls, errors.CallerError) and cls is not errors.QueryTimeout:
        assert 400 <= status < 500
    else:
        assert status >= 500


def test_types_are_told_in_both_languages() -> None:
    """Each kind has a slug of its own and both titles; a remedy in one language has the other."""
    assert len({kind.slug for kind in types()}) == len(types())
    for kind in TABLE.values():
        assert kind.fr and kind.en
        assert bool(kind.remedy_fr) == bool(kind.remedy_en)


def test_json_unless_asked_otherwise(client: FlaskClient) -> None:
    """RFC 9457 members, with the remedy, in the language preferred; not cached."""
    answer = client.get("/id/nothing/here", headers={"Accept-Language": "en"})
    assert answer.content_type == "application/problem+json; charset=utf-8"
    assert answer.json["status"] == 404
    assert answer.json["type"].endswith("/problems#not-found")
    assert answer.json["title"] == "Nothing at this address"
    assert answer.json["remedy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_problem_as_page(client: FlaskClient) -> None:
    """A browser gets a page that leads home and to the near addresses."""
    answer = client.get("/doc/territory/epci/246300702", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 404
    assert "Rien à cette adresse" in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_problem_as_turtle(client: FlaskClient) -> None:
    """A client that speaks RDF gets the problem as RDF."""
    answer = client.get("/id/nothing", headers={"Accept": "text/turtle"})
    assert answer.content_type == "text/turtle; charset=utf-8"
    triples = list(parse(answer.data, RdfFormat.TURTLE))
    assert any(triple.object.value == "404" for triple in triples)


def test_method_not_allowed(client: FlaskClient) -> None:
    """405 says which methods are."""
    answer = client.delete("/def")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.json["type"].endswith("#method-not-allowed")


def test_unknown_route(client: FlaskClient) -> None:
    """An address no route knows is a problem document too."""
    assert client.get("/nowhere").json["type"].endswith("#not-found")


@pytest.mark.parametrize("error", [RuntimeError("secret of ours"), errors.EngineFailure("secret of ours")])
def test_ours_is_told_by_reference(app, error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """What nobody expected is 500 with a reference that is in the log, and nothing of the inside."""
    with app.test_request_context("/x"), caplog.at_level(logging.ERROR, "esslod.web"):
        answer = problems.answer(error, "https://w3id.org/esslod/")
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)
    assert answer.get_json()["reference"] in caplog.text
    assert "secret of ours" in caplog.text


def test_details_of_kinds(app) -> None:
    """A syntax error says where, a busy engine when to come back, a damaged release nothing more."""
    with app.test_request_context("/sparql"):
        syntax = problems.answer(
            errors.QuerySyntaxError("unexpected }", line=3, column=7, expected="."), "b/"
        )
        busy = problems.answer(errors.EngineBusy("busy", retry_after=4), "b/")
        damaged = problems.answer(errors.DamagedRelease("/srv/secret: broken"), "b/")
    assert (syntax.get_json()["line"], syntax.get_json()["column"], syntax.get_json()["expected"]) == (
        3,
        7,
        ".",
    )
    assert syntax.status_code == 400
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "4")
    assert damaged.status_code == 503
    assert "secret" not in damaged.get_data(as_text=True)


@pytest.mark.parametrize(("error", "status"), [(RequestEntityTooLarge(), 413), (ServiceUnavailable(), 503)])
def test_errors_of_the_framework(app, error: Exception, status: int) -> None:
    """werkzeug's errors keep their status and come through the same door."""
    with app.test_request_context("/x"):
        answer = problems.answer(error, "b/")
    assert answer.status_code == status
    assert answer.get_json()["status"] == status


def test_page_of_kinds(client: FlaskClient) -> None:
    """The type IRIs lead to a page that has an anchor for each."""
    page = client.get("/problems").text
    assert all(f'id="{kind.slug}"' in page for kind in types())


def test_a_broken_page_does_not_hide_the_problem(app, monkeypatch: pytest.MonkeyPatch) -> None:
    """When even the error page cannot be made, the problem is told as JSON, with its own status."""
    monkeypatch.setattr(problems.html, "render", lambda *_args, **_values: 1 / 0)
    with app.test_request_context("/x", headers={"Accept": "text/html"}):
        answer = problems.answer(errors.NotFound("x"), "b/")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
