"""The API description against the server, by property-based tests (schemathesis), and against its routes.

Here a few cases for each operation; ``docs/how-to/run-as-a-service.md`` tells how to run thousands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks

from esslod.config import load_site
from esslod.web.app import close, create_app
from esslod.web.openapi_facts import FACTS
from esslod.web.openapi_kinds import TAGS

ROOT = Path(__file__).parents[2]
#: Cases for each operation.
CASES = 6
#: What every answer must satisfy. Two checks of the tool are left out: a server that ignores what it does
#: not understand, as RFC 9110 and the SPARQL protocol want, "accepts invalid" parameters; and a text
#: that is no SPARQL is refused although no schema can tell it from one that is.
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
QUERIES = (
    "ASK {}",
    "SELECT * WHERE { ?s ?p ?o } LIMIT 3",
    "CONSTRUCT WHERE { ?s a ?class } LIMIT 3",
    "DESCRIBE <https://w3id.org/esslod/def>",
    "SELECT (1/0 AS ?nothing) {}",
    "SELECT ?x WHERE { SERVICE <http://192.0.2.1/> { ?x ?y ?z } }",
    "INSERT DATA { <a:b> <a:b> <a:b> }",
)
SETTINGS = settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

schemathesis.openapi.format("sparql", st.one_of(st.sampled_from(QUERIES), st.text(max_size=40)))
schemathesis.openapi.format(
    "iri", st.sampled_from(("https://w3id.org/esslod/def", "urn:x", "", "no iri", "a:b#c"))
)


@pytest.fixture(scope="module")
def app(published_site: Path) -> Iterator[Flask]:
    site = load_site(published_site, {})
    release = (site.releases_folder / "current").resolve()
    made = create_app(release, site.stores_folder / release.name, site)
    yield made
    close(made)


@pytest.fixture(scope="module")
def description(app: Flask) -> dict:
    return json.loads(app.test_client().get("/openapi.json").text)


def test_every_route_is_described(app: Flask, description: dict) -> None:
    """No route without its entry in `FACTS`, no entry without its route; each in both languages.

    Beside the routes, every question has its own path.
    """
    endpoints = {rule.endpoint.rpartition(".")[2] for rule in app.url_map.iter_rules()}
    assert endpoints == set(FACTS)
    templates = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    operations = {path: item["get"]["operationId"] for path, item in description["paths"].items()}
    questions = {path for path, name in operations.items() if name.startswith("question-")}
    assert set(description["paths"]) - questions == templates
    names = {file.stem for file in (ROOT / "queries").glob("*.rq") if "# number:" in file.read_text()}
    assert questions == {f"/queries/{name}.{{suffix}}" for name in names}
    for facts in FACTS.values():
        assert facts.tag in TAGS
        assert facts.fr and facts.en and facts.fr != facts.en


def test_it_is_openapi(app: Flask) -> None:
    """The document is valid OpenAPI 3.1, with no reference that leads nowhere."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    assert schema.specification.version == "3.1.0"
    schema.validate()
    assert schema.statistic.operations.total > 30


def test_examples_lead_somewhere(app: Flask, description: dict) -> None:
    """Where a path has examples, the first of each leads to an answer, not to 404."""
    client = app.test_client()
    for template, item in description["paths"].items():
        address = template
        for parameter in item.get("parameters", ()):
            values = [example["value"] for example in parameter.get("examples", {}).values()]
            values = values or parameter["schema"].get("enum", [])[1:2]
            if values:
                address = address.replace(f"{{{parameter['name']}}}", str(values[0]))
        if "{" not in address and "enum" not in json.dumps(item.get("parameters", [])):
            assert client.get(address).status_code in (
                200,
                303,
                400,
                404 if "security" in address else 200,
            ), address


def test_answers_are_as_described(app: Flask) -> None:
    """No 5xx of ours, and no status, type, header or JSON outside the description, on any operation."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    chosen = checks.CHECKS.get_by_names(CHECKED)
    for found in schema.get_all_operations():
        operation = found.ok()

        @SETTINGS
        @given(case=operation.as_strategy())
        def answered(case: schemathesis.Case) -> None:
            # The tool asks an application in this process for codings, and does not decode them.
            case.call_and_validate(headers={"Accept-Encoding": "identity"}, checks=chosen)

        answered()
