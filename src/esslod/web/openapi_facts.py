"""What the routes cannot say of themselves, for the API description: an entry an endpoint."""

from __future__ import annotations

from typing import Final

from esslod.rdf import formats
from esslod.rdf.formats import (
    ATOM,
    CSV,
    CSV_FR,
    CSVW,
    HTML,
    JSON,
    LINKSET_JSON,
    N_QUADS,
    OAI_XML,
    OPENSEARCH_XML,
    RESULTS_SYNTAXES,
    SVG,
    TEXT,
    TRIG,
    TURTLE,
    XLSX,
    XML,
    Syntax,
)
from esslod.web.openapi_kinds import ABOUT as _ABOUT
from esslod.web.openapi_kinds import DESCRIBED as _DESCRIBED
from esslod.web.openapi_kinds import DOCUMENT as _DOCUMENT
from esslod.web.openapi_kinds import OF_QUERIES, Facts
from esslod.web.openapi_kinds import PAGE as _PAGE
from esslod.web.openapi_kinds import READ as _READ
from esslod.web.openapi_resources import OF_RESOURCES


def _held(fr: str, en: str) -> Facts:
    """A document that the release holds as a file in some formats."""
    return Facts("catalogue", fr, en, _DOCUMENT, (*_ABOUT, 206, 416), (*_DESCRIBED, "Range"))


def _fed(fr: str, en: str, *kinds: Syntax, statuses: tuple[int, ...] = ()) -> Facts:
    """A file of the history."""
    return Facts("catalogue", fr, en, kinds, statuses, ("If-None-Match", "If-Modified-Since"))


def _discovery(fr: str, en: str, *kinds: Syntax) -> Facts:
    return Facts("discovery", fr, en, kinds, (), ("If-None-Match",))


def _listed(fr: str, en: str, kind: Syntax) -> Facts:
    return Facts("finding", fr, en, (kind,), (400, 503), ("q", "sort", "lang", "If-None-Match"))


