"""The page of a resource as a value: headings, rows and links, before any HTML.

Which property comes first, under which heading and what name is read from the shapes
(`esslod.fields`); names come from the labels in the data. A property no shape mentions comes
after, as it is. Python and templates name no term of the domain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from esslod.addresses import Addresses
from esslod.fields import Field, Fields
from esslod.namespaces import DCT, RDF, RDFS, SKOS
from esslod.rdf.colophon import PROVENANCE
from esslod.rdf.description import LABELS, Description, Reader, labels_of
from esslod.representation import writing
from esslod.representation.linked import linked_facts
from esslod.representation.naming import Names
from esslod.representation.page import Page, Row, Section, Thing, Value
from esslod.representation.values import Values
from esslod.representation.words import word

_SUMMARIES: Final = (SKOS.definition, RDFS.comment, DCT.description)


class Pages:
    """Makes the pages of one release. Reads its shapes once."""

    def __init__(self, reader: Reader, addresses: Addresses, prefixes: Mapping[str, str]) -> None:
        self.reader = reader
        self.addresses = addresses
        self.prefixes = prefixes
        self.fields = Fields(reader)

    def page(self, description: Description, language: str) -> Page:
        """The page of what *description* describes, in *language* (``fr`` or ``en``)."""
        return _PageMaker(self, description, language).page()


class _PageMaker:
    """One page in the making: the description, the names it needs, and what linked things are."""

    def __init__(self, pages: Pages, description: Description, language: str) -> None:
        self._addresses = pages.addresses
        self._fields = pages.fields
        self._description = description
        self._language = language
        self._parts_set = frozenset(description.parts)
        self._about: dict[NamedNode, list[Quad]] = {}
        for quad in sorted(description.own, key=str):
            if isinstance(quad.subject, NamedNode):
                self._about.setdefault(quad.subject, []).append(quad)
        self._linked = linked_facts(pages.reader, description)
        known = (*description.own, *description.labels)
        self._names = Names(known, pages.prefixes, pages.addresses.base)
        self._name_the_rest(pages.reader)
        self._values = Values(pages.addresses, pages.fields, self._names, self._linked, language)

    def page(self) -> Page:
        description = self._description
        incoming = self._incoming_rows()
        return Page(
            language=self._language,
            thing=self._thing(description.focus),
            parts=self._parts(),
            incoming=incoming,
            incoming_held=len({quad.triple for quad in description.incoming}),
            incoming_total=description.incoming_total,
            graphs=tuple(
                (self._values.link(graph), self._provenance(graph))
                for graph in description.graphs
                if graph != description.focus
            ),
            described=description.focus in self._about or bool(description.parts),
            rest=self._addresses.pointing_to(description.focus.value) if description.cut else "",
        )

    def _name_the_rest(self, reader: Reader) -> None:
        """Names of the properties and classes on the page, which the description itself need not hold."""
        described = self._description
        wanted = {quad.predicate for quad in (*described.own, *described.incoming, *described.provenance)}
        wanted |= {kind for facts in self._linked.values() for kind in facts.kinds}
        wanted |= {code for facts in self._linked.values() for _, code in facts.codes}
        wanted |= {unit for facts in self._linked.values() for unit in facts.units}
        unknown = sorted((term for term in wanted if not self._names.known(term)), key=str)
        self._names.add(labels_of(reader, unknown))

    # ── one thing ──

    def _thing(self, subject: NamedNode) -> Thing:
        quads = _distinct(self._about.get(subject, []))
        kinds = [
            quad.object for quad in quads if quad.predicate == RDF.type and isinstance(quad.object, NamedNode)
        ]
        summary = self._summary(quads)
        shown_above = {RDF.type, *summary, *self._naming(quads)}
        rest = [quad for quad in quads if quad.predicate not in shown_above]
        path, _, fragment = (self._addresses.path(subject.value) or "").partition("#")
        is_part = subject in self._parts_set
        title, spoken = self._names.best(subject, self._language)
        return Thing(
            iri=subject.value,
            anchor=(fragment or path.rpartition("/")[2]) if is_part else "",
            path=path if is_part and not fragment else "",
            title=Value(title, self._values.foreign(spoken)),
            other_title=self._other_title(subject, title),
            kinds=tuple(self._values.link(kind) for kind in self._fields.narrowest(kinds)),
            summary=tuple(value for values in summary.values() for value in values),
            sections=self._sections(rest, self._fields.of(kinds)),
        )

    def _summary(self, quads: Sequence[Quad]) -> dict[NamedNode, tuple[Value, ...]]:
        """The first property that explains the thing in words, with its values."""
        for property_ in _SUMMARIES:
            texts = [quad.object for quad in quads if quad.predicate == property_]
            if texts and all(isinstance(text, Literal) for text in texts):
                return {property_: self._values.several(texts, {})}
        return {}

    def _naming(self, quads: Sequence[Quad]) -> set[NamedNode]:
        """The property the title was taken from, when it has but one value a language."""
        for property_ in LABELS:
            texts = [quad.object for quad in quads if quad.predicate == property_]
            languages = [text.language for text in texts if isinstance(text, Literal)]
            if texts:
                return {property_} if len(set(languages)) == len(texts) else set()
        return set()

    def _other_title(self, subject: NamedNode, title: str) -> Value | None:
        other = "en" if self._language == "fr" else "fr"
        text = self._names.in_language(subject, other)
        return Value(text, other) if text and text != title else None

    def _sections(
        self, quads: Sequence[Quad], fields: Mapping[tuple[NamedNode, bool], Field]
    ) -> tuple[Section, ...]:
        units = {quad.predicate: quad.object for quad in quads}
        by_property: dict[NamedNode, list[Any]] = {}
        for quad in quads:
            by_property.setdefault(quad.predicate, []).append(quad.object)
        grouped: dict[tuple[float, str], list[tuple[float, str, Row]]] = {}
        for property_, terms in by_property.items():
            field = fields.get((property_, False))
            group = self._fields.group(field.group) if field else None
            row = self._row(property_, self._values.several(terms, units, property_), field)
            place = (group.order, group.iri) if group else (1e8 if field else 1e9, "")
            grouped.setdefault(place, []).append((field.order if field else 0.0, row.short, row))
        return tuple(
            Section(
                self._section_title(place, alone=len(grouped) == 1),
                tuple(row for _, _, row in sorted(rows, key=lambda r: r[:2])),
            )
            for place, rows in sorted(grouped.items())
        )

    def _section_title(self, place: tuple[float, str], *, alone: bool) -> str:
        group = self._fields.group(place[1])
        if group:
            return _spoken(group.labels, self._language)
        return word("statements" if alone or place[0] == 1e8 else "other-properties", self._language)

    # ── rows and values ──

    def _row(
        self, property_: NamedNode, values: Sequence[Value], field: Field | None, *, back: bool = False
    ) -> Row:
        name = _spoken(field.names, self._language) if field else ""
        if not name:
            name = self._names.best(property_, self._language)[0]
            name = word("incoming-by", self._language, property=name) if back else name
        hint = _spoken(field.hints, self._language) if field else ""
        short = self._names.short(property_)
        return Row(name, short, self._values.link(property_), hint, self._values.clusters(values))

    # ── the rest of the page ──

    def _incoming_rows(self) -> tuple[Row, ...]:
        # A whole links to its parts and they to it: once on a page is enough. Data keep both.
        linked = {quad.object for quad in self._about.get(self._description.focus, [])}
        by_property: dict[NamedNode, list[Any]] = {}
        for quad in self._description.incoming:
            if quad.subject not in linked and quad.subject not in by_property.get(quad.predicate, []):
                by_property.setdefault(quad.predicate, []).append(quad.subject)
        kinds = [q.object for q in self._about.get(self._description.focus, []) if q.predicate == RDF.type]
        fields = self._fields.of(kind for kind in kinds if isinstance(kind, NamedNode))
        rows = [
            self._row(property_, self._values.several(subjects, {}), fields.get((property_, True)), back=True)
            for property_, subjects in by_property.items()
        ]
        return tuple(sorted(rows, key=lambda row: row.short))

    def _provenance(self, graph: NamedNode) -> tuple[Row, ...]:
        """Where a graph comes from, in the order of `rdf/description.py`."""
        said = _distinct(quad for quad in self._description.provenance if quad.subject == graph)
        found = {wanted: [q.object for q in said if q.predicate == wanted] for wanted in PROVENANCE}
        return tuple(
            self._row(property_, self._values.several(terms, {}), None)
            for property_, terms in found.items()
            if terms
        )

    def _parts(self) -> tuple[tuple[str, tuple[Thing, ...]], ...]:
        """The things defined in this document, by class."""
        things = [self._thing(part) for part in self._description.parts]
        counted = Counter(kind.text for thing in things for kind in thing.kinds)
        grouped: dict[str, list[Thing]] = {}
        for thing in sorted(things, key=lambda thing: writing.sorting_key(thing.title.text)):
            # Of several classes, the one most of its neighbours have: fewer, larger groups.
            kind = max(
                (kind.text for kind in thing.kinds), key=lambda text: (counted[text], text), default=""
            )
            grouped.setdefault(kind, []).append(thing)
        return tuple((title, tuple(members)) for title, members in sorted(grouped.items()))


def _distinct(quads: Iterable[Quad]) -> list[Quad]:
    """One quad for each triple: the same statement may stand in several graphs."""
    return list({quad.triple: quad for quad in quads}.values())


def _spoken(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")
