"""Rows of a page: the properties of a thing with their values, in the order and groups of the shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.fields import Field, Texts
from esslod.namespaces import DCT, PROV, RDFS, SKOS
from esslod.rdf.description import LABELS
from esslod.representation.knowing import Known
from esslod.representation.layout import KEY, READING, Layout, kinds_of
from esslod.representation.page import Cluster, Note, Row, Value
from esslod.representation.passages import Notes
from esslod.representation.values import Values
from esslod.representation.words import spaced, word

_SUMMARIES: Final = (SKOS.definition, RDFS.comment, DCT.description)
#: Places of rows whose field has no group, and of those that no shape speaks of.
UNGROUPED: Final = (1e8, "")
UNSHAPED: Final = (1e9, "")

Place = tuple[float, str]
Shaped = Mapping[tuple[NamedNode, bool], Field]


class Rows:
    """Makes the rows of one page, in *language*."""

    def __init__(self, layout: Layout, known: Known, values: Values, notes: Notes, language: str) -> None:
        self._fields = layout.fields
        self._layout = layout
        self.notes = notes
        self._names = known.names
        self._values = values
        self._around = known.around
        self._language = language

    def grouped(
        self, subject: NamedNode, quads: Sequence[Quad], without: Iterable[NamedNode] = ()
    ) -> dict[Place, list[Row]]:
        """Place of a section → its rows, in order. *without* are properties told elsewhere."""
        fields = self._layout.fields_of(kinds_of(quads))
        units = {quad.predicate: quad.object for quad in quads}
        left_out = set(without)
        by_property: dict[NamedNode, list[Any]] = {}
        for quad in quads:
            if quad.predicate not in left_out:
                by_property.setdefault(quad.predicate, []).append(quad.object)
        lacks = self._lacks(subject)
        passages = self.notes.passages(quads)
        ours = {view.path for view in self._layout.with_role(kinds_of(quads), READING)} | {
            PROV.wasDerivedFrom
        }
        sections: dict[Place, list[tuple[float, str, Row]]] = {}
        for property_ in (*by_property, *(lacked for lacked in lacks if lacked not in by_property)):
            field = fields.get((property_, False))
            terms = by_property.get(property_, ())
            values = self._values.several(terms, units, property_)
            row = self.row(property_, values, field, gaps=lacks.get(property_, ()))
            if property_ not in ours:
                sources = self.notes.of(passages, terms) if terms else self._looked(row.gaps)
                row = replace(row, sources=sources)
            place = self._place(field, lacking=property_ in lacks)
            sections.setdefault(place, []).append((field.order if field else 0.0, row.short, row))
        return {
            place: [row for _, _, row in sorted(rows, key=lambda r: r[:2])]
            for place, rows in sorted(sections.items())
        }

    def row(
        self,
        property_: NamedNode,
        values: Sequence[Value],
        field: Field | None,
        *,
        back: bool = False,
        gaps: tuple[Value, ...] = (),
    ) -> Row:
        """One property (``back``: one way back) with *values*, as its *field* presents it."""
        name = spoken(field.names, self._language) if field else ""
        if not name:
            name = self._names.best(property_, self._language)[0]
            name = word("incoming-by", self._language, property=name) if back else name
        hint = spaced(spoken(field.hints, self._language), self._language) if field else ""
        short = self._names.short(property_)
        clusters: tuple[Cluster, ...] = self._values.clusters(values) if values else ()
        return Row(name, short, self._values.link(property_), hint, clusters, gaps)

    def summary(self, quads: Sequence[Quad]) -> dict[NamedNode, tuple[Value, ...]]:
        """The first property that explains the thing in words, with its values."""
        for property_ in _SUMMARIES:
            texts = [quad.object for quad in quads if quad.predicate == property_]
            if texts and all(isinstance(text, Literal) for text in texts):
                told = self._values.several(texts, {})
                return {
                    property_: tuple(
                        replace(v, text=spaced(v.text, v.language or self._language)) for v in told
                    )
                }
        return {}

    def naming(self, quads: Sequence[Quad]) -> set[NamedNode]:
        """The property the title was taken from, when it has but one value a language."""
        for property_ in LABELS:
            texts = [quad.object for quad in quads if quad.predicate == property_]
            languages = [text.language for text in texts if isinstance(text, Literal)]
            if texts:
                return {property_} if len(set(languages)) == len(texts) else set()
        return set()

    def _place(self, field: Field | None, *, lacking: bool) -> Place:
        group = self._fields.group(field.group) if field else None
        if group:
            return (group.order, group.iri)
        return UNGROUPED if field or lacking else UNSHAPED

    def _lacks(self, subject: NamedNode) -> dict[NamedNode, tuple[Value, ...]]:
        """What *subject* lacks: the property → why, with a link to the resource that says so."""
        found: dict[NamedNode, tuple[Value, ...]] = {}
        for lacked, gap in self._around.lacks.get(subject, ()):
            found[lacked] = (*found.get(lacked, ()), self._reason(gap))
        return found

    def _looked(self, gaps: Iterable[Value]) -> tuple[Note, ...]:
        """Where one would expect to read what lacks."""
        said = (quad for gap in gaps for quad in self._around.about[NamedNode(gap.machine)])
        return self.notes.to(self.notes.passages(said))

    def _reason(self, gap: NamedNode) -> Value:
        """Why something lacks: what a summary says of *gap*, else its name; a link to it."""
        quads = self._around.about[gap]
        link = self._values.link(gap)
        paths = {view.path for view in self._layout.keys(kinds_of(quads)) if KEY.value in view.roles}
        said = [quad.object for quad in quads if quad.predicate in paths]
        reasons = ", ".join(value.text for value in self._values.several(said, {}))
        return Value(reasons or link.text, link.language, "gap", link.path, note=link.text, machine=gap.value)


def spoken(texts: Texts, language: str) -> str:
    """The text in *language*, else without language, else any."""
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")
