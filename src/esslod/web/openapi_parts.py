"""What every operation of the API description shares: headers, responses, schemas, the body of a query."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from esslod.rdf.formats import HTML, JSON, PROBLEM_JSON, RESULTS_JSON, TURTLE
from esslod.web.sparql_request import FORM, QUERY

#: Statuses that any address may answer besides those of its own.
ANYWHERE: Final = (301, 304, 308, 404, 405, 406, 412, 414, 431)
#: The limits of ``/sparql``, as the settings have them.
LIMITS: Final = (
    "GET is described; HEAD and OPTIONS answer at every address, QUERY wherever POST does. Errors are "
    "problem documents (RFC 9457). A query may take {site.query_seconds:g} s, have {site.query_text_bytes} "
    "bytes of text, and give {site.query_rows} rows or {site.query_bytes} bytes."
)
#: Headers of an answer that holds something.
OF_ANSWERS: Final = ("Cache-Control", "ETag", "Last-Modified", "Link", "Vary", "Server-Timing")


def _header(meaning: str, **schema: Any) -> dict[str, Any]:
    return {"description": meaning, "schema": {"type": "string", **schema}}


HEADERS: Final = {
    "Cache-Control": _header("How long the answer may be kept (RFC 9111)."),
    "ETag": _header("Names this representation in this coding (RFC 9110 §8.8.3).", pattern='^(W/)?".*"$'),
    "Last-Modified": _header("When the release was sealed.", pattern=" GMT$"),
    "Link": _header("Other formats, canonical IRI, licence, link set (RFC 8288)."),
    "Vary": _header("The request headers that the answer depends on."),
    "Server-Timing": _header("Milliseconds the answer took; a setting turns it off."),
    "Location": _header("Where to ask instead.", minLength=1),
    "Allow": _header("The methods of this address.", minLength=1),
    "Retry-After": _header("Seconds to wait.", pattern="^[0-9]+$"),
    "Content-Range": _header("How many bytes there are.", pattern="^bytes "),
}

_MEANINGS: Final = {
    301: "The same thing has one address, and this is not its spelling.",
    303: "See another address (RFC 9110 §15.4.4).",
    304: "What you hold is still right.",
    308: "The address ends in a slash.",
    400: "The request is wrong; the problem document says how.",
    403: "The query asks a server that is not on the operator’s list.",
    404: "Nothing at this address; addresses that look like it are told.",
    405: "Not a method of this address.",
    406: "No format that you accept; those on offer are told.",
    410: "There was such a thing; a tombstone tells what became of it.",
    412: "The condition of the request does not hold.",
    413: "The request or the answer is over a limit.",
    414: "The address is too long; a query can be sent by POST.",
    415: "The body is of a type that is not understood.",
    416: "No such bytes.",
    431: "The headers are too long.",
    502: "A server that the query asks did not answer.",
    503: "Too much to do, or nothing to serve: try again later.",
    504: "The query took longer than its limit.",
}
#: Headers that an answer with this status must have, or may have.
_SENT: Final = {
    301: ("Location", True), 303: ("Location", True), 308: ("Location", True), 405: ("Allow", True),
    416: ("Content-Range", True), 503: ("Retry-After", False),
}  # fmt: skip
_WITH_BODY: Final = 400
#: The web server answers these itself, with nothing but the status.
_OF_SERVER: Final = (414, 431)


def _answer(status: int) -> dict[str, Any]:
    made: dict[str, Any] = {"description": _MEANINGS[status]}
    if status in _SENT:
        name, always = _SENT[status]
        made["headers"] = {name: {**HEADERS[name], "required": always}}
    if status >= _WITH_BODY and status not in _OF_SERVER:
        made["content"] = dict(_PROBLEM)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        made["content"][JSON.media_type] = {"schema": {"$ref": "#/components/schemas/Status"}}
    if status == HTTPStatus.GONE:
        made["content"] = {"*/*": {}}
    return made


_PROBLEM: Final[dict[str, Any]] = {
    PROBLEM_JSON.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}},
    HTML.media_type: {"schema": {"type": "string"}},
    TURTLE.media_type: {"schema": {"type": "string"}},
}
RESPONSES: Final = {str(status): _answer(status) for status in _MEANINGS}

SCHEMAS: Final[dict[str, Any]] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457, with the remedy.",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "remedy": {"type": "string"},
            "reference": {"type": "string", "format": "uuid"},
            "near": {"type": "array", "items": {"type": "string"}},
        },
    },
    "Status": {
        "type": "object",
        "required": ["status"],
        "properties": {"status": {"type": "string"}, "release": {"type": "string"}},
    },
    "Results": {
        "type": "object",
        "description": "SPARQL 1.1 Query Results JSON.",
        "required": ["head"],
        "properties": {
            "head": {"type": "object"},
            "boolean": {"type": "boolean"},
            "results": {"type": "object", "required": ["bindings"]},
        },
    },
}

_GRAPHS: Final = {"type": "array", "items": {"type": "string", "format": "iri"}}
#: How a query comes in a body (SPARQL 1.1 Protocol §2.1.2, §2.1.3).
QUERY_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": ["query"],
                "properties": {
                    "query": {"type": "string", "format": "sparql"},
                    "default-graph-uri": _GRAPHS,
                    "named-graph-uri": _GRAPHS,
                },
            }
        },
        QUERY: {"schema": {"type": "string", "format": "sparql"}},
    },
}


def schema_of(media_type: str, tag: str) -> dict[str, Any]:
    """The schema of a 200 answer of this type: exact for what is ours, else a text or anything."""
    if media_type == RESULTS_JSON.media_type:
        return {"$ref": "#/components/schemas/Results"}
    if media_type == JSON.media_type:
        return (
            {"$ref": "#/components/schemas/Status"} if tag == "operations" else {"type": ["object", "array"]}
        )
    return {} if media_type.endswith("json") else {"type": "string"}


#: The same arguments as a form (OAI-PMH 2.0 §3.1.1).
OAI_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": ["verb"],
                "properties": {
                    name: {"type": "string"}
                    for name in ("verb", "identifier", "metadataPrefix", "from", "until", "resumptionToken")
                },
            }
        }
    },
}
