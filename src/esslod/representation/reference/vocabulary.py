"""The page of a vocabulary: its classes and properties, pictured, with rules, use and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from esslod.namespaces import OWL, RDF, RDFS, SH, SKOS
from esslod.rdf.description import Description
from esslod.representation.page import Page, Thing, Value
from esslod.representation.reference.drawing import Picture
from esslod.representation.reference.known import Reference
from esslod.representation.reference.pictures import Pictures
from esslod.representation.reference.rules import Rule, Rules
from esslod.representation.reference.schema import Schema

#: Groups of terms, in the order of the page: word, and the classes a term of it belongs to.
_GROUPS: Final = (
    ("terms-classes", frozenset({OWL.Class, RDFS.Class})),
    (
        "terms-properties",
        frozenset({OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property}),
    ),
)
_OTHERS: Final = "terms-others"


@dataclass(frozen=True)
class Example:
    """A thing of a class, or a thing and the value it has."""

    subject: Value
    value: Value | None = None


@dataclass(frozen=True)
class Ruled:
    """Rules of a term that go together: of one ``path`` of a class, or for ``targets`` of a property."""

    path: tuple[Value, ...]
    targets: tuple[Value, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Term:
    """One term: how it is described, pictured, ruled and used. ``count`` is None when nobody counted."""

    thing: Thing
    short: str
    picture: Picture | None
    rules: tuple[Ruled, ...]
    count: int | None
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class CodeList:
    """A code list that the release holds."""

    link: Value
    definition: Value | None
    codes: int


@dataclass(frozen=True)
class Borrowed:
    """A term of another vocabulary that the rules here speak of."""

    link: Value
    short: str
    count: int | None


@dataclass(frozen=True)
class Vocabulary:
    """What the page shows besides what every page of a resource shows."""

    picture: Picture | None
    groups: tuple[tuple[str, tuple[Term, ...]], ...]
    borrowed: tuple[Borrowed, ...]
    lists: tuple[CodeList, ...]


_LISTS: Final = f"""
SELECT ?scheme (COUNT(DISTINCT ?code) AS ?count) WHERE {{ ?code {SKOS.inScheme} ?scheme }} GROUP BY ?scheme"""


def defines_terms(description: Description) -> bool:
    """Whether any class or property is among what the document of *description* defines."""
    kinds = _kinds(description.own)
    return any(kinds.get(part, set()) & wanted for part in description.parts for _, wanted in _GROUPS)


def vocabulary(reference: Reference, description: Description, page: Page, language: str) -> Vocabulary:
    """The vocabulary of *description*, whose terms *page* describes already."""
    return _Maker(reference, description, page, language).made()


class _Maker:
    def __init__(self, reference: Reference, description: Description, page: Page, language: str) -> None:
        self._reference = reference
        self._things = {thing.iri: thing for _, things in page.parts for thing in things}
        self._kinds = _kinds(description.own)
        self._show = reference.show(language)
        self._show.names.add(description.own)
        self._rules: Rules = reference.rules(self._show, language)
        self._schema = Schema(reference.shapes, description.own)

    def made(self) -> Vocabulary:
        classes = self._members(_GROUPS[0][1])
        self._learn()
        pictures = Pictures(self._schema, self._show, classes)
        placed: set[NamedNode] = set()
        groups = []
        for name, kinds in _GROUPS:
            members = [term for term in self._members(kinds) if term not in placed]
            placed.update(members)
            groups.append((name, members))
        groups.append((_OTHERS, [term for term in self._terms() if term not in placed]))
        return Vocabulary(
            pictures.overview(),
            tuple(
                (name, tuple(self._term(term, pictures) for term in members))
                for name, members in groups
                if members
            ),
            self._borrowed(placed),
            self._lists(),
        )

    def _terms(self) -> list[NamedNode]:
        """The terms, by name."""
        return sorted((NamedNode(iri) for iri in self._things), key=self._show.sorting)

    def _members(self, kinds: frozenset[NamedNode]) -> list[NamedNode]:
        return [term for term in self._terms() if self._kinds.get(term, set()) & kinds]

    def _learn(self) -> None:
        """All names that the page needs and shapes do not give, in one question."""
        usage = self._reference.usage
        self._examples = {term: usage.instances(term) for term in self._members(_GROUPS[0][1])}
        self._statements = {term: usage.statements(term) for term in self._members(_GROUPS[1][1])}
        needed: list[Any] = [thing for things in self._examples.values() for thing in things]
        needed += [term for pairs in self._statements.values() for pair in pairs for term in pair]
        self._show.learn(needed)

    def _term(self, term: NamedNode, pictures: Pictures) -> Term:
        usage = self._reference.usage
        examples = [Example(self._show(thing)) for thing in self._examples.get(term, ())]
        for subject, value in self._statements.get(term, ()):
            examples.append(Example(self._show(subject), self._show(value)))
        is_class = term in self._examples
        counts = usage.classes if is_class else usage.properties
        return Term(
            thing=self._things[term.value],
            short=self._show.names.short(term),
            picture=pictures.of(term) if is_class else None,
            rules=self._of_class(term) if is_class else self._of_property(term),
            count=counts.get(term, 0) if counts else None,
            examples=tuple(examples),
        )

    def _of_class(self, term: NamedNode) -> tuple[Ruled, ...]:
        by_path: dict[tuple[Value, ...], list[Rule]] = {}
        of_class, lineage = self._reference.shapes.of_class, self._schema.lineage(term)
        for shape in dict.fromkeys(shape for kind in lineage for shape in of_class(kind)):
            for rule in self._rules.view(shape).binding:
                by_path.setdefault(rule.path, []).append(rule)
        by_path[()] = by_path.pop((), [])  # rules about several properties come last
        return tuple(Ruled(path, (), tuple(rules)) for path, rules in by_path.items() if rules)

    def _of_property(self, term: NamedNode) -> tuple[Ruled, ...]:
        shapes = self._reference.shapes
        by_targets: dict[tuple[Value, ...], list[Rule]] = {}
        for rule in filter(shapes.binds, shapes.of_property(term)):
            targets = {kind for holder in shapes.holders(rule) for kind in shapes.all(holder, SH.targetClass)}
            shown = tuple(self._show(kind) for kind in sorted(targets, key=self._show.sorting))
            by_targets.setdefault(shown, []).append(self._rules.rule(rule))
        return tuple(Ruled((), targets, tuple(rules)) for targets, rules in by_targets.items())

    def _borrowed(self, own: set[NamedNode]) -> tuple[Borrowed, ...]:
        """Classes and properties of others that the statistics count or the rules speak of."""
        usage = self._reference.usage
        counts = {**usage.classes, **usage.properties}
        spoken = set(self._reference.shapes.vocabulary())
        terms = sorted(spoken - own, key=self._show.names.short)
        outside = [term for term in terms if term.value not in self._things]
        return tuple(
            Borrowed(self._show(term), self._show.names.short(term), counts.get(term)) for term in outside
        )

    def _lists(self) -> tuple[CodeList, ...]:
        rows = self._reference.reader.select(_LISTS)
        counted = {row["scheme"]: int(row["count"].value) for row in rows}
        schemes = [scheme for scheme in counted if isinstance(scheme, NamedNode)]
        self._show.learn(schemes)
        return tuple(
            CodeList(self._show(scheme), self._definition(scheme), counted[scheme])
            for scheme in sorted(schemes, key=self._show.sorting)
        )

    def _definition(self, scheme: NamedNode) -> Value | None:
        about = self._reference.reader.about(scheme)
        said = [quad.object for quad in about if quad.predicate == SKOS.definition]
        return self._show.spoken(said)


def _kinds(quads: Sequence[Quad]) -> dict[Any, set[Any]]:
    kinds: dict[Any, set[Any]] = {}
    for quad in quads:
        if quad.predicate == RDF.type:
            kinds.setdefault(quad.subject, set()).add(quad.object)
    return kinds
