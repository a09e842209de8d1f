"""Write the pages of docs/ that say what the code says: settings, command line, recipes for reuse.

Run it after changing either; ``--check`` changes nothing and exits 1 when a page is behind.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import Literal, get_args, get_origin

from esslod import config
from esslod.parser import build_parser, parser_of
from esslod.representation.recipes import Facts, recipes
from esslod.verbs import VERBS

DOCS = Path(__file__).parent.parent / "docs"
KINDS = {str: "texte · text", int: "entier · integer", float: "nombre · number", bool: "true, false"}

SETTINGS_HEAD = """# Réglages · Settings

<!-- Written by tools/reference.py from src/esslod/config.py. -->

Un réglage s’écrit dans `esslod.toml`, ou dans l’environnement, qui l’emporte : `port` devient
`ESSLOD_PORT`. Dans l’environnement, une liste se sépare par des espaces. `esslod settings` montre les
valeurs en vigueur. Un réglage inconnu ou faux arrête tout, et toutes les fautes sont dites d’un coup.

A setting is written in `esslod.toml`, or in the environment, which wins: `port` becomes
`ESSLOD_PORT`. In the environment, a list is separated by spaces. `esslod settings` shows the values
in force. An unknown or wrong setting stops everything, and all faults are told at once.

| | Type | Défaut · Default | |
|---|---|---|---|
"""

COMMANDS_HEAD = """# Ligne de commande · Command line

<!-- Written by tools/reference.py from src/esslod/verbs.py. -->

Messages sur la sortie d’erreur, résultats sur la sortie standard, progression seulement à l’écran. ·
Messages on standard error, results on standard output, progress only on a terminal.

| Code | |
|---|---|
| 0 | fait · done |
| 1 | les données ou la demande sont incorrectes · the data or the request is wrong |
| 2 | la commande ou un réglage est incorrect · the command or a setting is wrong |
| 3 | erreur d’esslod ou de la machine · our fault, or the machine's |
| 130 | interrompu (Ctrl-C) · interrupted |
| 141 | le lecteur de la sortie est parti · the reader of the output left |
"""


def settings_page() -> str:
    """``settings.md``: every setting as name, default, sentence."""
    return SETTINGS_HEAD + "".join(f"{line}\n" for line in _settings())


def command_line_page() -> str:
    """``command-line.md``: what ``--help`` says, in both languages."""
    return COMMANDS_HEAD + "".join(f"{line}\n" for line in _commands())


#: What the recipes of docs are filled in with; tests/smoke/test_reuse.py holds it against a real release.
EXAMPLE = Facts(
    "https://data.example/",
    question="indicator-by-level",
    label="level",
    value="mean",
    thing="id/profile/epci-246300701/2025-02-11",
    map="map/share-of-economic-activity.csv",
    book="tables/esslod.xlsx",
    english="tables/esslod.en.xlsx",
)
REUSE_HEADS = {
    "fr": """# Réutiliser les données

<!-- Written by tools/reference.py from src/esslod/representation/recipes/recipes.toml. -->

[In English](../en/reuse.md). `https://data.example/` tient la place de votre serveur ; sa page `/reuse`
montre les mêmes exemples, avec ses propres adresses. Les tests exécutent chacun d’eux contre un serveur, sauf
où le texte dit autre chose.
""",
    "en": """# Reuse the data

<!-- Written by tools/reference.py from src/esslod/representation/recipes/recipes.toml. -->

[En français](../how-to/reuse.md). `https://data.example/` stands for your server; its page `/reuse` shows the
same examples with its own addresses. The tests run each of them against a server, except where the text says
otherwise.
""",
}


def reuse_page(language: str) -> str:
    """``reuse.md``: how to take the data into other programs."""
    return REUSE_HEADS[language] + "".join(
        f"\n## {one.title}\n\n{fill(one.text, 110)}\n\n```{one.language}\n{one.code}\n```\n"
        for one in recipes(EXAMPLE, language)
    )


PAGES: dict[str, Callable[[], str]] = {
    "reference/settings.md": settings_page,
    "reference/command-line.md": command_line_page,
    "how-to/reuse.md": partial(reuse_page, "fr"),
    "en/reuse.md": partial(reuse_page, "en"),
}


def _settings() -> Iterator[str]:
    for setting in config.settings():
        kind = ", ".join(get_args(setting.kind)) if get_origin(setting.kind) is Literal else ""
        kind = kind or KINDS.get(setting.kind, "liste · list")
        if setting.least is not None:
            kind += f", ≥ {setting.least:.15g}"
        yield f"| `{setting.name}` | {kind} | {_shown(setting.default)} | {setting.fr} · {setting.en} |"


def _shown(default: object) -> str:
    if default in ("", ()):
        return "—"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _commands() -> Iterator[str]:
    french, english = build_parser("fr"), build_parser("en")
    yield "\n## `esslod [OPTION…] VERBE …`\n"
    yield from _options(french, english)
    for verb in VERBS:
        yield f"\n## `esslod {verb.name}`\n\n{verb.fr}. · {verb.en}.\n"
        yield from _options(parser_of(french, verb.name), parser_of(english, verb.name))


def _options(french: argparse.ArgumentParser, english: argparse.ArgumentParser) -> Iterator[str]:
    yield "| | |"
    yield "|---|---|"
    for fr, en in zip(french._actions, english._actions, strict=True):
        if fr.help and fr.help != argparse.SUPPRESS:
            yield f"| {_written(fr)} | {fr.help} · {en.help} |"


def _written(action: argparse.Action) -> str:
    """``--host HOST``, ``[CHEMIN …]``, ``--format text, json``: how an argument is written."""
    value = ""
    if action.nargs != 0:
        value = ", ".join(action.choices) if action.choices else str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return f"`[{value}{' …' if action.nargs == '*' else ''}]`"
    return f"`{', '.join(action.option_strings)}{' ' + value if value else ''}`"


def main() -> int:
    """Write the pages, or with ``--check`` say which are behind."""
    check = "--check" in sys.argv[1:]
    behind = [name for name, page in PAGES.items() if _text(DOCS / name) != page()]
    for name in behind:
        if check:
            print(f"docs/{name}: run python tools/reference.py", file=sys.stderr)
        else:
            (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
    return 1 if behind and check else 0


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
