"""The one table from the error tree to HTTP: status, name, title, remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from esslod import errors


@dataclass(frozen=True)
class ProblemType:
    """One kind of problem: HTTP ``status``, ``slug`` of its type IRI, titles, and the default remedies."""

    status: int
    slug: str
    fr: str
    en: str
    remedy_fr: str = ""
    remedy_en: str = ""

    def title(self, language: str) -> str:
        return self.fr if language == "fr" else self.en

    def remedy(self, language: str) -> str:
        return self.remedy_fr if language == "fr" else self.remedy_en


#: The most exact class of an error's ancestry decides.
TABLE: Final[dict[type[Exception], ProblemType]] = {
    errors.NotFound: ProblemType(
        404, "not-found", "Rien à cette adresse", "Nothing at this address",
        "Vérifiez l’adresse, ou cherchez depuis la page d’accueil.",
        "Check the address, or look from the home page.",
    ),
    errors.Gone: ProblemType(410, "gone", "Ressource retirée", "Resource withdrawn"),
    errors.NotAcceptable: ProblemType(
        406, "not-acceptable", "Aucun format demandé n’est disponible", "No requested format is available",
        "Demandez l’un des formats disponibles, par l’en-tête Accept ou par le suffixe de l’adresse.",
        "Ask for one of the formats on offer, by the Accept header or by the suffix of the address.",
    ),
    errors.UnsupportedMediaType: ProblemType(
        415, "unsupported-media-type", "Type de contenu non compris", "Content type not understood"
    ),
    errors.MethodNotAllowed: ProblemType(
        405, "method-not-allowed", "Méthode non permise ici", "Method not allowed here",
        "Utilisez l’une des méthodes que donne l’en-tête Allow.",
        "Use one of the methods that the Allow header gives.",
    ),
    errors.PreconditionFailed: ProblemType(
        412, "precondition-failed", "La condition posée n’est pas remplie", "The condition does not hold",
        "Demandez sans If-Match ni If-Unmodified-Since pour avoir la version actuelle.",
        "Ask without If-Match and If-Unmodified-Since to get the current version.",
    ),
    errors.RangeNotSatisfiable: ProblemType(
        416, "range-not-satisfiable", "Ces octets n’existent pas", "There are no such bytes",
        "Content-Range donne la taille du fichier.", "Content-Range gives the size of the file.",
    ),
    errors.QuerySyntaxError: ProblemType(
        400, "query-syntax", "Requête SPARQL mal écrite", "SPARQL query not well written"
    ),
    errors.QueryTooComplex: ProblemType(
        400, "query-too-complex", "Requête SPARQL trop complexe", "SPARQL query too complex",
        "Découpez la requête, ou utilisez un fichier complet.", "Split the query, or use a whole file.",
    ),
    errors.QueryTooLarge: ProblemType(
        413, "query-too-large", "Réponse trop grosse", "Answer too large",
        "Ajoutez LIMIT ou un filtre, ou utilisez un fichier complet.",
        "Add LIMIT or a filter, or use a whole file.",
    ),
    errors.QueryOutOfMemory: ProblemType(
        400, "query-memory", "Requête SPARQL trop gourmande en mémoire", "SPARQL query needs too much memory",
        "Triez, groupez ou concaténez moins.", "Sort, group or concatenate less.",
    ),
    errors.ServiceRefused: ProblemType(
        403, "service-refused", "SERVICE refusé", "SERVICE refused"
    ),
    errors.QueryTimeout: ProblemType(
        504, "query-timeout", "Requête SPARQL trop longue", "SPARQL query took too long",
        "Restreignez la requête, ou utilisez un fichier complet.", "Narrow the query, or use a whole file.",
    ),
    errors.BadRequest: ProblemType(400, "bad-request", "Demande incorrecte", "Bad request"),
    errors.CallerError: ProblemType(400, "bad-request", "Demande incorrecte", "Bad request"),
    errors.SearchTimeout: ProblemType(
        503, "search-timeout", "Recherche trop longue", "The search took too long",
        "Précisez la recherche ou la liste, ou réessayez plus tard.",
        "Narrow the search or the list, or try again later.",
    ),
    errors.EngineBusy: ProblemType(
        503, "busy", "Trop de requêtes en même temps", "Too many queries at once",
        "Réessayez dans quelques secondes.", "Try again in a few seconds.",
    ),
    errors.UpstreamFailure: ProblemType(
        502, "upstream", "Un autre serveur n’a pas répondu", "Another server did not answer",
        "Réessayez plus tard.", "Try again later.",
    ),
    errors.OperatorError: ProblemType(
        503, "unavailable", "Aucune version à servir", "No release to serve",
        "Réessayez plus tard.", "Try again later.",
    ),
    Exception: ProblemType(
        500, "internal", "Erreur de notre part", "An error of ours",
        "Réessayez ; si cela se répète, signalez la référence ci-dessous.",
        "Try again; if it happens again, report the reference below.",
    ),
}  # fmt: skip


def types() -> tuple[ProblemType, ...]:
    """Every kind of problem once, by status: the page their IRIs lead to."""
    return tuple(sorted(dict.fromkeys(TABLE.values()), key=lambda kind: (kind.status, kind.slug)))


def kind_of(error: Exception) -> ProblemType:
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
