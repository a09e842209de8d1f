"""Link sets (RFC 9264): all links of a document, of its formats and of its files, in one answer.

``linkset/doc/x`` is about the document ``doc/x``. It is data: every address in it is canonical.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response

from esslod.addresses import LINKSET
from esslod.rdf.formats import LINKSET_JSON, RDF_SYNTAXES
from esslod.web import asked, caching, files, links, resolution
from esslod.web.links import Link

blueprint = Blueprint("linksets", __name__)


@blueprint.get(f"/{LINKSET}<path:document>")
def linkset(document: str) -> Response:
    """One media type only, whatever the caller accepts: who comes here was told which."""
    held = tuple(files.formats(document))
    path = document if held else resolution.known(document)
    if path is None:
        raise resolution.nothing(document)
    focus, formats = resolution.subject(path), held or RDF_SYNTAXES
    about = [
        Link("describes", document),
        Link("canonical", asked.site().addresses.iri(LINKSET + document), ours=False),
    ]

    def made() -> bytes:
        contexts = {"linkset": links.linkset(path, focus, formats)}
        return (json.dumps(contexts, ensure_ascii=False, indent=2) + "\n").encode()

    return caching.answer(
        made, LINKSET_JSON.content_type, (LINKSET_JSON.name,), headers=[("Link", links.field(about))]
    )
