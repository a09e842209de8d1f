"""The grammar of the command line, in French and English; standard library only.

``docs/reference/command-line.md`` is generated from it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NoReturn

from esslod.console import Language
from esslod.verbs import VERBS, pick

#: What argparse says when a command is wrong; the rest of it stays in English.
_ARGPARSE_IN_FRENCH: Final = (
    (r"invalid choice: (.*) \(choose from (.*)\)", r"\1 n’est pas un des choix possibles : \2"),
    (r"invalid \S* ?value: ", "valeur incorrecte : "),
    (r"expected one argument", "une valeur est attendue"),
    (r"unrecognized arguments: ", "arguments inconnus : "),
    (r"the following arguments are required: ", "arguments obligatoires : "),
)


class Parser(argparse.ArgumentParser):
    """argparse, speaking the user's language where it lets us."""

    language: Language = "fr"

    def error(self, message: str) -> NoReturn:
        said = f"Wrong command: {message}"
        if self.language == "fr":
            for english, french in _ARGPARSE_IN_FRENCH:
                message = re.sub(english, french, message)
            said = f"Commande incorrecte : {message}"
        self.exit(2, f"{said}\n→ {self.prog} --help\n")


def build_parser(language: Language) -> argparse.ArgumentParser:
    """The whole grammar, its help in *language*."""
    parser = _parser(
        language,
        prog="esslod",
        description=pick(
            language,
            "Publier des profils ESS de territoires en données ouvertes et liées.",
            "Publish SSE profiles of territories as linked open data.",
        ),
        epilog=pick(
            language,
            "Codes de sortie : 0 fait, 1 données incorrectes, 2 commande ou réglage, 3 erreur d’esslod.",
            "Exit codes: 0 done, 1 the input is wrong, 2 wrong command or setting, 3 our fault.",
        ),
    )
    parser.set_defaults(verb=None, debug=False)
    parser.add_argument(
        "--site",
        default=".",
        metavar=pick(language, "DOSSIER", "DIR"),
        help=pick(
            language, "dossier du fichier esslod.toml (défaut : ici)", "folder of esslod.toml (default: here)"
        ),
    )
    _everywhere(parser, language)
    version = pick(language, "affiche la version et s’arrête", "print the version and stop")
    parser.add_argument("--version", dest="verb", action="store_const", const="version", help=version)
    verbs = parser.add_subparsers(
        dest="verb",
        title=pick(language, "verbes", "verbs"),
        metavar=pick(language, "VERBE", "VERB"),
        parser_class=Parser,
    )
    for verb in VERBS:
        sentence = verb.sentence(language)
        sub = verbs.add_parser(verb.name, help=sentence, description=sentence + ".", add_help=False)
        _in_language(sub, language)
        verb.arguments(sub, language)
        _everywhere(sub, language)
    return parser


def parser_of(parser: argparse.ArgumentParser, verb: str) -> argparse.ArgumentParser:
    """The grammar of one verb of *parser*. Raises KeyError."""
    verbs = next(action for action in parser._actions if isinstance(action.choices, dict))
    found: argparse.ArgumentParser = dict(verbs.choices or {})[verb]
    return found


def language_asked(words: Sequence[str]) -> Language | None:
    """What ``--lang`` says, known before parsing so that the parser itself can speak it."""
    for word, following in pairwise((*words, "")):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if value in ("fr", "en") and word.startswith("--lang"):
            return "fr" if value == "fr" else "en"
    return None


def _parser(language: Language, *, prog: str, description: str, epilog: str) -> Parser:
    parser = Parser(prog=prog, description=description, epilog=epilog, add_help=False)
    _in_language(parser, language)
    return parser


def _in_language(parser: argparse.ArgumentParser, language: Language) -> None:
    if isinstance(parser, Parser):
        parser.language = language
    # argparse has no public way to name its two groups in another language.
    parser._positionals.title = pick(language, "arguments", "arguments")
    parser._optionals.title = pick(language, "options", "options")
    said = pick(language, "affiche cette aide et s’arrête", "print this help and stop")
    parser.add_argument("-h", "--help", action="help", help=said)


def _everywhere(parser: argparse.ArgumentParser, language: Language) -> None:
    """Options that stand before or after the verb; SUPPRESS: the later must not undo the earlier."""
    parser.add_argument(
        "--lang",
        choices=("fr", "en"),
        default=argparse.SUPPRESS,
        help=pick(
            language,
            "langue des messages (défaut : celle du système)",
            "language of messages (default: the locale's)",
        ),
    )
    parser.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS,
        help=pick(
            language, "montre la trace d’une erreur inattendue", "show the traceback of an unexpected error"
        ),
    )
