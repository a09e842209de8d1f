"""The page of a resource as a value: headings, rows, parts and links, before any HTML.

Which property comes first, under which heading and what name is read from the shapes
(`esslod.fields`), and so is what is shown in place (`layout.py`); names come from the labels in
the data. A property no shape mentions comes after, as it is. Python and templates name no term of
the domain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode

from esslod.addresses import Addresses
from esslod.fields import Fields
from esslod.rdf.colophon import PROVENANCE
from esslod.rdf.description import Description, Reader
from esslod.representation import writing
from esslod.representation.knowing import distinct, known_of
from esslod.representation.layout import Layout, kinds_of
from esslod.representation.naming import Names, names_of
from esslod.representation.nesting import Nesting
from esslod.representation.page import Page, Row, Thing, Value
from esslod.representation.passages import Notes
from esslod.representation.rows import Rows
from esslod.representation.sections import Sections
from esslod.representation.values import Values

#: Things shown in the place of the focus, one within the other.
_MOST_INNER: Final = 4


class Pages:
    """Makes the pages of one release. Reads its shapes once."""

    def __init__(self, reader: Reader, addresses: Addresses, prefixes: Mapping[str, str]) -> None:
        self.reader = reader
        self.addresses = addresses
        self.prefixes = prefixes
        self.fields = Fields(reader)
        self.layout = Layout(reader, self.fields, addresses.base)

    def page(self, description: Description, language: str) -> Page:
        """The page of what *description* describes, in *language* (``fr`` or ``en``)."""
        return _PageMaker(self, description, language).page()

    def link(self, node: NamedNode, language: str) -> Value:
        """A link to *node* by its name in *language*."""
        names = Names(names_of(self.reader, [node]), self.prefixes, self.addresses.base)
        return Values(self.addresses, self.fields, names, {}, language).link(node)


class _PageMaker:
    """One page in the making: the description, and what else is known."""

    def __init__(self, pages: Pages, description: Description, language: str) -> None:
        self._addresses = pages.addresses
        self._fields = pages.fields
        self._description = description
        self._language = language
        self._parts_set = frozenset(description.parts)
        names = Names((), pages.prefixes, pages.addresses.base)
        known = known_of(pages.reader, pages.layout, description, names)
        values = Values(pages.addresses, pages.fields, names, known.linked, language)
        self._known = known
        self._names = names
        self._values = values
        self._notes = Notes(known, values, language)
        self._rows = Rows(pages.layout, known, values, self._notes, language)
        self._nesting = Nesting(pages.layout, known.around, self._rows, values, language)
        self._sections = Sections(pages.fields, self._rows, self._nesting, language)

    def page(self) -> Page:
        description, link = self._description, self._values.link
        inner = self._inner()
        keys = self._nesting.keys([description.focus, *inner][-1])  # above all else, as its notes are
        return Page(
            language=self._language,
            thing=self._thing(description.focus, inner),
            parts=self._parts(),
            incoming=self._incoming_rows(),
            incoming_held=len({quad.triple for quad in description.incoming}),
            incoming_total=description.incoming_total,
            graphs=tuple(
                (link(graph), self._provenance(graph))
                for graph in description.graphs
                if graph != description.focus
            ),
            described=description.focus in self._known.about or bool(description.parts),
            rest=self._addresses.pointing_to(description.focus.value) if description.cut else "",
            trail=tuple(map(link, self._known.trail)),
            told_by=tuple(map(link, inner)),
            keys=keys,
            faces=tuple(
                (thing, tuple(kinds_of(self._nesting.quads(thing)))) for thing in (description.focus, *inner)
            ),
            cut=self._known.around.cut,
            origins=self._notes.listed(),
        )

    def _inner(self) -> list[NamedNode]:
        """What is shown in the place of the focus, one within the other."""
        found = [self._description.focus]
        while len(found) <= _MOST_INNER and (inner := self._nesting.standing_in(found[-1])):
            found.append(inner)
        return found[1:]

    # ── one thing ──

    def _thing(self, subject: NamedNode, inner: Sequence[NamedNode] = ()) -> Thing:
        quads = self._known.about.get(subject, [])
        summary = self._rows.summary(quads)
        path, _, fragment = (self._addresses.path(subject.value) or "").partition("#")
        is_part = subject in self._parts_set
        title, said_in = self._names.best(subject, self._language)
        whole = subject == self._description.focus
        told = (quads, *map(self._nesting.quads, inner))
        sources = [note for said in told for note in self._notes.beside(said)]
        sections, technical = self._sections.of(subject, quads, parts=whole, inner=inner)
        return Thing(
            iri=subject.value,
            anchor=(fragment or path.rpartition("/")[2]) if is_part else "",
            path=path if is_part and not fragment else "",
            title=Value(title, self._values.foreign(said_in)),
            other_title=self._other_title(subject, title),
            kinds=tuple(map(self._values.link, self._told_kinds(kinds_of(quads)))),
            summary=tuple(value for values in summary.values() for value in values),
            sections=sections,
            technical=technical,
            named=self._names.known(subject),
            sources=tuple(sources),
        )

    def _told_kinds(self, kinds: Sequence[NamedNode]) -> Sequence[NamedNode]:
        """The narrowest of *kinds*, those of our own vocabulary if there are: others repeat them abroad."""
        narrowest = self._fields.narrowest(kinds)
        return [kind for kind in narrowest if self._addresses.path(kind.value) is not None] or narrowest

    def _other_title(self, subject: NamedNode, title: str) -> Value | None:
        other = "en" if self._language == "fr" else "fr"
        text = self._names.in_language(subject, other)
        return Value(text, other) if text and text != title else None

    # ── the rest of the page ──

    def _incoming_rows(self) -> tuple[Row, ...]:
        # A whole links to its parts and they to it: once on a page is enough. Data keep both.
        about, around = self._known.about.get(self._description.focus, []), self._known.around
        linked = {quad.object for quad in about} | around.things | around.gaps
        by_property: dict[NamedNode, list[Any]] = {}
        for quad in self._description.incoming:
            if quad.subject not in linked and quad.subject not in by_property.get(quad.predicate, []):
                by_property.setdefault(quad.predicate, []).append(quad.subject)
        fields = self._fields.of(kinds_of(about))
        rows = [
            self._rows.row(
                property_, self._values.several(subjects, {}), fields.get((property_, True)), back=True
            )
            for property_, subjects in by_property.items()
        ]
        return tuple(sorted(rows, key=lambda row: row.short))

    def _provenance(self, graph: NamedNode) -> tuple[Row, ...]:
        """Where a graph comes from, in the order of `rdf/description.py`."""
        said = distinct(quad for quad in self._description.provenance if quad.subject == graph)
        found = {wanted: [q.object for q in said if q.predicate == wanted] for wanted in PROVENANCE}
        return tuple(
            self._rows.row(property_, self._values.several(terms, {}), None)
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
