"""What the shapes of a release say about showing things: which property, in what order, under what name.

SHACL §2.3.2 gives ``sh:name``, ``sh:description``, ``sh:order`` and ``sh:group`` for forms
and pages; nothing here knows a property of the domain. Several shapes may judge one path: the
one with an order is the field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from esslod.namespaces import OBEU_ATTRIBUTE, OBEU_MEASURE, SDMX_ATTRIBUTE, SDMX_MEASURE
from esslod.rdf.description import Reader

#: Which property gives the unit of a number, in the vocabularies of statistics and budgets.
UNIT_OF: Final = {
    SDMX_MEASURE.obsValue: SDMX_ATTRIBUTE.unitMeasure,
    OBEU_MEASURE.amount: OBEU_ATTRIBUTE.currency,
}

_SHACL: Final = (
    "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
)
_FIELDS: Final = (
    _SHACL
    + """
SELECT ?class ?path ?inverse ?field ?order ?group ?groupOrder ?some WHERE {
  ?shape sh:targetClass ?class ; sh:property ?field .
  ?field sh:path ?path ; sh:order ?order .
  OPTIONAL { ?path sh:inversePath ?inverse }
  OPTIONAL { ?field sh:group ?group OPTIONAL { ?group sh:order ?groupOrder } }
  BIND (EXISTS { ?field sh:qualifiedValueShape ?which } AS ?some)
}"""
)
_KINDS: Final = (
    _SHACL
    + """
SELECT ?class ?path ?inverse ?said ?value WHERE {
  VALUES ?said { sh:datatype sh:class sh:maxCount sh:uniqueLang }
  ?shape sh:targetClass ?class ; sh:property ?rule .
  ?rule sh:path ?path ; ?said ?value .
  OPTIONAL { ?path sh:inversePath ?inverse }
}"""
)
_RANGES: Final = (
    _SHACL
    + """
SELECT ?property ?range WHERE { ?property rdfs:range ?range FILTER(isIRI(?range)) }"""
)
_TEXTS: Final = (
    _SHACL
    + """
SELECT ?thing ?property ?text WHERE {
  VALUES ?property { sh:name sh:description rdfs:label }
  ?thing ?property ?text .
  { ?shape sh:property ?thing } UNION { ?field sh:group ?thing }
}"""
)
_SUPERCLASSES: Final = (
    _SHACL
    + """
