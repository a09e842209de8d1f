"""What the API description says of an endpoint, and under which heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from esslod.rdf.formats import HTML, RDF_SYNTAXES, Syntax

#: Tag → French, English; the order of the description.
TAGS: Final = {
    "resources": ("Ressources", "Resources"),
    "sparql": ("Requêtes SPARQL", "SPARQL queries"),
    "questions": ("Questions", "Questions"),
    "catalogue": ("Catalogue et fichiers", "Catalogue and files"),
    "pages": ("Pages pour le public", "Pages for people"),
    "finding": ("Listes et recherche", "Lists and search"),
    "discovery": ("Découverte", "Discovery"),
    "operations": ("Exploitation", "Operations"),
}
#: What may befall a query that a route asks.
OF_QUERIES: Final = (413, 503, 504)
#: Formats, parameters and statuses that many endpoints have.
PAGE: Final = (HTML,)
DOCUMENT: Final = (HTML, *RDF_SYNTAXES)
READ: Final = ("lang", "rewrite", "Accept-Language", "If-None-Match", "If-Modified-Since")
DESCRIBED: Final = (*READ, "_profile", "_mediatype", "Accept-Profile")
ABOUT: Final = (400, 410)


@dataclass(frozen=True)
class Facts:
    """Of one endpoint: tag, what it answers (French, English), formats of 200, statuses, parameters.

    ``statuses`` come besides those that any address may answer. ``words`` are names of
    `openapi_parameters.PARAMETERS`. ``file`` means that the bytes are a file's, whatever its type.
    """

    tag: str
    fr: str
    en: str
    formats: tuple[Syntax, ...] = ()
    statuses: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    file: bool = False
