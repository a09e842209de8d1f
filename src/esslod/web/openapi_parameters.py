"""Parameters that endpoints share, for the API description, by the names that `openapi_facts.py` gives."""

from __future__ import annotations

from typing import Any, Final

from esslod.rdf.formats import HTML, RDF_SYNTAXES, RESULTS_SYNTAXES
from esslod.representation.outlines import outlines


def _text(where: str, name: str, meaning: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "description": meaning, "schema": {"type": "string", **schema}}


_GRAPHS: Final = {"schema": {"type": "array", "items": {"type": "string", "format": "iri"}}}

#: Parameters that several endpoints share, by the name that `Facts` give.
PARAMETERS: Final[dict[str, dict[str, Any]]] = {
    "lang": _text("query", "lang", "Language of a page.", enum=["fr", "en"]),
    "by": _text("query", "by", "Areas of a map.", enum=list(outlines().layers)),
    "rewrite": _text("query", "rewrite", "`false`: canonical links only.", enum=["true", "false"]),
    "_profile": _text("query", "_profile", "Profile of the description, by token or IRI; `all` lists them."),
    "_mediatype": _text("query", "_mediatype", "Media type, instead of the `Accept` header."),
    "verb": _text("query", "verb", "What is asked (OAI-PMH 2.0).", enum=[
        "Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord",
    ]),
    "identifier": _text("query", "identifier", "Identifier of a record: the IRI of a dataset."),
    "metadataPrefix": _text("query", "metadataPrefix", "Format of records: `oai_dc`, `dcat_ap`."),
    "part-table": _text("query", "table", "Which table, by its name; a workbook may hold all."),
    "edition-from": _text("query", "from", "Version of the earlier edition; default: the last but one."),
    "edition-to": _text("query", "to", "Version of the later edition; default: the last."),
    "from": _text("query", "from", "Records changed from this moment on (UTC)."),
    "until": _text("query", "until", "Records changed until this moment (UTC)."),
    "set": _text("query", "set", "There are no sets."),
    "resumptionToken": _text("query", "resumptionToken", "Where a list goes on."),
    "q": _text("query", "q", "Words looked for; any text.", maxLength=200),
    "class": _text("query", "class", "Only things of this class: the name of its list."),
    "sort": _text("query", "sort", "A facet with numbers or dates; `-` before it: the greatest first."),
    "page": {
        "name": "page", "in": "query", "description": "Which page of the list, from 1.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "iri": _text("query", "iri", "The IRI in question.", format="iri") | {"required": True},
    "suffix": _text(
        "query", "format", "Format, by suffix.", enum=[syntax.suffix for syntax in (HTML, *RDF_SYNTAXES)]
    ),
    "query": _text("query", "query", "The query; without it, the service is described.", format="sparql"),
    "prefixes": _text(
        "query", "prefixes", "`add`: the page, missing prefixes added; nothing is run.", enum=["add"]
    ),
    "default-graph-uri": {"name": "default-graph-uri", "in": "query", **_GRAPHS},
    "named-graph-uri": {"name": "named-graph-uri", "in": "query", **_GRAPHS},
    "format": _text(
        "query", "format", "Format, instead of the `Accept` header.",
        enum=[syntax.name for syntax in (*RESULTS_SYNTAXES, *RDF_SYNTAXES, HTML)],
    ),
    "timeout": {
        "name": "timeout", "in": "query", "description": "Own limit in seconds; only lowers the site's.",
        "schema": {"type": "number", "exclusiveMinimum": 0},
    },
    "Accept-Language": _text("header", "Accept-Language", "Languages of a page (RFC 9110 §12.5.4)."),
    "Accept-Profile": _text("header", "Accept-Profile", "Profiles wanted, by IRI, with weights."),
    "If-None-Match": _text("header", "If-None-Match", "Entity tags held (RFC 9110 §13.1.2)."),
    "If-Modified-Since": _text("header", "If-Modified-Since", "Date held (RFC 9110 §13.1.3)."),
    "Range": _text("header", "Range", "Bytes wanted (RFC 9110 §14.2).", examples=["bytes=0-99"]),
}  # fmt: skip
