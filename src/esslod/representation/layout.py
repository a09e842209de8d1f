"""What shapes say of showing values in place, in summary and above, in the words of DASH.

A *view* is a property shape with ``dash:viewer`` or ``dash:propertyRole``: which values of which
property of a class, and how. ``sh:qualifiedValueShape`` picks the values: by their class and by
the codes they bear. What each term does to a page is told in ``docs/reference/pages.md``; nothing
here knows a class or a property of the domain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import ROLES
from esslod.fields import Field, Fields, Texts
from esslod.namespaces import DASH, RDF
from esslod.rdf.description import Reader

_PREFIXES: Final = (
    "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX dash: <http://datashapes.org/dash#>\n"
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
)
_VIEWS: Final = (
    _PREFIXES
    + """
SELECT ?class ?field ?path ?inverse ?order ?group ?viewer ?which ?of WHERE {
  ?shape sh:targetClass ?class ; sh:property ?field . ?field sh:path ?path
  OPTIONAL { ?path sh:inversePath ?inverse }
  OPTIONAL { ?field sh:order ?order } OPTIONAL { ?field sh:group ?group }
  OPTIONAL { ?field dash:viewer ?viewer }
  OPTIONAL { ?field sh:qualifiedValueShape ?which OPTIONAL { ?which sh:class ?of } }
  FILTER(BOUND(?viewer) || EXISTS { ?field dash:propertyRole ?role })
}"""
)
_SAID: Final = (
    _PREFIXES
    + """
SELECT ?field ?property ?value WHERE {
  VALUES ?property { sh:name sh:description dash:propertyRole } ?field ?property ?value
  FILTER EXISTS { ?field dash:viewer|dash:propertyRole ?any }
}"""
)
_CODES: Final = (
    _PREFIXES
    + """
