"""What a gate says: faults, each with place, value, rule and remedy.

A SHACL validation report, told to people: each result knows the file and line it
comes from, and speaks French and English.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["violation", "warning", "info"]
Language = Literal["fr", "en"]


@dataclass(frozen=True, order=True)
class Place:
    """A place in a source file; line and column are 1-based, 0 when unknown."""

    file: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Text:
    """One sentence in both languages."""

    fr: str
    en: str

    def say(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    ``rule`` is the IRI of the shape or constraint (or ``syntax:turtle``…), ``rule_name`` its
    ``sh:name``; ``message`` says what is wrong, ``remedy`` what to do; ``focus`` and ``value``
    are N-Triples terms (empty when they do not apply; of a file that cannot be read, ``value``
    is the text as written); ``path`` is a SPARQL property path, most often one IRI in angle
    brackets; ``component`` is the ``sh:sourceConstraintComponent`` IRI.
    """

    place: Place
    severity: Severity
    rule: str
    rule_name: Text
    message: Text
    remedy: Text
    focus: str = ""
    path: str = ""
    value: str = ""
    component: str = ""


@dataclass(frozen=True)
class Report:
    """All faults of one validation, in file, line, rule order; ``checked`` are the files read."""

    faults: tuple[Fault, ...] = ()
    checked: tuple[str, ...] = field(default=())

    @property
    def conforms(self) -> bool:
        """True unless something is a violation: warnings and informations let a gate open.

        (``sh:conforms`` in the Turtle rendering follows SHACL §3.6.1.1 to the letter: no result at all.)
        """
        return not self.count("violation")

    def count(self, severity: Severity) -> int:
        return sum(fault.severity == severity for fault in self.faults)
