"""Questions of the release in the API description: a path each, with its parameters and their types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from esslod.addresses import EXAMPLES
from esslod.parameters import ParameterType
from esslod.queries import fixed_default
from esslod.rdf.formats import CSV, CSV_FR, HTML, JSON, SVG, XLSX, Syntax
from esslod.representation.comparison import LEAST, MOST
from esslod.web.openapi_kinds import OF_QUERIES
from esslod.web.openapi_parts import ANYWHERE, OF_ANSWERS

if TYPE_CHECKING:
    from esslod.parameters import Parameter
    from esslod.queries import QueryFile
    from esslod.representation.questions import Questions

_STATUSES: Final = (400, *OF_QUERIES)
_TYPES: Final[dict[ParameterType, dict[str, Any]]] = {
    "iri": {"type": "string", "format": "iri"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
    "date": {"type": "string", "format": "date"},
    "string": {"type": "string"},
}


def template_of(name: str) -> str:
    """The path of the question *name* in the description."""
    return f"/{EXAMPLES}/{name}.{{suffix}}"


def paths(questions: Questions) -> Iterator[tuple[str, dict[str, Any]]]:
    """(path, Path Item) of each question that has a number."""
    for name, query in questions.files.items():
        if query.number:
            yield template_of(name), _path(name, query, questions.base)


def compared(questions: Questions) -> list[dict[str, Any]]:
    """The parameter that names what to compare, given several times; none when no query compares."""
    for query in questions.files.values():
        if query.comparison:
            one = _parameter(query.parameter(query.comparison.thing), query, questions.base)
            schema = {"type": "array", "items": one["schema"], "maxItems": MOST}
            return [{**one, "description": f"{LEAST} to {MOST} of them.", "schema": schema}]
    return []


def _path(name: str, query: QueryFile, base: str) -> dict[str, Any]:
    formats: tuple[Syntax, ...] = (CSV, CSV_FR, XLSX, JSON, HTML, *((SVG,) if query.chart else ()))
    suffix = {"type": "string", "enum": [syntax.suffix for syntax in formats]}
    headers = {header: {"$ref": f"#/components/headers/{header}"} for header in OF_ANSWERS}
    content = {syntax.media_type: {"schema": _schema(syntax, query)} for syntax in formats}
    answered = {"description": query.title.get("en", name), "headers": headers, "content": content}
    others = {
        status: {"$ref": f"#/components/responses/{status}"} for status in map(str, (*ANYWHERE, *_STATUSES))
    }
    operation = {
        "operationId": f"question-{name}",
        "summary": query.title.get("en", name),
        "x-summary-fr": query.title.get("fr", name),
        "description": query.description.get("en", ""),
        "tags": ["questions"],
        "parameters": [
            *(_parameter(one, query, base) for one in query.parameters),
            {"$ref": "#/components/parameters/lang"},
        ],
        "responses": dict(sorted({"200": answered, **others}.items())),
    }
    variable = {"name": "suffix", "in": "path", "required": True, "description": "Format.", "schema": suffix}
    return {"parameters": [variable], "get": operation}


def _parameter(parameter: Parameter, query: QueryFile, base: str) -> dict[str, Any]:
    schema = dict(_TYPES[parameter.type])
    numbers = schema["type"] in ("integer", "number")
    for bound, keyword in ((parameter.least, "minimum"), (parameter.most, "maximum")):
        if bound and numbers:
            schema[keyword] = _number(bound)
        elif bound:
            schema[f"x-{keyword}"] = bound
    default = fixed_default(query, parameter, base)
    if default is not None:
        schema["default"] = _number(default.value) if numbers else default.value
    return {"name": parameter.name, "in": "query", "description": parameter.en, "schema": schema}


def _schema(syntax: Syntax, query: QueryFile) -> dict[str, Any]:
    """Of JSON, an array of objects whose members are the columns."""
    if syntax is not JSON:
        return {} if syntax is XLSX else {"type": "string"}
    columns = {one.name: {"description": one.titles.get("en", one.name)} for one in query.headings}
    return {"type": "array", "items": {"type": "object", "properties": columns}}


def _number(text: str) -> float | int:
    return int(text) if text.lstrip("-").isdigit() else float(text)
