"""How to take the data into other programs: recipes, filled in with what a release has.

They stand in ``recipes.toml``, in both languages; the domain is not in them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from esslod.representation.words import LANGUAGES, spaced

_TOKEN: Final = re.compile(r"@([A-Z]+)@")


@dataclass(frozen=True)
class Facts:
    """What recipes are filled in with; what a release does not have is empty.

    ``host`` is the root of the server, ending in a slash; ``question`` the name of a question, whose
    columns ``label`` and ``value`` (numbers) say something together; ``thing``, ``map``, ``book`` and
    ``english`` (the same, with titles in English): paths.
    """

    host: str
    question: str = ""
    label: str = ""
    value: str = ""
    thing: str = ""
    map: str = ""
    book: str = ""
    english: str = ""

    def by_token(self) -> Mapping[str, str]:
        return {
            "HOST": self.host, "QUESTION": self.question, "LABEL": self.label, "VALUE": self.value,
            "THING": self.thing, "MAP": self.map, "BOOK": self.book,
            "ENGLISH": self.english,
        }  # fmt: skip


@dataclass(frozen=True)
class Recipe:
    """One recipe, in one language, ready to copy. ``language`` is the code's.

    ``run`` is what the tests do with it: the program that runs it (``python``, ``Rscript``…), or
    ``addresses``, when only its addresses and the ``columns`` of their answers are looked at.
    """

    name: str
    title: str
    text: str
    language: str
    code: str
    run: str
    columns: tuple[str, ...]


def recipes(facts: Facts, language: str) -> tuple[Recipe, ...]:
    """The recipes that *facts* suffice for, in *language* (``fr`` or ``en``)."""
    return tuple(_filled(one, facts, language) for one in _written() if _suffice(one["code"], facts))


@cache
def _written() -> list[dict[str, object]]:
    text = (files("esslod.representation") / "recipes" / "recipes.toml").read_text(encoding="utf-8")
    listed: list[dict[str, object]] = tomllib.loads(text)["recipe"]
    return listed


def _suffice(code: object, facts: Facts) -> bool:
    known = facts.by_token()
    return all(known[token] for token in _TOKEN.findall(str(code)))


def _filled(written: Mapping[str, object], facts: Facts, language: str) -> Recipe:
    known, place = facts.by_token(), LANGUAGES.index(language)
    code = str(written["code"])
    columns = [facts.label, facts.value] if "@QUESTION@" in code and "@MAP@" not in code else []
    title, text, listed = written["title"], written["text"], written.get("columns", columns)
    assert isinstance(title, list) and isinstance(text, list) and isinstance(listed, list)
    return Recipe(
        name=str(written["name"]),
        title=spaced(title[place], language),
        text=spaced(text[place], language),
        language=str(written["language"]),
        code=_TOKEN.sub(lambda token: known[token[1]], code).strip("\n"),
        run=str(written["run"]),
        columns=tuple(listed),
    )
