"""The API description and its page; `tests/conformance/test_openapi.py` holds it against the server."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from esslod.web.openapi_facts import FACTS
from esslod.web.openapi_parameters import PARAMETERS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_shows_every_operation(client: FlaskClient, language: str) -> None:
    """Each path of the description is on the page, in either language, without a script."""
    page = client.get(f"/api?lang={language}").text
    for path, item in client.get("/openapi.json").json["paths"].items():
        assert f"<code>GET {path}</code>" in page
        assert ("post" in item) == (f"<code>POST {path}</code>" in page)
    assert f'lang="{language}"' in page
    assert not re.search(r"<script(?! type=\"application/ld\+json\")", page)
    summaries = [facts.fr if language == "fr" else facts.en for facts in FACTS.values()]
    assert all(summary.replace("’", "’") in page for summary in summaries if "SPARQL" not in summary)


def test_the_limits_are_the_settings(client: FlaskClient) -> None:
    """The longest query is that of the settings, and the limits are told."""
    made = client.get("/openapi.json").json
    assert made["components"]["parameters"]["query"]["schema"]["maxLength"] == 100_000
    assert "30 s" in made["info"]["description"]
    assert "100000 bytes of text" in made["info"]["description"]


def test_it_knows_where_it_is_mounted(app) -> None:
    """Behind a prefix the server of the description is the prefix."""
    made = app.test_client().get("/openapi.json", base_url="http://localhost/ess").json
    assert made["servers"] == [{"url": "/ess"}]
    assert app.test_client().get("/openapi.json").json["servers"] == [{"url": "/"}]


def test_examples_are_of_this_release(client: FlaskClient) -> None:
    """Examples of variables lead to something that is there."""
    paths = client.get("/openapi.json").json["paths"]
    for path in ("/id/{name}", "/code/{name}", "/dumps/{release}/{name}", "/linkset/{document}"):
        values = {}
        for parameter in paths[path]["parameters"]:
            values[parameter["name"]] = next(iter(parameter["examples"].values()))["value"]
        assert client.get(path.format(**values)).status_code in (200, 303), path


def test_every_parameter_is_used() -> None:
    """A parameter that no operation has is a leftover; one that is not there would lead nowhere."""
    assert {word for facts in FACTS.values() for word in facts.words} == set(PARAMETERS)
