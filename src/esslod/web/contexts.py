"""The JSON-LD context, at the address that documents name and at one that never changes.

``context/v1.jsonld`` may grow from release to release, so it is asked about again before use;
``context/v1-{digest}.jsonld`` is one content of it, for ever (decision 0017).
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from esslod.addresses import CONTEXT
from esslod.errors import NotFound
from esslod.rdf.formats import JSON_LD
from esslod.web import asked, caching

_STEM: Final = CONTEXT.removesuffix(f".{JSON_LD.suffix}")

blueprint = Blueprint("contexts", __name__)


@blueprint.get(f"/{CONTEXT}")
def current() -> Response:
    """The names of the release that is served."""
    context = asked.published().context
    fixed = f"{asked.root()}{_STEM}-{context.digest}.{JSON_LD.suffix}"
    canonical = asked.site().addresses.iri(CONTEXT)
    return caching.answer(
        lambda: context.document, JSON_LD.content_type, (context.digest,),
        headers=[("Content-Location", fixed), ("Link", f'<{canonical}>; rel="canonical"')],
    )  # fmt: skip


@blueprint.get(f"/{_STEM}-<digest>.{JSON_LD.suffix}")
def fixed(digest: str) -> Response:
    """One content of the context. Raises NotFound for that of another release."""
    context = asked.published().context
    if digest != context.digest:
        raise NotFound(request.path)
    response = caching.answer(lambda: context.document, JSON_LD.content_type, (digest,))
    response.headers["Cache-Control"] = caching.IMMUTABLE
    return response
