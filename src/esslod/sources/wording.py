"""Faults of files, worded: ``wording.toml`` holds the sentences, in French and English.

The Turtle parser speaks English to programmers; `told` turns what it says into a sentence
for the author. The file is read when the first fault is worded, so a clean site never does.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from esslod.sources.turtle import LONGEST_LINE, LONGEST_TEXT, Problem
from esslod.validation.report import Fault, Place, Text

SYNTAX: Final = "syntax:"
_SENTENCES: Final = Path(__file__).with_name("wording.toml")
#: Problems that have a rule of their own; all others are ``turtle``.
_OWN_RULE: Final = {"esslod:rdf-1.2": "rdf-1.2", "esslod:more": "more"}
_OPEN_QUOTE: Final = "Line jumps are not allowed in string literals"
_LIMITS: Final = {"{line}": str(LONGEST_LINE), "{text}": str(LONGEST_TEXT)}


def fault(rule: str, place: Place, value: str = "", **named: str) -> Fault:
    """The fault of *rule* (a table of ``wording.toml``) at *place*.

    *named* fills the holes of the sentences (``what``, ``other``) and may give the ``focus``.
    """
    said = _sentences()["rules"][rule]
    focus = named.pop("focus", "")
    holes = {f"{{{name}}}": filling for name, filling in named.items()}
    return Fault(
        place,
        said.get("severity", "violation"),
        SYNTAX + rule,
        _text(said["name"], {}),
        _text(said["message"], holes),
        _text(said["remedy"], holes),
        focus=focus,
        value=value,
        component=SYNTAX + rule,
    )


def told(problem: Problem, file: str) -> Fault:
    """The fault that says to the author what the parser said of *problem*."""
    place = Place(file, problem.line, problem.column)
    if own := _OWN_RULE.get(problem.message):
        return fault(own, place, problem.excerpt)
    plain = fault("turtle", place, problem.excerpt, what=problem.message)
    message = _OPEN_QUOTE if _quote_is_open(problem.excerpt) else problem.message
    for entry in _sentences()["parser"]:
        if found := re.match(entry["pattern"], message):
            holes = {"{1}": found.group(1) if found.groups() else "", **_LIMITS}
            return _reworded(plain, _text(entry["message"], holes), _text(entry["remedy"], holes))
    return plain


def _quote_is_open(line: str) -> bool:
    """An odd number of quotes: then whatever the parser stumbles over later in the line is an echo."""
    return "#" not in line and "\\" not in line and line.count('"') % 2 == 1 and not line.endswith("…")


def _reworded(plain: Fault, message: Text, remedy: Text) -> Fault:
    return Fault(
        plain.place,
        plain.severity,
        plain.rule,
        plain.rule_name,
        message,
        remedy,
        value=plain.value,
        component=plain.component,
    )


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads(_SENTENCES.read_text(encoding="utf-8"))


def _text(languages: dict[str, str], holes: dict[str, str]) -> Text:
    return Text(_filled(languages["fr"], holes), _filled(languages["en"], holes))


def _filled(sentence: str, holes: dict[str, str]) -> str:
    for hole, filling in holes.items():
        sentence = sentence.replace(hole, filling)
    return sentence
