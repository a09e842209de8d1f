"""Constraints in words: each parameter of SHACL Core (SHACL §4) has a French and an English sentence.

Nothing here knows a property or a class of the domain: names come from the labels in the data,
sentences from ``words/constraints.toml``. A parameter that has no sentence fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from esslod.namespaces import RDFS, SH
from esslod.representation.page import Value
from esslod.representation.reference.shapes import Node, Shapes
from esslod.representation.reference.spoken import Sentence, sentence
from esslod.representation.words import word

#: Shapes inside shapes, told at most so deep: a shape may hold itself.
_DEPTH: Final = 3
#: How many values → word, and → word when they are those that obey some shape.
_COUNTS: Final = {
    "exactly-one": "constraint-exactly-one",
    "exactly": "constraint-exactly",
    "at-least-one": "constraint-at-least-one",
    "at-least": "constraint-at-least",
    "at-most-one": "constraint-at-most-one",
    "at-most": "constraint-at-most",
    "between": "constraint-between",
    "none": "constraint-none",
    "any": "constraint-any",
}
_QUALIFIED: Final = {
    "exactly-one": "constraint-qualified-exactly-one",
    "exactly": "constraint-qualified-exactly",
    "at-least-one": "constraint-qualified-at-least-one",
    "at-least": "constraint-qualified-at-least",
    "at-most-one": "constraint-qualified-at-most-one",
    "at-most": "constraint-qualified-at-most",
    "between": "constraint-qualified-between",
    "none": "constraint-qualified-none",
    "any": "constraint-qualified-any",
}
#: Parameter → word, for those whose values are all said in one sentence.
_PLAIN: Final = {
    SH.datatype: "constraint-datatype",
    SH["class"]: "constraint-class",
    SH.hasValue: "constraint-has-value",
    SH.minInclusive: "constraint-min-inclusive",
    SH.minExclusive: "constraint-min-exclusive",
    SH.maxInclusive: "constraint-max-inclusive",
    SH.maxExclusive: "constraint-max-exclusive",
    SH.minLength: "constraint-min-length",
    SH.maxLength: "constraint-max-length",
    SH.equals: "constraint-equals",
    SH.disjoint: "constraint-disjoint",
    SH.lessThan: "constraint-less-than",
    SH.lessThanOrEquals: "constraint-less-than-or-equals",
}
#: Parameter → word, for those whose value is a list of terms.
_OF_LISTS: Final = {SH["in"]: "constraint-in", SH.languageIn: "constraint-language-in"}
#: Parameter → word, for those whose value is a list of shapes.
_OF_SHAPES: Final = {SH["and"]: "constraint-and", SH["or"]: "constraint-or", SH.xone: "constraint-xone"}
#: Kind of node → word (SHACL §4.1.3).
_KINDS: Final = {
    SH.IRI: "constraint-iri",
    SH.BlankNode: "constraint-blank-node",
    SH.Literal: "constraint-literal",
    SH.BlankNodeOrIRI: "constraint-blank-node-or-iri",
    SH.BlankNodeOrLiteral: "constraint-blank-node-or-literal",
    SH.IRIOrLiteral: "constraint-iri-or-literal",
}
#: Kind of path → word (SHACL §2.3.1).
_PATHS: Final = {
    SH.inversePath: "path-inverse",
    SH.zeroOrMorePath: "path-zero-or-more",
    SH.oneOrMorePath: "path-one-or-more",
    SH.zeroOrOnePath: "path-zero-or-one",
}


class Sentences:
    """Puts the constraints of shapes into words of *language*; *show* makes the value of a term."""

    def __init__(self, shapes: Shapes, show: Callable[[Any], Value], language: str) -> None:
        self._shapes = shapes
        self._show = show
        self._language = language

    def of(self, shape: Node, depth: int = 0) -> tuple[Sentence, ...]:
        """Everything that *shape* asks of a value, its property shapes and SPARQL constraints excepted."""
        return tuple(self._said(shape, depth))

    def path(self, path: Any) -> tuple[Value, ...]:
        """A property path as people read it, each property a link."""
        if isinstance(path, NamedNode):
            return (self._show(path),)
        for step, name in _PATHS.items():
            inner = self._shapes.one(path, step)
            if inner is not None:
                return self._sentence(name, path=self.path(inner)).pieces
        alternatives = self._shapes.one(path, SH.alternativePath)
        steps = self._shapes.listed(path if alternatives is None else alternatives)
        between = word("path-then" if alternatives is None else "path-or", self._language)
        return tuple(self._joined([self.path(step) for step in steps], f" {between} "))

    def _said(self, shape: Node, depth: int) -> Iterator[Sentence]:
        yield from self._counts(shape)
        for kind in self._shapes.all(shape, SH.nodeKind):
            if kind in _KINDS:
                yield self._sentence(_KINDS[kind])
        for parameter, name in _PLAIN.items():
            for term in self._shapes.all(shape, parameter):
                yield self._sentence(name, value=self._show(term))
        yield from self._pattern(shape)
        for parameter, name in _OF_LISTS.items():
            for head in self._shapes.all(shape, parameter):
                yield self._sentence(name, values=[self._show(term) for term in self._shapes.listed(head)])
        if _true(self._shapes.one(shape, SH.uniqueLang)):
            yield self._sentence("constraint-unique-lang")
        if _true(self._shapes.one(shape, SH.closed)):
            yield self._closed(shape)
        yield from self._inner(shape, depth)

    def _counts(self, shape: Node) -> Iterator[Sentence]:
        least, most = (_count(self._shapes.one(shape, limit)) for limit in (SH.minCount, SH.maxCount))
        yield from self._counted(_COUNTS, least, most)

    def _counted(
        self, names: Mapping[str, str], least: int | None, most: int | None, **filled: Any
    ) -> Iterator[Sentence]:
        """The sentence of *names* for from *least* to *most* values."""
        if least is None and most is None:
            return
        if most == 0:
            name = "none"
        elif least and least == most:
            name = "exactly-one" if least == 1 else "exactly"
        elif not least and most is not None:
            name = "at-most-one" if most == 1 else "at-most"
        elif most is None:
            name = "any" if not least else "at-least-one" if least == 1 else "at-least"
        else:
            name = "between"
        yield self._sentence(names[name], least=least or 0, most=most or 0, **filled)

    def _pattern(self, shape: Node) -> Iterator[Sentence]:
        flags = self._shapes.one(shape, SH.flags)
        loose = isinstance(flags, Literal) and "i" in flags.value
        for pattern in self._shapes.all(shape, SH.pattern):
            name = "constraint-pattern-any-case" if loose else "constraint-pattern"
            yield self._sentence(name, value=Value(pattern.value, kind="code"))

    def _closed(self, shape: Node) -> Sentence:
        rules = self._shapes.all(shape, SH.property)
        allowed = {self._shapes.one(rule, SH.path) for rule in rules}
        allowed |= set(self._shapes.listed(self._shapes.one(shape, SH.ignoredProperties)))
        named = sorted((path for path in allowed if isinstance(path, NamedNode)), key=str)
        return self._sentence("constraint-closed", values=[self._show(path) for path in named])

    def _inner(self, shape: Node, depth: int) -> Iterator[Sentence]:
        for inner in self._shapes.all(shape, SH.node):
            lists = [self._show(scheme) for scheme in self._shapes.code_lists(inner)]
            if lists:
                yield self._sentence("constraint-code", values=lists)
            else:
                yield self._other("constraint-node", inner, depth)
        for inner in self._shapes.all(shape, SH["not"]):
            yield self._other("constraint-not", inner, depth)
        for inner in self._shapes.all(shape, SH.qualifiedValueShape):
            limits = (SH.qualifiedMinCount, SH.qualifiedMaxCount)
            least, most = (_count(self._shapes.one(shape, limit)) for limit in limits)
            name, under = self._shape(inner, depth)
            for said in self._counted(_QUALIFIED, least, most, shape=name):
                yield Sentence(said.pieces, under)
        for parameter, name_ in _OF_SHAPES.items():
            for head in self._shapes.all(shape, parameter):
                under = tuple(self._named(inner, depth) for inner in self._shapes.listed(head))
                yield self._sentence(name_, under=under)

    def _other(self, word_: str, inner: Node, depth: int) -> Sentence:
        name, under = self._shape(inner, depth)
        return self._sentence(word_, under=under, shape=name)

    def _named(self, inner: Node, depth: int) -> Sentence:
        name, under = self._shape(inner, depth)
        return Sentence((name,), under)

    def _shape(self, inner: Node, depth: int) -> tuple[Value, tuple[Sentence, ...]]:
        """What to call a shape, and what it asks for in its turn."""
        labelled = isinstance(inner, NamedNode) and self._shapes.all(inner, RDFS.label)
        name = self._show(inner) if labelled else Value(word("constraint-this-shape", self._language))
        return name, self._asked(inner, depth + 1) if depth < _DEPTH else ()

    def _asked(self, inner: Node, depth: int) -> tuple[Sentence, ...]:
        said = list(self.of(inner, depth))
        if isinstance(inner, BlankNode | NamedNode):
            for rule in self._shapes.rules(inner):
                path = self._shapes.one(rule, SH.path)
                if path is not None:
                    asked = self.of(rule, depth)
                    said.append(self._sentence("constraint-property", under=asked, path=self.path(path)))
        return tuple(said)

    def _joined(self, parts: Sequence[Sequence[Value]], between: str) -> Iterator[Value]:
        for place, part in enumerate(parts):
            if place:
                yield Value(between)
            yield from part

    def _sentence(self, name: str, /, under: Sequence[Sentence] = (), **filled: Any) -> Sentence:
        return sentence(name, self._language, under, **filled)


def _count(term: Any) -> int | None:
    return int(term.value) if isinstance(term, Literal) and term.value.isdigit() else None


def _true(term: Any) -> bool:
    return isinstance(term, Literal) and term.value in ("true", "1")
