"""What the engine tells callers, in English and in French: one table, so that both always exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from esslod.errors import EsslodError

    Error = TypeVar("Error", bound=EsslodError)

_SPLIT = "Ask in several smaller queries, or ask the operator to raise the setting."
_SPLIT_FR = "Posez plusieurs petites requêtes, ou demandez à l’exploitant de relever le réglage."
_LESS = "Add LIMIT (and OFFSET, with ORDER BY), or ask for less; the dumps hold everything."
_LESS_FR = (
    "Ajoutez LIMIT (et OFFSET, avec ORDER BY), ou demandez moins ; les fichiers complets contiennent tout."
)
_LATER = "Come back later, or leave SERVICE out and join the answers on your side."
_LATER_FR = "Revenez plus tard, ou retirez SERVICE et joignez les réponses de votre côté."
_LIST = (
    "Leave SERVICE out and join the answers on your side, "
    "or ask the operator to add the endpoint to the setting service_hosts."
)
_LIST_FR = (
    "Retirez SERVICE et joignez les réponses de votre côté, ou demandez à l’exploitant "
    "d’ajouter ce point d’accès au réglage service_hosts."
)
_PLAINLY = (
    "Write absolute IRIs, put spaces around keywords and “<”, "
    "a full stop before a group, and no “service” in prefixes."
)
_PLAINLY_FR = (
    "Écrivez des IRI absolus, des espaces autour des mots-clés et de « < », "
    "un point avant un groupe, et pas de « service » dans les préfixes."
)
_TYPES = "Send application/x-www-form-urlencoded or application/sparql-query."
_TYPES_FR = "Envoyez application/x-www-form-urlencoded ou application/sparql-query."
_WAIT = "Try again in a few seconds."
_WAIT_FR = "Réessayez dans quelques secondes."

#: key → message and remedy in English, message and remedy in French.
TABLE: Final[dict[str, tuple[str, str, str, str]]] = {
    "nesting": (
        "The query has more than {limit} levels of nesting, the most this site accepts (query_nesting).",
        _SPLIT,
        "La requête a plus de {limit} niveaux d’imbrication, le maximum accepté ici (query_nesting).",
        _SPLIT_FR,
    ),
    "patterns": (
        "The query has more than {limit} triple patterns, the most this site accepts (query_patterns).",
        _SPLIT,
        "La requête a plus de {limit} motifs de triplets, le maximum accepté ici (query_patterns).",
        _SPLIT_FR,
    ),
    "list_items": (
        "The query has more than {limit} list items, the most this site accepts (query_list_items).", _SPLIT,
        "La requête a plus de {limit} éléments de liste, le maximum accepté ici (query_list_items).",
        _SPLIT_FR,
    ),
    "path_steps": (
        "The query has more than {limit} property path steps, the most this site accepts (query_path_steps).",
        _SPLIT,
        "La requête a plus de {limit} pas de chemin, le maximum accepté ici (query_path_steps).", _SPLIT_FR,
    ),
    "text": (
        "The query is {size} bytes long; this site accepts {limit} (query_text_bytes).", _SPLIT,
        "La requête fait {size} octets ; ce site en accepte {limit} (query_text_bytes).", _SPLIT_FR,
    ),
    "crash": (
        "The engine could not bear this query: it is too deep or too long.",
        "Use fewer nested groups, alternatives and operators, or VALUES.",
        "Le moteur n’a pas supporté cette requête : trop profonde ou trop longue.",
        "Imbriquez moins de groupes, d’alternatives et d’opérateurs, ou utilisez VALUES.",
    ),
    "rows": (
        "The answer has more than {limit} rows, the most this site gives (query_rows).", _LESS,
        "La réponse a plus de {limit} lignes, le maximum donné ici (query_rows).", _LESS_FR,
    ),
    "bytes": (
        "The answer has more than {limit} bytes, the most this site gives (query_bytes).", _LESS,
        "La réponse a plus de {limit} octets, le maximum donné ici (query_bytes).", _LESS_FR,
    ),
    "memory": (
        "The query needs more memory than this site gives to one query (query_memory).",
        "Sort, group or concatenate less; look for patterns that share no variable.",
        "La requête demande plus de mémoire que ce site n’en donne à une requête (query_memory).",
        "Triez, groupez ou concaténez moins ; cherchez des motifs qui ne partagent aucune variable.",
    ),
    "time": (
        "The query took longer than {limit:g} seconds, the most it had (query_seconds, or its timeout).",
        "Add more selective patterns or LIMIT; look for patterns that share no variable.",
        "La requête a duré plus de {limit:g} secondes, le maximum accordé (query_seconds, ou son timeout).",
        "Ajoutez des motifs plus sélectifs ou LIMIT ; cherchez des motifs qui ne partagent aucune variable.",
    ),
    "died": (
        "The query process ended unexpectedly (status {status}).", "",
        "Le processus de requête s’est arrêté de façon inattendue (état {status}).", "",
    ),
    "full": (
        "Every query process is taken and the queue is full (query_queue).", _WAIT,
        "Tous les processus de requête sont pris et la file est pleine (query_queue).", _WAIT_FR,
    ),
    "waited": (
        "Every query process is taken and no process was free within {limit:g} seconds (query_wait).", _WAIT,
        "Tous les processus de requête sont pris et aucun ne s’est libéré en {limit:g} s (query_wait).",
        _WAIT_FR,
    ),
    "crowded": (
        "Too many long queries run at once, and shorter ones were waiting: this one gave way.",
        "Try again later, or make the query more selective.",
        "Trop de requêtes longues à la fois, et de plus courtes attendaient : celle-ci a cédé sa place.",
        "Réessayez plus tard, ou rendez la requête plus sélective.",
    ),
    "closing": ("The engine is closing.", _WAIT, "Le moteur s’arrête.", _WAIT_FR),
    "gone": ("The caller has hung up.", "", "Le demandeur a raccroché.", ""),
    "read_only": (
        "This endpoint only reads: it takes SPARQL queries, no updates.",
        "Send SELECT, ASK, CONSTRUCT or DESCRIBE.",
        "Ce point d’accès ne fait que lire : il prend des requêtes SPARQL, pas de mises à jour.",
        "Envoyez SELECT, ASK, CONSTRUCT ou DESCRIBE.",
    ),
    "no_query": (
        "The request holds no query.", "Send it as the parameter “query”.",
        "La demande ne contient pas de requête.", "Envoyez-la dans le paramètre « query ».",
    ),
    "queries": (
        "The request holds {count} queries; send exactly one.", "",
        "La demande contient {count} requêtes ; envoyez-en exactement une.", "",
    ),
    "no_type": (
        "The body has no Content-Type.", _TYPES,
        "Le corps n’a pas de Content-Type.", _TYPES_FR,
    ),
    "type": (
        "{sent} is not a type of body that this endpoint reads.", _TYPES,
        "{sent} n’est pas un type de corps que ce point d’accès lit.", _TYPES_FR,
    ),
    "charset": (
        "charset={charset}: the protocol's text is UTF-8.", "",
        "charset={charset} : le texte du protocole est en UTF-8.", "",
    ),
    "utf8": ("The request is not UTF-8.", "", "La demande n’est pas en UTF-8.", ""),
    "parameters": (
        "The request has more than 1000 parameters.", "",
        "La demande a plus de 1000 paramètres.", "",
    ),
    "update": (
        "{form} is an update; this endpoint only reads.", "Send SELECT, ASK, CONSTRUCT or DESCRIBE.",
        "{form} est une mise à jour ; ce point d’accès ne fait que lire.",
        "Envoyez SELECT, ASK, CONSTRUCT ou DESCRIBE.",
    ),
    "surrogate": (
        "The query is not Unicode text (a lone surrogate).", "",
        "La requête n’est pas du texte Unicode (demi-codet isolé).", "",
    ),
    "function": (
        "The function <{iri}> is not known here.",
        "Use the functions of SPARQL 1.1 and the casts of XML Schema.",
        "La fonction <{iri}> n’est pas connue ici.",
        "Utilisez les fonctions de SPARQL 1.1 et les conversions de XML Schema.",
    ),
    "expression": (
        "{pattern} (flags {flags}) is not a regular expression that the engine can use.",
        "Escape brackets with \\\\; look-around and back-references do not exist in SPARQL.",
        "{pattern} (options {flags}) n’est pas une expression régulière utilisable par le moteur.",
        "Échappez les crochets par \\\\ ; SPARQL ne connaît ni assertions ni références arrière.",
    ),
    "graph": (
        "default-graph-uri or named-graph-uri: {reason}", "",
        "default-graph-uri ou named-graph-uri : {reason}", "",
    ),
    "service": (
        "SERVICE <{endpoint}> is not allowed here.", _LIST,
        "SERVICE <{endpoint}> n’est pas permis ici.", _LIST_FR,
    ),
    "service_group": (
        "A SERVICE clause is not followed by its group.", _LIST,
        "Une clause SERVICE n’est pas suivie de son groupe.", _LIST_FR,
    ),
    "service_constant": (
        "SERVICE must name its endpoint as a constant IRI.", _LIST,
        "SERVICE doit nommer son point d’accès par un IRI constant.", _LIST_FR,
    ),
    "service_prefix": (
        "SERVICE {name}: its prefix is not declared exactly once.", _LIST,
        "SERVICE {name} : son préfixe n’est pas déclaré exactement une fois.", _LIST_FR,
    ),
    "service_ambiguous": (
        "“{text}” could be read as a part of a SERVICE clause.", _PLAINLY,
        "« {text} » pourrait se lire comme une partie de clause SERVICE.", _PLAINLY_FR,
    ),
    "upstream": (
        "The endpoint <{endpoint}> failed: {reason}", _LATER,
        "Le point d’accès <{endpoint}> a échoué : {reason}", _LATER_FR,
    ),
    "upstream_time": (
        "The endpoint <{endpoint}> did not answer within {limit:g} seconds.", _LATER,
        "Le point d’accès <{endpoint}> n’a pas répondu en {limit:g} secondes.", _LATER_FR,
    ),
    "upstream_address": (
        "The endpoint <{endpoint}> leads to an address that is not public.", _LIST,
        "Le point d’accès <{endpoint}> mène à une adresse qui n’est pas publique.", _LIST_FR,
    ),
    "upstream_redirect": (
        "The endpoint <{endpoint}> redirects to <{target}>, which is not allowed here.", _LIST,
        "Le point d’accès <{endpoint}> redirige vers <{target}>, qui n’est pas permis ici.", _LIST_FR,
    ),
    "upstream_size": (
        "The endpoint <{endpoint}> answered with more than {limit} bytes (query_bytes).", _LESS,
        "Le point d’accès <{endpoint}> a répondu par plus de {limit} octets (query_bytes).", _LESS_FR,
    ),
}  # fmt: skip


def said(key: str, kind: type[Error], **fields: object) -> Error:
    """An error of *kind* whose message and remedy are those of *key*, in both languages."""
    english, remedy, french, remede = TABLE[key]
    error = kind(english.format(**fields))
    error.remedy = remedy
    error.french = (french.format(**{name: _in_french(value) for name, value in fields.items()}), remede)
    return error


class _FrenchNumber(float):
    """Written with a decimal comma."""

    def __format__(self, form: str) -> str:
        return super().__format__(form).replace(".", ",")


def _in_french(value: object) -> object:
    return _FrenchNumber(value) if isinstance(value, float) else value
