"""The shapes of a release as they stand: every SHACL statement, read once, looked up by subject.

Nothing is interpreted here; `sentences.py` puts it into words, `rules.py` into pages.
Ontologies and data are never read: one question asks for the predicates of SHACL alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from esslod.namespaces import RDF, RDFS, SH, SKOS
from esslod.rdf.description import Reader

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

#: Parameters of SHACL Core constraints (SHACL §4) and of SPARQL-based ones (§5).
CONSTRAINTS: Final = tuple(
    SH[name]
    for name in (
        "minCount", "maxCount", "datatype", "class", "nodeKind", "in", "hasValue", "pattern", "languageIn",
        "uniqueLang", "minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "minLength",
        "maxLength", "equals", "disjoint", "lessThan", "lessThanOrEquals", "qualifiedValueShape", "node",
        "and", "or", "xone", "not", "closed", "sparql",
    )
)  # fmt: skip
TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
#: Steps of paths (SHACL §2.3.1).
STEPS: Final = (
    SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath,
)  # fmt: skip
_ABOUT: Final = (
    SH.property, SH.path, SH.name, SH.description, SH.message, SH.order, SH.group, SH.severity,
    SH.deactivated, SH.flags, SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.ignoredProperties,
    SH.select, SH.ask, SH.prefixes,
)  # fmt: skip
#: What only shapes and their constraints have.
_SHAPE: Final = frozenset((*CONSTRAINTS, *TARGETS, SH.property, SH.path, SH.select, SH.ask))
#: What always asks for something; a least number may be 0, a qualified shape without numbers asks nothing.
_BINDING: Final = (
    *(one for one in CONSTRAINTS if one not in (SH.minCount, SH.qualifiedValueShape)),
    SH.qualifiedMaxCount, SH.select, SH.ask,
)  # fmt: skip
_LISTS: Final = (RDF.first, RDF.rest)
_QUERY: Final = """
SELECT DISTINCT ?subject ?predicate ?object WHERE {{
  VALUES ?predicate {{ {} }} ?subject ?predicate ?object
}}"""
_NAMED: Final = "SELECT DISTINCT ?subject ?object WHERE {{ VALUES ?subject {{ {} }} ?subject {} ?object }}"


class Shapes:
    """Every shape of one release. Lists are read as lists."""

    def __init__(self, reader: Reader) -> None:
        asked = " ".join(map(str, (*CONSTRAINTS, *TARGETS, *STEPS, *_ABOUT, *_LISTS)))
        self._said: dict[Node, dict[NamedNode, list[Any]]] = {}
        for row in sorted(reader.select(_QUERY.format(asked)), key=str):
            self._add(row["subject"], row["predicate"], row["object"])
        shapes = " ".join(str(shape) for shape in self._said if isinstance(shape, NamedNode))
        for row in sorted(reader.select(_NAMED.format(shapes, RDFS.label)), key=str) if shapes else ():
            self._add(row["subject"], RDFS.label, row["object"])

    def all(self, shape: Node, predicate: NamedNode) -> list[Any]:
        """The objects of *shape* and *predicate*, in a fixed order."""
        return self._said.get(shape, {}).get(predicate, [])

    def one(self, shape: Node, predicate: NamedNode) -> Any:
        """The first of them, or None."""
        return next(iter(self.all(shape, predicate)), None)

    def listed(self, head: Any) -> list[Any]:
        """The members of the RDF list that begins at *head*; a broken or endless one ends where it breaks."""
        members, seen = [], set()
        while head != RDF.nil and head in self._said and head not in seen:
            seen.add(head)
            members += self.all(head, RDF.first)[:1]
            head = self.one(head, RDF.rest)
        return members

    def texts(self, shape: Node, predicate: NamedNode) -> dict[str, str]:
        """Language → text."""
        said = [term for term in self.all(shape, predicate) if isinstance(term, Literal)]
        return {(term.language or "").partition("-")[0]: term.value for term in said}

    def terms(self) -> list[NamedNode]:
        """Every IRI that shapes speak of, sorted."""
        said = self._said.values()
        found = {term for properties in said for terms in properties.values() for term in terms}
        return sorted({*filter(_is_iri, found), *filter(_is_iri, self._said)}, key=str)

    def vocabulary(self) -> set[NamedNode]:
        """The classes and properties that shapes speak of by name."""
        found: set[NamedNode] = set()
        for said in self._said.values():
            named = [*said.get(SH.targetClass, ()), *said.get(SH["class"], ()), *self._ends(said)]
            found.update(filter(_is_iri, named))
        return found

    def is_shape(self, node: Node) -> bool:
        """Whether anything but its name is said of *node* in the words of SHACL."""
        said = self._said.get(node, {}).keys()
        return bool(said & _SHAPE)

    def binds(self, shape: Node) -> bool:
        """Whether *shape* asks for anything: some only say what pages show, and how."""
        said = self._said.get(shape, {})
        limits = (SH.minCount, SH.qualifiedMinCount)
        least = any(_number(self.one(shape, limit)) > 0 for limit in limits if limit in said)
        return least or any(parameter in said for parameter in _BINDING)

    @cached_property
    def targeted(self) -> tuple[NamedNode, ...]:
        """The shapes that look for their nodes themselves, sorted by IRI."""
        found = {shape for shape in self._said if any(self.all(shape, target) for target in TARGETS)}
        return tuple(sorted((shape for shape in found if isinstance(shape, NamedNode)), key=str))

    def of_class(self, kind: NamedNode) -> Sequence[NamedNode]:
        """The shapes whose target is *kind* itself."""
        return self._by_class.get(kind, ())

    def of_property(self, property_: NamedNode) -> Sequence[NamedNode]:
        """The property shapes about *property_* in either direction, sorted by IRI."""
        return self._by_property.get(property_, ())

    def holders(self, shape: Node) -> Sequence[NamedNode]:
        """The shapes that have *shape* among their ``sh:property`` or ``sh:sparql``."""
        return self._by_rule.get(shape, ())

    @cached_property
    def _by_class(self) -> dict[Any, list[NamedNode]]:
        return _turned((shape, self.all(shape, SH.targetClass)) for shape in self.targeted)

    @cached_property
    def _by_property(self) -> dict[Any, list[NamedNode]]:
        return _turned((shape, self._ends(said)) for shape, said in self._said.items())

    @cached_property
    def _by_rule(self) -> dict[Any, list[NamedNode]]:
        holding = (SH.property, SH.sparql)
        held = ((shape, [r for p in holding for r in said.get(p, ())]) for shape, said in self._said.items())
        return _turned(held)

    def code_lists(self, shape: Node) -> list[NamedNode]:
        """The code lists that what obeys *shape* must be in: ``skos:inScheme`` with a fixed value."""
        rules = [rule for rule in self.all(shape, SH.property) if self.one(rule, SH.path) == SKOS.inScheme]
        return [scheme for rule in rules for scheme in filter(_is_iri, self.all(rule, SH.hasValue))]

    def rules(self, shape: Node) -> Iterator[Node]:
        """What *shape* asks for: property shapes as their author ordered them, those of one path together;
        then SPARQL constraints.
        """
        asked = self.all(shape, SH.property)
        first: dict[Any, tuple[float, float, str]] = {}
        for rule in asked:
            path = self.one(rule, SH.path)
            first[path] = min(first.get(path, self._place(rule)), self._place(rule))
        yield from sorted(asked, key=lambda rule: (first[self.one(rule, SH.path)], self._place(rule)))
        yield from self.all(shape, SH.sparql)

    def _place(self, rule: Node) -> tuple[float, float, str]:
        group, order = self.one(rule, SH.group), self.one(rule, SH.order)
        outer = self.one(group, SH.order) if group is not None else None
        return (_number(outer), _number(order), str(rule))

    def _ends(self, said: dict[NamedNode, list[Any]]) -> Sequence[Any]:
        paths = said.get(SH.path, [])
        return [*paths, *(self.one(path, SH.inversePath) for path in paths if isinstance(path, BlankNode))]

    def _add(self, subject: Node, predicate: NamedNode, term: Any) -> None:
        self._said.setdefault(subject, {}).setdefault(predicate, []).append(term)


def _turned(pairs: Iterable[tuple[Node, Iterable[Any]]]) -> dict[Any, list[NamedNode]]:
    """What each of the second ones is with, sorted by IRI."""
    found: dict[Any, set[NamedNode]] = {}
    for shape, terms in pairs:
        for term in terms:
            if isinstance(shape, NamedNode):
                found.setdefault(term, set()).add(shape)
    return {term: sorted(shapes, key=str) for term, shapes in found.items()}


def _is_iri(term: Any) -> bool:
    return isinstance(term, NamedNode)


def _number(term: Any) -> float:
    try:
        return float(term.value) if term is not None else 1e9
    except ValueError:
        return 1e9
