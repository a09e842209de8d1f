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
        "Chaque édition de profil, la géographie, le vocabulaire, chaque liste de codes. Ajoutez .gz ou .zst "
        "à l’adresse d’un gros fichier, .sha256 à celle de n’importe lequel.",
        "Each profile edition, the geography, the vocabulary, each code list. Add .gz or .zst to the address "
        "of a large file, .sha256 to that of any.",
    ),
    "dumps-left": (
        "Et {count} autres : le catalogue et les empreintes les citent tous.",
        "And {count} others: the catalogue and the checksums name them all.",
    ),
    "dataset-files": ("Jeu de données", "Dataset"),
    "signature": ("Signature du manifeste", "Signature of the manifest"),
    "licence": ("Licence", "Licence"),
    "file": ("Fichier", "File"),
    "format": ("Format", "Format"),
    "size": ("Taille", "Size"),
    "sha256": ("SHA-256", "SHA-256"),
    "fixed-address": ("Adresse fixe", "Fixed address"),
    "changes": ("Ce qui change", "What changes"),
    "changes-intro": (
        "Chaque version publiée, et ce qu’elle change. Un lecteur de flux ou un programme peut suivre.",
        "Each release, and what it changes. A feed reader or a program can follow the site.",
    ),
    "changes-follow": (
        "Suivre ce qui change : fil Atom, flux d’événements, OAI-PMH",
        "Follow what changes: Atom feed, event streams, OAI-PMH",
    ),
    "changes-feed": ("Fil Atom, pour un lecteur de flux", "Atom feed, for a feed reader"),
    "changes-stream-data": ("Flux d’événements des données (LDES)", "Event stream of the data (LDES)"),
    "changes-stream-catalog": (
        "Flux d’événements du catalogue (LDES)",
        "Event stream of the catalogue (LDES)",
    ),
    "changes-oai": ("Moissonnage OAI-PMH du catalogue", "OAI-PMH harvesting of the catalogue"),
    "changes-releases": ("Versions publiées", "Releases"),
    "changes-caption": ("Les plus récentes d’abord", "Newest first"),
    "changes-when": ("Date", "Date"),
    "changes-what": ("Changements", "Changes"),
    "changes-release": ("Version", "Release"),
    "changes-one": ("Ce que change la version {name}", "What release {name} changes"),
    "changes-things": ("Choses concernées", "Things concerned"),
    "changes-more": ("… et {count} autres", "… and {count} more"),
    "changes-files": ("Pour les programmes", "For programs"),
    "changes-json": ("Résumé (JSON)", "Summary (JSON)"),
    "changes-added": ("Énoncés ajoutés (N-Quads)", "Statements added (N-Quads)"),
    "changes-removed": ("Énoncés retirés (N-Quads)", "Statements removed (N-Quads)"),
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
    "portals": ("Pour les portails", "For portals"),
    "portals-intro": (
        "À recopier dans les réglages d’un portail pour qu’il prenne le catalogue, les données ou leurs "
        "changements tout seul. Ces adresses sont celles de ce serveur : plusieurs moissonneurs refusent les "
        "redirections, même permanentes.",
        "To copy into the settings of a portal, so that it takes the catalogue, the data or their changes by "
        "itself. These addresses are this server’s own: several harvesters refuse redirects, even permanent "
        "ones.",
    ),
    "portals-datagouv": (
        "Dans l’administration de votre organisation : Moissonneurs, puis Ajouter. Prévisualisez, puis "
        "demandez la validation. Cette version du catalogue est écrite pour ce portail.",
        "In the administration of your organisation: Harvesters, then Add. Preview, then ask for validation. "
        "This flavour of the catalogue is written for this portal.",
    ),
    "portals-europa": (
        "Demandez un moissonnage direct : ce qui passe par un portail national y perd ses thèmes et son "
        "étendue. OAI-PMH est préféré ; à défaut, le catalogue écrit pour ses contrôles.",
        "Ask for direct harvesting: what comes through a national portal loses themes and extent. OAI-PMH is "
        "preferred; failing that, the catalogue written for its checks.",
    ),
    "portals-ckan": (
        "Avec les extensions ckanext-harvest et ckanext-dcat : /harvest, puis Add Harvest Source.",
        "With the extensions ckanext-harvest and ckanext-dcat: /harvest, then Add Harvest Source.",
    ),
    "portals-tables": (
        "Ces portails lisent une table à une adresse : donnez-leur celle d’une requête, en CSV. Composez la "
        "vôtre à partir des exemples de la page SPARQL.",
        "These portals read a table at an address: give them that of a query, as CSV. Make yours from the "
        "examples of the SPARQL page.",
    ),
    "portals-ldes": (
        "Deux flux d’événements (Linked Data Event Streams, TREE) : qui les suit tient une copie à jour, "
        "suppressions comprises.",
        "Two event streams (Linked Data Event Streams, TREE): who follows them keeps a copy up to date, "
        "deletions included.",
    ),
    "portals-oai": (
        "Fiches du catalogue une à une, avec les suppressions.",
        "The records of the catalogue one by one, with the deletions.",
    ),
    "portals-sparql": (
        "Pour un moteur fédéré : il lit la description du service à la même adresse.",
        "For a federated engine: it reads the service description at the same address.",
    ),
    "portals-kind": ("Type de moissonneur", "Kind of harvester"),
    "portals-address": ("Adresse", "Address"),
    "portals-prefix": ("Préfixe de métadonnées", "Metadata prefix"),
    "portals-or-file": ("Ou bien, en RDF/XML", "Or, as RDF/XML"),
    "portals-configuration": ("Configuration", "Configuration"),
    "portals-stream-data": ("Les données, graphe par graphe", "The data, graph by graph"),
    "portals-stream-records": ("Les fiches du catalogue", "The catalogue records"),
    "portals-command": ("Pour essayer", "To try"),
    "portals-void": ("Description VoID", "VoID description"),
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
