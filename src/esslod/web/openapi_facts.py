"""What the routes cannot say of themselves, for the API description: an entry an endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from esslod.rdf import formats
from esslod.rdf.formats import (
    ATOM,
    HTML,
    JSON,
    LINKSET_JSON,
    N_QUADS,
    OAI_XML,
    RDF_SYNTAXES,
    RESULTS_SYNTAXES,
    TEXT,
    TRIG,
    TURTLE,
    XML,
    Syntax,
)

#: Tag → French, English; the order of the description.
TAGS: Final = {
    "resources": ("Ressources", "Resources"),
    "sparql": ("Requêtes SPARQL", "SPARQL queries"),
    "catalogue": ("Catalogue et fichiers", "Catalogue and files"),
    "discovery": ("Découverte", "Discovery"),
    "operations": ("Exploitation", "Operations"),
}

_PAGE: Final = (HTML,)
_DOCUMENT: Final = (HTML, *RDF_SYNTAXES)
_READ: Final = ("lang", "rewrite", "Accept-Language", "If-None-Match", "If-Modified-Since")
_DESCRIBED: Final = (*_READ, "_profile", "_mediatype", "Accept-Profile")


@dataclass(frozen=True)
class Facts:
    """Of one endpoint: tag, what it answers (French, English), formats of 200, statuses, parameters.

    ``statuses`` come besides those that any address may answer. ``words`` are names of
    `PARAMETERS`. ``file`` means that the bytes are a file's, whatever its type.
    """

    tag: str
    fr: str
    en: str
    formats: tuple[Syntax, ...] = ()
    statuses: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    file: bool = False


_ABOUT: Final = (400, 410)


def _document(fr: str, en: str) -> Facts:
    return Facts("resources", fr, en, _DOCUMENT, _ABOUT, _DESCRIBED)


def _held(fr: str, en: str) -> Facts:
    """A document that the release holds as a file in some formats."""
    return Facts("catalogue", fr, en, _DOCUMENT, (*_ABOUT, 206, 416), (*_DESCRIBED, "Range"))


def _fed(fr: str, en: str, *kinds: Syntax, statuses: tuple[int, ...] = ()) -> Facts:
    """A file of the history."""
    return Facts("catalogue", fr, en, kinds, statuses, ("If-None-Match", "If-Modified-Since"))


def _discovery(fr: str, en: str, *kinds: Syntax) -> Facts:
    return Facts("discovery", fr, en, kinds, (), ("If-None-Match",))


#: Endpoint (without its blueprint) → what it is. An endpoint that is missing here fails a test.
FACTS: Final[dict[str, Facts]] = {
    "thing": Facts(
        "resources", "La chose : mène à sa description", "The thing: leads to its description",
        statuses=(303, 410), words=("lang",),
    ),
    "description": _document("Ce que la version dit d’une chose", "What the release says of a thing"),
    "vocabulary": _document("Le vocabulaire", "The vocabulary"),
    "vocabulary-as": _document("Le vocabulaire dans un format", "The vocabulary in one format"),
    "version": _document("Une version du vocabulaire", "A version of the vocabulary"),
    "code": _document("Une liste de codes, ou un code", "A code list, or a code"),
    "dataset": _document("Un jeu de données", "A dataset"),
    "shapes": _document("Les formes SHACL", "The SHACL shapes"),
    "shapes-as": _document("Les formes SHACL dans un format", "The SHACL shapes in one format"),
    "shapes-graph": _document("Un groupe de formes SHACL", "A group of SHACL shapes"),
    "anything": Facts(
        "resources", "Ce que les données disent d’un IRI quelconque", "What the data say of any IRI",
        _DOCUMENT, _ABOUT, ("iri", "suffix", *_DESCRIBED),
    ),
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
        ("query", "default-graph-uri", "named-graph-uri", "format", "timeout"),
    ),
    "sparql_as": Facts(
        "sparql", "La description du service dans un format", "The description of the service in one format",
        _DOCUMENT, (400, 413), _READ,
    ),
    "example": _document("Un exemple de requête", "An example query"),
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
    "oai": Facts(
        "catalogue", "Moissonnage OAI-PMH 2.0", "OAI-PMH 2.0 harvesting", (OAI_XML,), (413,),
        ("verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"),
    ),
    "front": Facts("discovery", "La page d’accueil", "The home page", _PAGE, (303,), _READ),
    "well-known": _held("La description VoID, sans redirection", "The VoID description, without redirect"),
    "well-known-examples": _held("Les exemples, sans redirection", "The examples, without redirect"),
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


def _text(where: str, name: str, meaning: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "description": meaning, "schema": {"type": "string", **schema}}


_GRAPHS: Final = {"schema": {"type": "array", "items": {"type": "string", "format": "iri"}}}

#: Parameters that several endpoints share, by the name that `Facts` give.
PARAMETERS: Final[dict[str, dict[str, Any]]] = {
    "lang": _text("query", "lang", "Language of a page.", enum=["fr", "en"]),
    "rewrite": _text("query", "rewrite", "`false`: canonical links only.", enum=["true", "false"]),
    "_profile": _text("query", "_profile", "Profile of the description, by token or IRI; `all` lists them."),
    "_mediatype": _text("query", "_mediatype", "Media type, instead of the `Accept` header."),
    "verb": _text("query", "verb", "What is asked (OAI-PMH 2.0).", enum=[
        "Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord",
    ]),
    "identifier": _text("query", "identifier", "Identifier of a record: the IRI of a dataset."),
    "metadataPrefix": _text("query", "metadataPrefix", "Format of records: `oai_dc`, `dcat_ap`."),
    "from": _text("query", "from", "Records changed from this moment on (UTC)."),
    "until": _text("query", "until", "Records changed until this moment (UTC)."),
    "set": _text("query", "set", "There are no sets."),
    "resumptionToken": _text("query", "resumptionToken", "Where a list goes on."),
    "iri": _text("query", "iri", "The IRI in question.", format="iri") | {"required": True},
    "suffix": _text(
        "query", "format", "Format, by suffix.", enum=[syntax.suffix for syntax in (HTML, *RDF_SYNTAXES)]
    ),
    "query": _text("query", "query", "The query; without it, the service is described.", format="sparql"),
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