SELECT ?class ?super WHERE { ?class rdfs:subClassOf ?super FILTER(isIRI(?class) && isIRI(?super)) }"""
)
_LAST: Final = 1e9

Texts = dict[str, str]
#: Class, path, whether inverse → what the shapes say of the values.
Kinds = dict[tuple[Any, Any, bool], dict[str, str]]


@dataclass(frozen=True)
class Field:
    """One property (or, ``inverse``, one way back) of a class, as its shape presents it.

    ``names`` and ``hints`` are language → text; ``group`` is the group's IRI or empty. ``datatype`` is
    that of its literals when the shapes say it, ``thing`` whether they say that its values are
    resources of a class; ``single`` that there is one at most, in each language if it is a text;
    ``some`` that the shape is about those of its values only that it qualifies (SHACL §4.7.3).
    ``range`` is the class or datatype that the vocabulary gives.
    """

    path: NamedNode
    inverse: bool
    order: float
    names: Texts
    hints: Texts
    group: str
    datatype: str = ""
    thing: bool = False
    single: bool = False
    some: bool = False
    range: str = ""


@dataclass(frozen=True)
class Group:
    """A heading of the page: ``labels`` by language, place in ``order``."""

    iri: str
    labels: Texts
    order: float


class Fields:
    """All fields of the shapes of one release, by class; read once, then only looked up."""

    def __init__(self, reader: Reader) -> None:
        texts = _texts(reader)
        self._supers: dict[NamedNode, set[NamedNode]] = {}
        for row in reader.select(_SUPERCLASSES):
            self._supers.setdefault(row["class"], set()).add(row["super"])
        self._groups: dict[str, Group] = {}
        self._fields: dict[NamedNode, dict[tuple[NamedNode, bool], Field]] = {}
        kinds = _kinds(reader)
        self._ranges = {row["property"]: row["range"].value for row in reader.select(_RANGES)}
        for row in sorted(reader.select(_FIELDS), key=_rank):
            self._add(row, texts, kinds)

    def of(self, classes: Iterable[NamedNode]) -> dict[tuple[NamedNode, bool], Field]:
        """(property, inverse) → field, for a thing of *classes*; the most specific class decides."""
        found: dict[tuple[NamedNode, bool], Field] = {}
        for kind in self.most_specific_first(classes):
            for key, field in self._fields.get(kind, {}).items():
                found.setdefault(key, field)
        return found

    def group(self, iri: str) -> Group | None:
        return self._groups.get(iri)

    def most_specific_first(self, classes: Iterable[NamedNode]) -> list[NamedNode]:
        """*classes* and all their superclasses, those with the most superclasses first."""
        closure = {kind: self._ancestors(kind) for kind in classes}
        for kind in [ancestor for ancestors in closure.values() for ancestor in ancestors]:
            closure.setdefault(kind, self._ancestors(kind))
        return sorted(closure, key=lambda kind: (-len(closure[kind]), str(kind)))

    def narrowest(self, classes: Iterable[NamedNode]) -> list[NamedNode]:
        """*classes* without those that are a superclass of another, sorted."""
        given = set(classes)
        implied = {ancestor for kind in given for ancestor in self._ancestors(kind) - {kind}}
        return sorted(given - implied, key=str)

    def _ancestors(self, kind: NamedNode) -> set[NamedNode]:
        found: set[NamedNode] = set()
        waiting = list(self._supers.get(kind, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting.extend(self._supers.get(parent, ()))
        return found

    def classes(self) -> list[NamedNode]:
        """The classes that have a field of their own, sorted."""
        return sorted(self._fields, key=str)

    def in_order(self, classes: Iterable[NamedNode]) -> list[Field]:
        """The fields of a thing of *classes* as a page or a table shows them: group by group."""
        return sorted(self.of(classes).values(), key=self._place)

    def _place(self, field: Field) -> tuple[float, float, str]:
        group = self._groups.get(field.group)
        return group.order if group else _LAST, field.order, field.path.value

    def _add(self, row: dict[str, Any], texts: dict[tuple[str, str], Texts], kinds: Kinds) -> None:
        path = row.get("inverse") or row["path"]
        if not isinstance(path, NamedNode) or not isinstance(row["class"], NamedNode):
            return  # a longer path has no column of its own
        group = row["group"].value if row.get("group") is not None else ""
        if group:
            labels = texts.get((group, "label"), {})
            self._groups[group] = Group(group, labels, _order(row.get("groupOrder")))
        shape = row["field"].value
        inverse = row.get("inverse") is not None
        names, hints = texts.get((shape, "name"), {}), texts.get((shape, "description"), {})
        told = kinds.get((row["class"], path, inverse), {})
        field = Field(
            path, inverse, _order(row["order"]), names, hints, group,
            datatype=told.get("datatype", ""),
            thing="class" in told,
            single=told.get("maxCount") == "1" or told.get("uniqueLang") == "true",
            some=row["some"].value == "true",
            range="" if inverse else self._ranges.get(path, ""),
        )  # fmt: skip
        self._fields.setdefault(row["class"], {}).setdefault((path, inverse), field)


def _rank(row: dict[str, Any]) -> tuple[str, bool, float, str]:
    """Of several shapes of one path the first is the field: rather one about all that leads back.

    Nothing depends on the name of a blank path, which is another each time.
    """
    some = row["some"].value == "true" and row.get("inverse") is not None
    return str(row["class"]), some, _order(row["order"]), str(row["field"])


def _kinds(reader: Reader) -> Kinds:
    """What the shapes of a class say of the values of a path: the last part of the property → its value."""
    found: Kinds = {}
    for row in sorted(reader.select(_KINDS), key=lambda row: (str(row["said"]), str(row["value"]))):
        key = (row["class"], row.get("inverse") or row["path"], row.get("inverse") is not None)
        found.setdefault(key, {})[row["said"].value.rpartition("#")[2]] = row["value"].value
    return found


def _texts(reader: Reader) -> dict[tuple[str, str], Texts]:
    """(IRI, ``name``, ``description`` or ``label``) → language → text."""
    texts: dict[tuple[str, str], Texts] = {}
    for row in reader.select(_TEXTS):
        if isinstance(row["text"], Literal):
            kind = row["property"].value.replace("#", "/").rpartition("/")[2]
            by_language = texts.setdefault((row["thing"].value, kind), {})
            by_language.setdefault(row["text"].language or "", row["text"].value)
    return texts


def _order(term: Any) -> float:
    try:
        return float(term.value) if term is not None else _LAST
    except ValueError:
        return _LAST
