"""``/cite/``: how to cite the document whose path follows, for programs that keep references."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, request

from esslod.addresses import CITE
from esslod.rdf.formats import REFERENCES
from esslod.representation.citing import WRITERS, Citation, Collection, citation
from esslod.representation.words import LANGUAGES
from esslod.web import asked, caching, resolution

_BY_SUFFIX: Final = {syntax.suffix: syntax for syntax in REFERENCES}

blueprint = Blueprint("citations", __name__)


@blueprint.get(f"/{CITE}<path:name>.bib", endpoint="cite-bibtex", defaults={"suffix": "bib"})
@blueprint.get(f"/{CITE}<path:name>.ris", endpoint="cite-ris", defaults={"suffix": "ris"})
@blueprint.get(f"/{CITE}<path:name>.csl.json", endpoint="cite-csl", defaults={"suffix": "csl.json"})
def reference(name: str, suffix: str) -> Response:
    """The reference of the document at *name*, in ``?lang=``, else in French. Raises NotFound."""
    syntax, path = _BY_SUFFIX[suffix], resolution.known(name)
    if path is None:
        raise resolution.nothing(name)
    language = request.args.get("lang", "")
    language = language if language in LANGUAGES else LANGUAGES[0]

    def make() -> bytes:
        return WRITERS[syntax](cited(path, language)).encode()

    headers = [
        ("Content-Language", language),
        ("Content-Disposition", f'attachment; filename="{_file_name(path)}.{suffix}"'),
    ]
    return caching.answer(make, syntax.content_type, (syntax.name, language), headers=headers)


def cited(path: str, language: str) -> Citation:
    """How to cite what the document at *path* is about."""
    site, published = asked.site(), asked.published()
    title = site.title_fr if language == "fr" else site.title_en
    licence = published.licence[1].get(language, "")
    manifest = published.manifest
    whole = Collection(title, site.publisher_name, manifest.name, manifest.date, licence)
    return citation(published.engine, resolution.subject(path), whole, language)


def _file_name(path: str) -> str:
    """*path* as the name of a file anywhere."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", path).strip("-.") or "citation"
