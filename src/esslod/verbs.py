"""The verbs of the command line and their arguments: one table, in French and English."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from esslod.console import Language

Arguments = Callable[[argparse.ArgumentParser, Language], None]

VALIDATE_FORMATS: Final = ("text", "json", "sarif", "turtle")
QUERY_FORMATS: Final = ("table", "json", "csv", "tsv", "xml", "turtle", "nt", "nq", "trig", "rdf", "jsonld")


@dataclass(frozen=True)
class Verb:
    """One verb: its sentence in both languages and the arguments it takes."""

    name: str
    fr: str
    en: str
    arguments: Arguments

    def sentence(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


def pick(language: Language, fr: str, en: str) -> str:
    return fr if language == "fr" else en


def _validate(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar=pick(language, "CHEMIN", "PATH"),
        help=pick(
            language,
            "fichiers ou dossiers à juger (défaut : tout)",
            "files or folders to judge (default: all)",
        ),
    )
    said = pick(language, "forme du rapport (défaut : text)", "form of the report (default: text)")
    parser.add_argument("--format", choices=VALIDATE_FORMATS, default="text", help=said)
    said = pick(language, "les avertissements comptent comme des erreurs", "warnings count as errors")
    parser.add_argument("--strict", action="store_true", help=said)


def _build(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "--date",
        type=_date,
        metavar=pick(language, "AAAA-MM-JJ", "YYYY-MM-DD"),
        help=pick(
            language, "date de publication (défaut : aujourd’hui)", "date of publication (default: today)"
        ),
    )


def _nothing(_parser: argparse.ArgumentParser, _language: Language) -> None:
    """A verb without arguments."""


def _verify(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "release",
        nargs="?",
        metavar=pick(language, "VERSION", "RELEASE"),
        help=pick(
            language,
            "nom, dossier ou adresse web d’un site (défaut : version en cours)",
            "name, folder or web address of a site (default: the current one)",
        ),
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar=pick(language, "FICHIER", "FILE"),
        help=pick(
            language,
            "clé publique (PEM ou JWK) qui doit avoir signé ; peut être répétée",
            "public key (PEM or JWK) that must have signed; may be repeated",
        ),
    )


def _rollback(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "release",
        nargs="?",
        metavar=pick(language, "VERSION", "RELEASE"),
        help=pick(language, "nom (défaut : celle d’avant)", "name (default: the one before)"),
    )


def _serve(parser: argparse.ArgumentParser, language: Language) -> None:
    said = pick(
        language, "adresse d’écoute (défaut : réglage host)", "address to listen on (default: setting host)"
    )
    parser.add_argument("--host", help=said)
    said = pick(
        language,
        "port d’écoute ; 0 en choisit un libre (défaut : réglage port)",
        "port to listen on; 0 takes a free one (default: setting port)",
    )
    parser.add_argument("--port", type=_port, help=said)
    said = pick(
        language,
        "servir ces fichiers RDF (.ttl .nt .nq .trig .rdf .jsonld, ou + .gz), sans version ni contrôle",
        "serve these RDF files (.ttl .nt .nq .trig .rdf .jsonld, or + .gz): no release, no check",
    )
    parser.add_argument("--files", nargs="+", metavar=pick(language, "FICHIER", "FILE"), help=said)


def _query(parser: argparse.ArgumentParser, language: Language) -> None:
    parser.add_argument(
        "file",
        nargs="?",
        metavar=pick(language, "FICHIER", "FILE"),
        help=pick(
            language, "fichier de la requête ; - lit l’entrée standard", "query file; - reads standard input"
        ),
    )
    said = pick(language, "texte de la requête", "text of the query")
    parser.add_argument("-e", dest="text", metavar=pick(language, "TEXTE", "TEXT"), help=said)
    said = pick(language, "forme de la réponse (défaut : table)", "form of the answer (default: table)")
    parser.add_argument("--format", choices=QUERY_FORMATS, default="table", help=said)
    parser.add_argument(
        "--param",
        action="append",
        default=[],
        type=_assignment,
        metavar=pick(language, "NOM=VALEUR", "NAME=VALUE"),
        help=pick(
            language,
            "valeur d’un paramètre déclaré par la requête",
            "value of a parameter the query declares",
        ),
    )


def _date(text: str) -> date:
    return date.fromisoformat(text)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError(text)
    return port


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise ValueError(text)
    return name, value


VERBS: Final = (
    Verb("validate", "Juger des fichiers de données", "Judge data files", _validate),
    Verb("build", "Fabriquer une version à partir des fichiers", "Make a release from the files", _build),
    Verb("releases", "Lister les versions publiées", "List the releases", _nothing),
    Verb("verify", "Vérifier qu’une version est intacte", "Check that a release is intact", _verify),
    Verb("rollback", "Revenir à une version précédente", "Go back to an earlier release", _rollback),
    Verb("serve", "Publier la version en cours sur le web, en la fabriquant si besoin",
         "Publish the current release on the web, made first when needed", _serve),
    Verb("query", "Interroger la version en cours en SPARQL", "Ask the current release in SPARQL", _query),
    Verb("settings", "Montrer les réglages en vigueur", "Show the settings in force", _nothing),
)  # fmt: skip
