"""``/sparql/terms.json``: what an editor of queries completes with, made once a release."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from esslod.addresses import TERMS
from esslod.rdf.formats import JSON
from esslod.representation.reference.completion import completion
from esslod.web import asked, caching

blueprint = Blueprint("terms", __name__)


@blueprint.get(f"/{TERMS}", endpoint="completion")
def terms() -> Response:
    """Classes, properties and codes with their names and counts, and the prefixes that we write."""

    def made() -> bytes:
        published = asked.published()
        found = completion(published.reference, published.prefixes)
        return (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    return caching.answer(made, JSON.content_type, ())
