"""Faults of the shapes themselves: what a validator would ignore silently, or stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import SH
from esslod.validation.report import Text
from esslod.validation.result import Result, Term
from esslod.validation.shacl_terms import SHACL_TERMS
from esslod.validation.shapes import REFERRING, Node, Shapes

PREFIX: Final = "shapes:"


@dataclass(frozen=True)
class Lint:
    """``unusable`` are the statements that must be kept from the validator."""

    results: tuple[Result, ...]
    unusable: frozenset[tuple[Node, NamedNode, Term]]


def lint(shapes: Shapes) -> Lint:
    """Every fault of the shapes graph that can be told without data."""
    bad = tuple(_bad_patterns(shapes))
    unusable = frozenset((node, SH.pattern, value) for node, value, _ in bad)
    results = [*_misspelt(shapes), *_undescribed(shapes), *(_pattern_fault(*found) for found in bad)]
    return Lint(tuple(results), unusable)


def fault(rule: str, name: Text, said: tuple[Text, Text], focus: Term, **where: object) -> Result:
    """A violation of the shapes graph itself; *said* is what is wrong and what to do."""
    message, remedy = said
    return Result("violation", PREFIX + rule, name, PREFIX + rule, message, remedy, focus, **where)  # type: ignore[arg-type]


def unusable_shape(node: Term, reason: str) -> Result:
    """The validator refused to work with a shape, for *reason*."""
    return fault(
        "unusable-shape",
        Text("forme utilisable", "usable shape"),
        (
            Text(
                f"Cette règle ne peut pas être appliquée : {reason}", f"This rule cannot be applied: {reason}"
            ),
            Text(
                "Corrigez la règle : rien ne sera publié avant, car on ne sait pas ce qu’elle dirait.",
                "Correct the rule: nothing is published before, as nobody knows what it would say.",
            ),
        ),
        node,
    )


def _misspelt(shapes: Shapes) -> Iterator[Result]:
    for subject, predicate, value in shapes:
        for term in (subject, predicate, value):
            if not isinstance(term, NamedNode) or not term.value.startswith(SH.iri):
                continue
            local = term.value.removeprefix(SH.iri)
            if local not in SHACL_TERMS:
                yield _unknown_term(local, subject, predicate, value)


def _unknown_term(local: str, subject: Term, predicate: NamedNode, value: Term) -> Result:
    near = get_close_matches(local, SHACL_TERMS, n=1)
    hint = Text("", "") if not near else Text(f" Vouliez-vous sh:{near[0]} ?", f" Did you mean sh:{near[0]}?")
    return fault(
        "unknown-term",
        Text("terme SHACL connu", "known SHACL term"),
        (
            Text(
                f"sh:{local} n’existe pas : la règle serait ignorée sans rien dire.",
                f"sh:{local} does not exist: the rule would be ignored silently.",
            ),
            Text(f"Corrigez l’orthographe.{hint.fr}", f"Correct the spelling.{hint.en}"),
        ),
        subject,
        path=str(predicate),
        value=value,
    )


def _undescribed(shapes: Shapes) -> Iterator[Result]:
    for subject, predicate, value in shapes:
        if predicate in REFERRING and not isinstance(value, Literal) and not shapes.has(value):
            yield fault(
                "undescribed-shape",
                Text("forme décrite", "described shape"),
                (
                    Text(
                        f"La règle citée n’est décrite nulle part : {value}.",
                        f"The rule referred to is described nowhere: {value}.",
                    ),
                    Text("Décrivez-la, ou corrigez son adresse.", "Describe it, or correct its address."),
                ),
                subject,
                path=str(predicate),
                value=value,
            )


def _bad_patterns(shapes: Shapes) -> Iterator[tuple[Node, Term, str]]:
    for subject in shapes.subjects(SH.pattern):
        for value in shapes.objects(subject, SH.pattern):
            try:
                # The validator uses Python's expressions: \p{L} and friends, which SPARQL has, stop it.
                re.compile(value.value if isinstance(value, Literal) else "(")
            except (re.error, OverflowError, RecursionError) as error:
                yield subject, value, str(error)


def _pattern_fault(subject: Node, value: Term, reason: str) -> Result:
    return fault(
        "bad-pattern",
        Text("motif lisible", "readable pattern"),
        (
            Text(f"Le motif ne peut pas être lu : {reason}.", f"The pattern cannot be read: {reason}."),
            Text(
                "Corrigez l’expression ; \\p{L} s’écrit [^\\W\\d_].",
                "Correct the expression; \\p{L} is written [^\\W\\d_].",
            ),
        ),
        subject,
        path=str(SH.pattern),
        value=value,
    )
