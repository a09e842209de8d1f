"""The words of the pages themselves, French and English; words about the domain come from the data.

A template asks for a word by name; a name without both languages is an error of ours,
found by a test.
"""

from __future__ import annotations

import re
from typing import Final

LANGUAGES: Final = ("fr", "en")

_BEFORE: Final = re.compile(r" (?=[:;»?!])")

#: name → (French, English). ``{…}`` is filled in by the caller.
WORDS: Final[dict[str, tuple[str, str]]] = {
    "skip": ("Aller au contenu", "Skip to content"),
    "home": ("Accueil", "Home"),
    "main-navigation": ("Navigation principale", "Main navigation"),
    "vocabulary": ("Vocabulaire", "Vocabulary"),
    "catalogue": ("Catalogue", "Catalogue"),
    "dumps": ("Téléchargements", "Downloads"),
    "sparql": ("Interroger (SPARQL)", "Query (SPARQL)"),
    "other-language": ("English", "Français"),
    "query-title": ("Interroger les données", "Query the data"),
    "query-intro": (
        "Posez une question en SPARQL, ou partez d’un exemple. Sans FROM ni GRAPH, une requête voit tous les "
        "graphes ensemble.",
        "Ask in SPARQL, or start from an example. Without FROM or GRAPH, a query sees all graphs together.",
    ),
    "query-label": ("Requête SPARQL", "SPARQL query"),
    "query-run": ("Exécuter", "Run"),
    "query-examples": ("Exemples", "Examples"),
    "query-chosen": ("chargé dans le formulaire", "loaded into the form"),
    "query-endpoint": ("Pour les programmes", "For programs"),
    "query-address": ("Adresse du point d’accès", "Endpoint address"),
    "query-description": ("Description du service", "Service description"),
    "query-limits": ("Limites", "Limits"),
    "query-limit-seconds": ("{count} s par requête", "{count} s a query"),
    "query-limit-rows": ("{count} lignes par réponse", "{count} rows an answer"),
    "query-limit-size": ("{count} par réponse", "{count} an answer"),
    "query-limit-page": (
        "{count} lignes sur cette page ; les téléchargements donnent tout",
        "{count} rows on this page; the downloads give all",
    ),
    "query-refused": ("La requête n’a pas abouti", "The query did not succeed"),
    "query-place": ("Ligne {line}, colonne {column}.", "Line {line}, column {column}."),
    "query-answer": ("Réponse", "Answer"),
    "query-none": ("Aucune ligne ne répond à cette requête.", "No row answers this query."),
    "query-empty-graph": ("Le graphe construit est vide.", "The graph built is empty."),
    "query-one-row": ("1 ligne.", "1 row."),
    "query-rows": ("{count} lignes.", "{count} rows."),
    "query-cut": (
        "Les {shown} premières lignes sur {count}. Cette page n’en montre pas plus ; les téléchargements "
        "les donnent toutes.",
        "The first {shown} rows of {count}. This page shows no more; the downloads give them all.",
    ),
    "query-cut-uncounted": (
        "Les {shown} premières lignes d’une longue réponse. Cette page n’en montre pas plus ; les "
        "téléchargements vont jusqu’aux limites du serveur.",
        "The first {shown} rows of a long answer. This page shows no more; the downloads go as far as the "
        "server’s limits.",
    ),
    "query-graph": ("Le graphe construit, en Turtle", "The graph built, as Turtle"),
    "query-download": ("La même requête en", "The same query as"),
    "query-yes": ("Oui", "Yes"),
    "query-no": ("Non", "No"),
    "identifier": ("Identifiant permanent", "Permanent identifier"),
    "formats": ("Cette page en données", "This page as data"),
    "statements": ("Ce que l’on en dit", "What is said of it"),
    "other-properties": ("Autres propriétés", "Other properties"),
    "incoming": ("Ce qui y mène", "What leads here"),
    "incoming-cut": (
        "Les {held} premiers énoncés sur {total}.",
        "The first {held} statements of {total}.",
    ),
    "incoming-by": ("par « {property} »", "through “{property}”"),
    "parts": ("Défini dans cette page", "Defined on this page"),
    "contents": ("Sommaire", "Contents"),
    "property": ("Propriété", "Property"),
    "value": ("Valeur", "Value"),
    "graphs": ("Graphes nommés qui le disent", "Named graphs that say so"),
    "graph-quads": ("Énoncés", "Statements"),
    "graph-source": ("Fichier source", "Source file"),
    "graph-digest": ("Empreinte (RDFC-1.0, SHA-256)", "Digest (RDFC-1.0, SHA-256)"),
    "graph-title": ("Graphe nommé de cette version", "Named graph of this release"),
    "true": ("oui", "yes"),
    "false": ("non", "no"),
    "release": ("Version", "Release"),
    "release-of": ("version {name} du {date}", "release {name} of {date}"),
    "publisher": ("Publié par", "Published by"),
    "figures": ("Cette version en chiffres", "This release in figures"),
    "figures-caption": ("Ressources décrites, par classe", "Resources described, by class"),
    "class": ("Classe", "Class"),
    "resources": ("Ressources", "Resources"),
    "quads": ("énoncés", "statements"),
    "graphs-count": ("graphes nommés", "named graphs"),
    "profiles": ("Territoires décrits", "Territories described"),
    "profiles-none": ("Aucun profil dans cette version.", "No profile in this release."),
    "reuse": ("Réutiliser ces données", "Reuse these data"),
    "reuse-intro": (
        "Toute ressource a une adresse. Demandez-la dans le format qui vous convient, ou ajoutez le suffixe "
        "du format à l’adresse de sa page.",
        "Every resource has an address. Ask for it in the format that suits you, or add the format’s suffix "
        "to the address of its page.",
    ),
    "reuse-resource": ("Une ressource, en Turtle", "One resource, as Turtle"),
    "reuse-query": (
        "Une question SPARQL, réponse en CSV",
        "A SPARQL question, answered as CSV",
    ),
    "reuse-dump": ("Tout, en un fichier", "Everything, in one file"),
    "reuse-catalogue": ("Le catalogue DCAT-AP, à moissonner", "The DCAT-AP catalogue, to harvest"),
    "everything": ("Tout télécharger", "Download everything"),
    "dumps-intro": (
        "Chacun de ces fichiers contient toute la version. Les adresses en « latest » suivent la version "
        "courante ; celles qui portent le nom de la version ne changent jamais.",
        "Each of these files holds the whole release. Addresses in “latest” follow the current release; "
        "those that carry the release’s name never change.",
    ),
    "dumps-caption": ("Fichiers de la version {name}", "Files of release {name}"),
    "dumps-parts": ("Jeu par jeu", "Dataset by dataset"),
    "dumps-parts-intro": (
        "Les jeux de données que le catalogue décrit un à un : chaque édition de profil, la géographie, le "
        "vocabulaire.",
        "The datasets that the catalogue describes one by one: each profile edition, the geography, the "
        "vocabulary.",
    ),
    "licence": ("Licence", "Licence"),
    "file": ("Fichier", "File"),
    "format": ("Format", "Format"),
    "size": ("Taille", "Size"),
    "sha256": ("SHA-256", "SHA-256"),
    "fixed-address": ("Adresse fixe", "Fixed address"),
    "check": ("Vérifier ce que l’on a téléchargé", "Check what you downloaded"),
    "all-checksums": ("Toutes les empreintes", "All checksums"),
    "manifest": ("Manifeste", "Manifest"),
    "problem": ("Problème", "Problem"),
    "remedy": ("Que faire", "What to do"),
    "near": ("Adresses ressemblantes", "Addresses that look alike"),
    "offered": ("Formats disponibles", "Formats on offer"),
    "reference": ("Référence à citer", "Reference to quote"),
    "back-home": ("Revenir à l’accueil", "Back to the home page"),
    "api": ("L’interface de programmation (API)", "The programming interface (API)"),
    "api-intro": (
        "Tout ce que ce site répond, écrit d’après ses propres routes. Toute adresse répond aussi à HEAD et "
        "OPTIONS, et peut aussi répondre {statuses}.",
        "Everything this site answers, written from its own routes. Every address also answers HEAD and "
        "OPTIONS, and may answer {statuses} besides.",
    ),
    "api-document": (
        "La même chose pour les programmes : OpenAPI {version}",
        "The same for programs: OpenAPI {version}",
    ),
    "api-address": ("Adresse", "Address"),
    "api-parameters": ("Paramètres", "Parameters"),
    "api-formats": ("Formats", "Formats"),
    "api-statuses": ("Codes", "Statuses"),
    "problems": ("Les erreurs que ce site peut répondre", "The errors this site may answer"),
    "problems-intro": (
        "Chaque réponse d’erreur est un « problem document » (RFC 9457) en JSON, en Turtle ou en HTML ; son "
        "type mène ici.",
        "Every error answer is a problem document (RFC 9457) in JSON, Turtle or HTML; its type leads here.",
    ),
    "other-views": (
        "Autres profils : en bref, schema.org…",
        "Other profiles: in short, schema.org…",
    ),
    "views": ("Profils des descriptions", "Profiles of descriptions"),
    "views-intro": (
        "La même ressource, dite de plusieurs façons ; chaque profil existe dans plusieurs formats.",
        "The same resource, told in several ways; each profile comes in several formats.",
    ),
    "status": ("Code HTTP", "HTTP status"),
    "meaning": ("Sens", "Meaning"),
    "bytes": ("o", "B"),
    "kilobytes": ("ko", "kB"),
    "megabytes": ("Mo", "MB"),
    "gigabytes": ("Go", "GB"),
    "external": ("site extérieur", "outside site"),
    "parts-cut": (
        "Les {held} premières définitions sur {total} ; les formats de données les donnent toutes.",
        "The first {held} definitions of {total}; the data formats give them all.",
    ),
    "withdrawn": ("Ressource retirée", "Resource withdrawn"),
    "withdrawn-on": ("Retirée le", "Withdrawn on"),
    "withdrawn-by": ("par", "by"),
    "replaced-by": ("Remplacée par", "Replaced by"),
    "all-incoming": ("Les voir tous", "See them all"),
    "no-description": (
        "Cette version ne décrit pas cette ressource ; elle est seulement nommée par d’autres.",
        "This release does not describe this resource; others merely name it.",
    ),
    "open-data": (
        "Données liées ouvertes : chaque fait est rattaché au passage du document dont il vient.",
        "Linked open data: every fact is tied to the passage of the document it comes from.",
    ),
}


def word(name: str, language: str, /, **filled: object) -> str:
    """The word *name* in *language* (``fr`` or ``en``), its ``{…}`` filled.

    French gets its no-break spaces here: before ``:``, ``;``, ``»`` and after ``«``.
    """
    text = WORDS[name][LANGUAGES.index(language)]
    if language == "fr":
        text = _BEFORE.sub("\u00a0", text).replace("« ", "«\u00a0")
    return text.format(**filled) if filled else text