SELECT ?which ?path ?code WHERE {
  ?field sh:qualifiedValueShape ?which . ?which sh:property ?asked . ?asked sh:path ?path .
  { ?asked sh:in/rdf:rest*/rdf:first ?code } UNION { ?asked sh:hasValue ?code }
}"""
)
_LAST: Final = 1e9
#: Viewers that show values in place; of the others, a page shows links and texts as it always does.
DETAILS: Final = DASH.DetailsViewer
TABLE: Final = DASH.ValueTableViewer
LABELS: Final = DASH.LabelViewer
KEY: Final = DASH.KeyInfoRole
#: A role of our own (``shapes/pages.ttl``): what we say of a fact, and the passage it comes from does not.
READING: Final = "ReadingRole"

Codes = Mapping[NamedNode, frozenset[Any]]


@dataclass(frozen=True, eq=False)
class View:
    """How a class shows some values of one property (or, ``inverse``, what points to it by that property).

    ``viewer`` is None when nothing is said; ``group`` is empty for the page itself; ``kind`` and
    ``codes`` are what a value must be and bear (nothing: any value).
    """

    path: NamedNode
    inverse: bool
    viewer: NamedNode | None
    order: float
    group: str
    names: Texts
    hints: Texts
    roles: frozenset[str]
    kind: NamedNode | None
    codes: Codes

    @property
    def asks(self) -> int:
        """How many conditions a value must meet: a value is shown by the view that asks most."""
        return (self.kind is not None) + len(self.codes)

    @property
    def in_place(self) -> bool:
        """Whether values are shown in place: a list of names is, when a page would not list them anyway."""
        return self.viewer in (DETAILS, TABLE) or (self.viewer == LABELS and (self.inverse or self.asks > 0))

    def accepts(self, kinds: Sequence[NamedNode], quads: Iterable[Quad]) -> bool:
        """Whether a value of classes *kinds* (superclasses included), of which *quads* are said, is meant."""
        if self.kind is not None and self.kind not in kinds:
            return False
        said: dict[Any, set[Any]] = {}
        for quad in quads:
            said.setdefault(quad.predicate, set()).add(quad.object)
        return all(said.get(property_, set()) & allowed for property_, allowed in self.codes.items())


class Layout:
    """All views of the shapes of one release, by class; read once, then only looked up."""

    def __init__(self, reader: Reader, fields: Fields, base: str) -> None:
        self.fields = fields
        self._roles = base + ROLES
        said: dict[str, list[dict[str, Any]]] = {}
        for row in reader.select(_SAID):
            said.setdefault(row["field"].value, []).append(row)
        codes: dict[Any, dict[NamedNode, set[Any]]] = {}
        for row in reader.select(_CODES):
            if isinstance(row["path"], NamedNode):
                codes.setdefault(row["which"], {}).setdefault(row["path"], set()).add(row["code"])
        #: The classes that have a table.
        self.tabled = frozenset(fields.classes())
        # Things have classes in few combinations: what follows from each is found once.
        self._found: dict[tuple[NamedNode, ...], tuple[View, ...]] = {}
        self._kinds: dict[tuple[NamedNode, ...], list[NamedNode]] = {}
        self._fields_of: dict[tuple[NamedNode, ...], Mapping[tuple[NamedNode, bool], Field]] = {}
        self._views: dict[NamedNode, list[View]] = {}
        for row in sorted(reader.select(_VIEWS), key=str):
            path = row.get("inverse") or row["path"]
            if isinstance(path, NamedNode):
                view = _view(row, path, said.get(row["field"].value, ()), codes.get(row.get("which"), {}))
                self._views.setdefault(row["class"], []).append(view)

    def of(self, kinds: Iterable[NamedNode]) -> tuple[View, ...]:
        """The views of a thing of classes *kinds* and of their superclasses, in the order of the page."""
        key = tuple(kinds)
        if key not in self._found:
            every = [view for kind in self.all_kinds(key) for view in self._views.get(kind, ())]
            self._found[key] = tuple(sorted(dict.fromkeys(every), key=self.place))
        return self._found[key]

    def all_kinds(self, kinds: Iterable[NamedNode]) -> list[NamedNode]:
        """*kinds* and their superclasses, the most specific first; not to be changed."""
        key = tuple(kinds)
        if key not in self._kinds:
            self._kinds[key] = self.fields.most_specific_first(key)
        return self._kinds[key]

    def fields_of(self, kinds: Iterable[NamedNode]) -> Mapping[tuple[NamedNode, bool], Field]:
        """As `Fields.of`, looked up once for things of the same classes."""
        key = tuple(kinds)
        if key not in self._fields_of:
            self._fields_of[key] = self.fields.of(key)
        return self._fields_of[key]

    def place(self, view: View) -> tuple[float, float, str]:
        """Where *view* stands on a page."""
        group = self.fields.group(view.group)
        return (group.order if group else _LAST, view.order, view.path.value)

    def with_role(self, kinds: Iterable[NamedNode], role: str) -> Iterator[View]:
        """The views of *kinds* that play one of our own roles (its local name)."""
        return (view for view in self.of(kinds) if f"{self._roles}{role}" in view.roles)

    def paths(self, role: str) -> frozenset[NamedNode]:
        """The properties that play one of our own roles in any class."""
        name = f"{self._roles}{role}"
        return frozenset(view.path for views in self._views.values() for view in views if name in view.roles)

    def keys(self, kinds: Iterable[NamedNode]) -> Iterator[View]:
        """What a summary says of a thing of *kinds*."""
        return (view for view in self.of(kinds) if KEY.value in view.roles)


def kinds_of(quads: Iterable[Quad]) -> list[NamedNode]:
    """The classes that *quads* say their subject is of."""
    return [q.object for q in quads if q.predicate == RDF.type and isinstance(q.object, NamedNode)]


def _view(row: dict[str, Any], path: NamedNode, said: Iterable[dict[str, Any]], codes: Any) -> View:
    names: Texts = {}
    hints: Texts = {}
    roles = set()
    for fact in said:
        value, property_ = fact["value"], fact["property"].value
        if isinstance(value, Literal):
            (names if property_.endswith("#name") else hints)[value.language or ""] = value.value
        else:
            roles.add(value.value)
    order, group, viewer, kind = (row.get(name) for name in ("order", "group", "viewer", "of"))
    return View(
        path,
        row.get("inverse") is not None,
        viewer if isinstance(viewer, NamedNode) else None,
        float(order.value) if isinstance(order, Literal) else _LAST,
        group.value if isinstance(group, NamedNode) else "",
        names,
        hints,
        frozenset(roles),
        kind if isinstance(kind, NamedNode) else None,
        {property_: frozenset(values) for property_, values in codes.items()},
    )