#: Endpoint (without its blueprint) → what it is. An endpoint that is missing here fails a test.
FACTS: Final[dict[str, Facts]] = {
    **OF_RESOURCES,
    "linkset": Facts(
        "resources", "Les liens d’un document (RFC 9264)", "The links of a document (RFC 9264)",
        (LINKSET_JSON,), (), ("If-None-Match",),
    ),
    "current": Facts(
        "resources", "Le contexte JSON-LD", "The JSON-LD context",
        (formats.JSON_LD,), (), ("If-None-Match",),
    ),
    "fixed": Facts(
        "resources", "Un contenu du contexte, immuable", "One content of the context, immutable",
        (formats.JSON_LD,), (), ("If-None-Match",),
    ),
    "profiles": Facts(
        "resources", "Les profils des descriptions", "The profiles of descriptions", _DOCUMENT, (), _READ,
    ),
    "sparql": Facts(
        "sparql", "Une requête SPARQL 1.1, ou la description du service",
        "A SPARQL 1.1 query, or the description of the service",
        (*RESULTS_SYNTAXES, *_DOCUMENT), (400, 403, 413, 415, 502, 503, 504),
        ("query", "default-graph-uri", "named-graph-uri", "format", "timeout", "prefixes"),
    ),
    "sparql_as": Facts(
        "sparql", "La description du service dans un format", "The description of the service in one format",
        _DOCUMENT, (400, 413), _READ,
    ),
    "questions": Facts("questions", "La liste des questions", "The list of questions", _PAGE, (), _READ),
    "compare": Facts(
        "questions", "Plusieurs territoires côte à côte", "Several territories side by side",
        _PAGE, (400, *OF_QUERIES), _READ,
    ),
    "compare-as": Facts(
        "questions", "La comparaison en fichier", "The comparison as a file",
        (HTML, CSV, XLSX, JSON), (400, *OF_QUERIES), ("lang", "Accept-Language", "If-None-Match"),
    ),
    "example": Facts(
        "questions", "Une question : sa réponse, ou sa description en RDF",
        "A question: its answer, or its description in RDF",
        (*_DOCUMENT, CSV, XLSX, JSON, SVG), (*_ABOUT, *OF_QUERIES), _DESCRIBED,
    ),
    "completion": Facts(
        "sparql", "Ce que propose un éditeur de requêtes", "What an editor of queries completes with",
        (JSON,), (), ("If-None-Match",),
    ),
    "examples": _held("Les exemples de requêtes", "The example queries"),
    "examples-as": _held("Les exemples de requêtes dans un format", "The example queries in one format"),
    "catalogue": _held("Le catalogue, DCAT-AP 3", "The catalogue, DCAT-AP 3"),
    "catalogue-as": _held("Le catalogue dans un format", "The catalogue in one format"),
    "flavour-as": _held("Le catalogue d’un portail", "The catalogue for one portal"),
    "void": _held("La description VoID", "The VoID description"),
    "void-as": _held("La description VoID dans un format", "The VoID description in one format"),
    "dumps": Facts(
        "catalogue", "La liste des fichiers complets", "The list of whole files", _PAGE, (), _READ
    ),
    "dump": Facts(
        "catalogue", "Un fichier d’une version", "One file of a release",
        statuses=(206, 416), words=("Range", "If-None-Match", "If-Modified-Since"), file=True,
    ),
    "stream": _fed("Un flux d’événements (LDES)", "An event stream (LDES)", TRIG),
    "stream-as": _fed("Le même flux, par son suffixe", "The same stream, by its suffix", TRIG),
    "fragment": _fed("Une page d’un flux", "A page of a stream", TRIG, statuses=(410,)),
    "member": _fed(
        "Un membre d’un flux : mène à sa page", "A member of a stream: leads to its page", statuses=(303,)
    ),
    "member_shape": _fed("La forme des membres", "The shape of members", TURTLE),
    "feed": _fed("Le fil Atom des changements", "The Atom feed of changes", ATOM),
    "feed-in": _fed("Le fil Atom dans une langue", "The Atom feed in one language", ATOM),
    "changes": Facts(
        "catalogue", "Les changements de version en version", "Changes, release by release", _PAGE, (), _READ
    ),
    "change": Facts(
        "catalogue", "Ce qu’une publication a changé", "What one publication changed", _PAGE, (), _READ
    ),
    "change-as": _fed("Le même, pour les programmes", "The same, for programs", JSON),
    "added": _fed("Les énoncés ajoutés", "The statements added", N_QUADS),
    "removed": _fed("Les énoncés retirés", "The statements removed", N_QUADS),
    "changed": Facts(
        "catalogue", "Les changements d’une version, parmi ses fichiers",
        "The changes of a release, among its files",
        statuses=(206, 416), words=("Range", "If-None-Match", "If-Modified-Since"), file=True,
    ),
    "tables": Facts(
        "catalogue", "Les tableaux, et leurs colonnes", "The tables, and their columns", _PAGE, (), _READ
    ),
    "table": Facts(
        "catalogue", "Un tableau : sa page, ou le fichier préféré",
        "A table: its page, or the file preferred",
        (HTML, CSV, XLSX, JSON, CSVW), (206, 416), (*_READ, "Range"),
    ),
    "table-as": Facts(
        "catalogue", "Un fichier d’un tableau", "One file of a table",
        statuses=(206, 416), words=("Range", "If-None-Match", "If-Modified-Since"), file=True,
    ),
    "oai": Facts(
        "catalogue", "Moissonnage OAI-PMH 2.0", "OAI-PMH 2.0 harvesting", (OAI_XML,), (413,),
        ("verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"),
    ),
    "legal": Facts("pages", "Les mentions légales", "The legal notices", _PAGE, (), _READ),
    "accessibility": Facts(
        "pages", "La déclaration d’accessibilité", "The accessibility statement", _PAGE, (), _READ
    ),
    "maps": Facts(
        "pages", "Les cartes, et la première", "The maps, and the first", _PAGE, (400,), ("by", *_READ)
    ),
    "map": Facts(
        "pages", "Une carte, ses valeurs en tableau", "A map, its values as a table",
        _PAGE, (400,), ("by", *_READ),
    ),
    "map-picture": Facts(
        "pages", "La carte seule", "The map alone", (formats.SVG,), (400,), ("by", *_READ)
    ),
    "map-table": Facts(
        "pages", "Les valeurs de la carte", "The values of the map",
        (formats.CSV,), (400,), ("by", "If-None-Match"),
    ),
    "front": Facts("discovery", "La page d’accueil", "The home page", _PAGE, (303,), _READ),
    "well-known": _held("La description VoID, sans redirection", "The VoID description, without redirect"),
    "well-known-examples": _held("Les exemples, sans redirection", "The examples, without redirect"),
    "classes": Facts("finding", "Les classes", "The classes", _PAGE, (503,), _READ),
    "list": Facts(
        "finding", "La liste d’une classe, avec ses filtres", "The list of a class, with its facets",
        _PAGE, (400, 503), ("q", "sort", "page", *_READ),
    ),
    "list-csv": _listed("La même liste, en CSV", "The same list, as CSV", CSV),
    "list-csv-fr": _listed("Pour les tableurs français", "For French spreadsheet programs", CSV_FR),
    "list-xlsx": _listed("En classeur Excel", "As an Excel workbook", XLSX),
    "list-json": _listed("En JSON", "As JSON", JSON),
    "search": Facts(
        "finding", "La recherche plein texte", "Full-text search",
        _PAGE, (400, 503), ("q", "class", "page", *_READ),
    ),
    "suggest": Facts(
        "finding", "Des suggestions (OpenSearch)", "Suggestions (OpenSearch)",
        (JSON,), (400, 503), ("q", "lang", "If-None-Match"),
    ),
    "opensearch": _discovery("La recherche des navigateurs", "The search of browsers", OPENSEARCH_XML),
    "robots": _discovery("Ce qu’un robot peut lire", "What a robot may read", TEXT),
    "security": _discovery("Où signaler une faille (RFC 9116)", "Where to report a flaw (RFC 9116)", TEXT),
    "api_catalogue": _discovery("Les interfaces (RFC 9727)", "The interfaces (RFC 9727)", LINKSET_JSON),
    "index": _discovery("L’index du plan du site", "The index of the sitemap", XML),
    "part": _discovery("Une partie du plan du site", "A part of the sitemap", XML),
    "description-json": _discovery("Cette description", "This description", JSON),
    "api": Facts("discovery", "La même, en page", "The same, as a page", _PAGE, (), _READ),
    "portals": Facts(
        "discovery", "Les réglages à donner aux portails", "The settings to give to portals", _PAGE, (), _READ
    ),
    "reuse": Facts("discovery", "Comment réutiliser", "How to reuse", _PAGE, (), _READ),
    "problems_page": Facts(
        "discovery", "Les genres de problèmes", "The kinds of problems", _PAGE, (), _READ
    ),
    "asset": Facts("discovery", "Feuille de style, icône", "Style sheet, icon", statuses=(), file=True),
    "health": Facts("operations", "Ce processus répond", "This process answers", (JSON,)),
    "ready": Facts("operations", "Une requête aboutirait", "A query would be answered", (JSON,), (503,)),
    "metrics": Facts(
        "operations", "Les compteurs du serveur", "The counters of the server",
        (formats.METRICS, formats.OPENMETRICS),
    ),
}  # fmt: skip


#: Media type → how a page calls it.
LABELS: Final = {form.media_type: form.label for facts in FACTS.values() for form in facts.formats}
