"""``/openapi.json`` and ``/api``: what this server answers, made from its own routes (OpenAPI 3.1).

Paths, methods and parameters of paths come from the routes, limits and titles from the settings, examples
from the release that is served; the rest is in `openapi_facts.py`. GET is described; HEAD and
OPTIONS answer at every address, and QUERY wherever POST does, which OpenAPI 3.1 cannot say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, current_app, request

from esslod import __version__
from esslod.addresses import API, COMPARE, OAI, OPENAPI, SPARQL, VOCABULARY
from esslod.rdf.formats import HTML, JSON, RDF_SYNTAXES
from esslod.representation import html
from esslod.web import asked, caching, openapi_questions
from esslod.web.openapi_examples import examples
from esslod.web.openapi_facts import FACTS, LABELS
from esslod.web.openapi_kinds import TAGS, Facts
from esslod.web.openapi_parameters import PARAMETERS
from esslod.web.openapi_parts import (
    ANYWHERE,
    HEADERS,
    LIMITS,
    OAI_BODY,
    OF_ANSWERS,
    QUERY_BODY,
    RESPONSES,
    SCHEMAS,
    schema_of,
)

if TYPE_CHECKING:
    from werkzeug.routing import Rule

    from esslod.config import Site
    from esslod.web.published import Published

VERSION: Final = "3.1.0"
_VARIABLE: Final = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")

blueprint = Blueprint("openapi", __name__)


@blueprint.get(f"/{OPENAPI}", endpoint="description-json")
def described() -> Response:
    """This description."""
    made = description(asked.site(), asked.published(), request.script_root)
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    return caching.answer(text.encode, JSON.content_type, (request.script_root,))


@blueprint.get(f"/{API}")
def api() -> Response:
    """The same as a page."""
    language = asked.language()

    def page() -> bytes:
        everywhere = ", ".join(map(str, ANYWHERE))
        made = description(asked.site(), asked.published(), request.script_root)
        return html.render(
            "api.html", asked.frame(), description=made, groups=_groups(made, language), anywhere=everywhere
        )

    context = (language, asked.root(), request.args.get("lang", ""))
    return caching.answer(
        page, HTML.content_type, context, vary=("Accept-Language",),
        headers=[("Content-Language", language)],
    )  # fmt: skip


def description(site: Site, published: Published, root: str) -> dict[str, Any]:
    """The OpenAPI document of the application that answers this request, mounted at *root*."""
    parameters = {name: dict(parameter) for name, parameter in PARAMETERS.items()}
    parameters["query"]["schema"] = {**parameters["query"]["schema"], "maxLength": site.query_text_bytes}
    parameters["iri"]["example"] = site.addresses.iri(VOCABULARY)
    return {
        "openapi": VERSION,
        "info": {
            "title": site.title_en,
            "version": __version__,
            "description": f"{site.description_en}\n\n{LIMITS.format(site=site)}",
        },
        "servers": [{"url": root or "/"}],
        "tags": [{"name": tag, "description": words[1]} for tag, words in TAGS.items()],
        "paths": dict(sorted([*_paths(published), *openapi_questions.paths(published.questions)])),
        "components": {
            "parameters": parameters,
            "headers": HEADERS,
            "responses": RESPONSES,
            "schemas": SCHEMAS,
        },
    }


def _paths(published: Published) -> Iterator[tuple[str, dict[str, Any]]]:
    for rule in current_app.url_map.iter_rules():
        facts = FACTS.get(_name(rule))
        if facts is not None:
            yield _VARIABLE.sub(r"{\1}", rule.rule), _path(rule, facts, published)


def _path(rule: Rule, facts: Facts, published: Published) -> dict[str, Any]:
    """The Path Item of *rule*: its variables, and an operation for each method."""
    variables = [_variable(rule, name, published) for name in _VARIABLE.findall(rule.rule)]
    item: dict[str, Any] = {"parameters": variables} if variables else {}
    item["get"] = _operation(_name(rule), facts)
    if rule.rule.startswith(f"/{COMPARE}"):
        item["get"]["parameters"] += openapi_questions.compared(published.questions)
    if rule.rule == f"/{SPARQL}":
        item["post"] = {**_operation(f"{_name(rule)}-post", facts), "requestBody": QUERY_BODY}
    if rule.rule == f"/{OAI}":
        item["post"] = {**_operation(f"{_name(rule)}-post", facts), "parameters": [], "requestBody": OAI_BODY}
    return item


def _operation(name: str, facts: Facts) -> dict[str, Any]:
    answered = {200} if facts.formats or facts.file else set()
    return {
        "operationId": name,
        "summary": facts.en,
        "x-summary-fr": facts.fr,
        "tags": [facts.tag],
        "parameters": [{"$ref": f"#/components/parameters/{word}"} for word in facts.words],
        "responses": {
            str(status): _response(status, facts)
            for status in sorted(answered | {*ANYWHERE, *facts.statuses})
        },
    }


def _response(status: int, facts: Facts) -> dict[str, Any]:
    if status not in (200, 206):
        return {"$ref": f"#/components/responses/{status}"}
    types = ["*/*"] if facts.file or status == 206 else sorted({form.media_type for form in facts.formats})
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in OF_ANSWERS}
    content = {kind: {} if kind == "*/*" else {"schema": schema_of(kind, facts.tag)} for kind in types}
    meaning = "Some bytes of the file." if status == 206 else facts.en + "."
    return {"description": meaning, "headers": headers, "content": content}


def _variable(rule: Rule, name: str, published: Published) -> dict[str, Any]:
    """The parameter that stands for a variable of the path, with examples of this release."""
    found = examples(rule.rule, name, published)
    schema: dict[str, Any] = {"type": "integer" if f"int:{name}" in rule.rule else "string", "minLength": 1}
    if schema["type"] == "integer":
        schema = {"type": "integer", "minimum": 1}
    if name == "suffix":
        schema["enum"] = [syntax.suffix for syntax in (HTML, *RDF_SYNTAXES)]
    meaning = "May hold slashes." if f"path:{name}" in rule.rule else ""
    parameter = {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema}
    if found:
        parameter["examples"] = {f"example{place}": {"value": value} for place, value in enumerate(found, 1)}
    return parameter


def _name(rule: Rule) -> str:
    """The endpoint of *rule* without its blueprint."""
    return str(rule.endpoint).rpartition(".")[2]


def _groups(made: dict[str, Any], language: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The operations by tag, in order, as the page shows them."""
    rows: dict[str, list[dict[str, Any]]] = {tag: [] for tag in TAGS}
    for path, item in made["paths"].items():
        for method in ("get", "post"):
            if method in item:
                rows[item[method]["tags"][0]].append(_row(path, method, item, language))
    return [(TAGS[tag][language == "en"], found) for tag, found in rows.items() if found]


def _row(path: str, method: str, item: dict[str, Any], language: str) -> dict[str, Any]:
    operation = item[method]
    summary = operation["summary"] if language == "en" else operation["x-summary-fr"]
    answers = operation["responses"]
    told = operation["parameters"]
    words = [PARAMETERS[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in told]
    parameters = [word["name"] for word in words if word["in"] == "query"]
    types = sorted(answers.get("200", {}).get("content", ()))
    statuses = [status for status in answers if int(status) not in ANYWHERE]
    return {
        "path": path, "method": method.upper(), "summary": summary, "parameters": parameters,
        "formats": [LABELS.get(kind, kind) for kind in types], "statuses": statuses,
    }  # fmt: skip
