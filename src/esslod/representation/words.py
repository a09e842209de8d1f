"""The words of the pages themselves, French and English; words about the domain come from the data.

They stand in ``words/*.toml``, a file for each kind of page: ``name = ["French", "English"]``, with
``{…}`` to be filled in by the caller. A template asks for a word by name; a name without both
languages, or in two files, is an error of ours, found by a test.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("fr", "en")

_BEFORE: Final = re.compile(r" (?=[:;»?!])")


@cache
def words() -> dict[str, tuple[str, str]]:
    """name → (French, English), of all files."""
    said = words_by_file().values()
    return {name: (french, english) for texts in said for name, (french, english) in texts.items()}


def words_by_file() -> dict[str, dict[str, list[str]]]:
    """File name → what it says, as it stands there."""
    folder = files("esslod.representation") / "words"
    return {
        file.name: tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }


def word(name: str, language: str, /, **filled: object) -> str:
    """The word *name* in *language* (``fr`` or ``en``), its ``{…}`` filled.

    French gets its no-break spaces here (`spaced`).
    """
    text = words()[name][LANGUAGES.index(language)]
    text = spaced(text, language)
    return text.format(**filled) if filled else text


def spaced(text: str, language: str) -> str:
    """*text* with the no-break spaces that French puts before ``:``, ``;``, ``»`` and after ``«``."""
    return _BEFORE.sub("\u00a0", text).replace("« ", "«\u00a0") if language == "fr" else text
