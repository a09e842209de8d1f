"""Rules as pages show them: what a shape asks of whom, in words, with what is said when it is not done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import RDFS, SH
from esslod.representation.page import Value
from esslod.representation.reference.sentences import Sentences
from esslod.representation.reference.shapes import Node, Shapes
from esslod.representation.reference.spoken import Sentence, sentence

#: Target → word (SHACL §2.1.3).
_TARGETS: Final = {
    SH.targetClass: "target-class",
    SH.targetNode: "target-node",
    SH.targetSubjectsOf: "target-subjects-of",
    SH.targetObjectsOf: "target-objects-of",
}
_SEVERITIES: Final = {SH.Warning: "warning", SH.Info: "info"}
#: What a message leaves to be filled with the value at fault: ``{?value}``, ``{$this}``.
_FILLED: Final = re.compile(r"\{[?$]\w+\}")


@dataclass(frozen=True)
class Rule:
    """One property shape or SPARQL constraint.

    ``link`` leads to its place among the shapes, ``anchor`` names that place; ``path`` is empty for
    a SPARQL constraint, whose ``query`` is shown instead; what does not bind says what pages show.
    ``problem`` and ``remedy`` are the two lines of its message; ``severity`` is ``violation``,
    ``warning`` or ``info``.
    """

    anchor: str
    link: Value
    path: tuple[Value, ...]
    words: tuple[Sentence, ...]
    hint: str
    severity: str
    problem: str
    remedy: str
    query: str = ""
    binds: bool = True


@dataclass(frozen=True)
class ShapeView:
    """A node shape: whom it concerns, what it asks of them itself, and its rules."""

    iri: str
    anchor: str
    title: Value
    targets: tuple[Sentence, ...]
    kinds: tuple[NamedNode, ...]
    words: tuple[Sentence, ...]
    rules: tuple[Rule, ...]

    @property
    def binding(self) -> tuple[Rule, ...]:
        """The rules that ask for something."""
        return tuple(rule for rule in self.rules if rule.binds)

    @property
    def showing(self) -> tuple[Rule, ...]:
        """Those that only say what pages show."""
        return tuple(rule for rule in self.rules if not rule.binds)


class Rules:
    """The rules of a release in *language*; *show* makes the value of a term."""

    def __init__(self, shapes: Shapes, show: Callable[[Any], Value], language: str) -> None:
        self._shapes = shapes
        self._show = show
        self._language = language
        self._sentences = Sentences(shapes, show, language)

    def view(self, shape: NamedNode) -> ShapeView:
        """*shape* with all its rules."""
        severity = self._severity(shape, "violation")
        return ShapeView(
            iri=shape.value,
            anchor=_fragment(shape),
            title=self._named(shape),
            targets=tuple(
                sentence(word_, self._language, value=self._show(term))
                for target, word_ in _TARGETS.items()
                for term in self._shapes.all(shape, target)
            ),
            kinds=tuple(self._shapes.all(shape, SH.targetClass)),
            words=self._sentences.of(shape),
            rules=tuple(self.rule(rule, severity) for rule in self._shapes.rules(shape)),
        )

    def rule(self, rule: Node, severity: str = "violation") -> Rule:
        """One property shape or SPARQL constraint; *severity* is its holder's."""
        path, message = self._shapes.one(rule, SH.path), self._text(rule, SH.message)
        problem, _, remedy = _FILLED.sub("…", message).replace("….", "…").partition("\n")
        query = self._shapes.one(rule, SH.select) or self._shapes.one(rule, SH.ask)
        return Rule(
            anchor=_fragment(rule),
            link=self._named(rule),
            path=self._sentences.path(path) if path is not None else (),
            words=self._sentences.of(rule),
            hint=self._text(rule, SH.description),
            severity=self._severity(rule, "violation" if path is not None else severity),
            problem=problem.strip(),
            remedy=remedy.strip(),
            query=_dedented(query.value) if isinstance(query, Literal) else "",
            binds=self._shapes.binds(rule),
        )

    def _named(self, shape: Node) -> Value:
        """A link to *shape*, called by its label, else by the name of its field, else by its IRI."""
        link = self._show(shape)
        name = self._text(shape, RDFS.label) or self._text(shape, SH.name)
        return Value(name, kind="link", path=link.path, iri=link.iri) if name else link

    def _severity(self, shape: Node, otherwise: str) -> str:
        said = self._shapes.one(shape, SH.severity)
        return otherwise if said is None else _SEVERITIES.get(said, "violation")

    def _text(self, shape: Node, predicate: NamedNode) -> str:
        texts = self._shapes.texts(shape, predicate)
        return texts.get(self._language) or texts.get("") or next(iter(texts.values()), "")


def _fragment(node: Node) -> str:
    return node.value.partition("#")[2] if isinstance(node, NamedNode) else ""


def _dedented(query: str) -> str:
    return dedent(query.strip("\n")).rstrip()
