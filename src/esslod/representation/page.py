"""A page as a value: headings, rows, links. Made by `resource.py`, written by `html.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode


@dataclass(frozen=True)
class Value:
    """One value: ``text`` in ``language`` (empty: the page's own, or none).

    ``path`` is an address of this site (no leading slash; empty is its root), ``iri`` an outside one;
    ``note`` is a word on the thing linked to (its amount…); ``machine`` the exact form.
    """

    text: str
    language: str = ""
    kind: str = "text"
    path: str | None = None
    iri: str = ""
    note: str = ""
    machine: str = ""
    rank: float = 0.0


@dataclass(frozen=True)
class Cluster:
    """Values of one row that are of one class; ``title`` is empty when the row is not cut."""

    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Note:
    """A sign beside a fact: the ``number`` of the passage it comes from.

    ``mark`` tells it from the others that lead there, for the way back; 0: there is none.
    """

    number: int
    mark: int = 0


@dataclass(frozen=True)
class Passage:
    """Where facts come from: ``where`` it stands, what it says as a ``quote`` and the ``figure`` it bears,
    when that is known; ``marks`` is how many notes it leads back to.
    """

    number: int
    link: Value
    where: tuple[str, ...]
    quote: Value | None
    figure: Value | None
    marks: int


@dataclass(frozen=True)
class Origin:
    """Passages of one ``document`` (None: they are no part of any)."""

    document: Value | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Row:
    """One property: ``name`` for people, ``short`` and ``link`` for those who want the term."""

    name: str
    short: str
    link: Value
    hint: str
    clusters: tuple[Cluster, ...]
    #: Why there is no value, each with a link to the resource that says so.
    gaps: tuple[Value, ...] = ()
    #: Where the values come from.
    sources: tuple[Note, ...] = ()

    @property
    def content(self) -> tuple[object, ...]:
        """What two rows must share for one to be enough."""
        return (self.link, self.clusters, self.gaps)

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers alone."""
        values = [value for cluster in self.clusters for value in cluster.values]
        return bool(values) and all(value.kind == "number" for value in values)


@dataclass(frozen=True)
class Part:
    """A resource shown within the page of another."""

    title: Value
    summary: tuple[Value, ...]
    rows: tuple[Row, ...]
    nests: tuple[Nest, ...]
    sources: tuple[Note, ...]


@dataclass(frozen=True)
class Table:
    """Parts as lines: ``columns`` are rows whose values are not looked at; a cell may be missing."""

    columns: tuple[Row, ...]
    lines: tuple[tuple[Part, tuple[Row | None, ...]], ...]


@dataclass(frozen=True)
class Nest:
    """Values of one property shown in place: ``viewer`` is ``details``, ``table`` or ``labels``.

    ``shared`` are the rows that all parts have alike, said once; ``notes`` the texts that explain
    lines of a table, each with the lines it is about (none: all of them). ``anchor`` is unique in the page.
    """

    anchor: str
    title: str
    hint: str
    viewer: str
    parts: tuple[Part, ...]
    ordered: bool = False
    shared: tuple[Row, ...] = ()
    table: Table | None = None
    notes: tuple[tuple[Value, tuple[str, ...]], ...] = ()
    #: Of a table: the path of its files, without their suffix, and its name among them.
    file: str = ""
    name: str = ""


@dataclass(frozen=True)
class Section:
    """A group of properties; ``anchor`` is unique in the page."""

    title: str
    rows: tuple[Row, ...]
    nests: tuple[Nest, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Key:
    """A fact of the summary: ``figure`` when it is a number, else ``value`` says it all."""

    name: str
    value: Value
    figure: Value | None
    notes: tuple[tuple[str, Value], ...]
    sources: tuple[Note, ...]


@dataclass(frozen=True)
class Thing:
    """A resource: ``anchor`` names its place in this page, ``path`` a page of its own, when it has them.

    ``sections`` are for everyone, ``technical`` holds what no group of a shape speaks of.
    """

    iri: str
    anchor: str
    path: str
    title: Value
    other_title: Value | None
    kinds: tuple[Value, ...]
    summary: tuple[Value, ...]
    sections: tuple[Section, ...]
    technical: tuple[Section, ...] = ()
    #: Whether the title is a name, and not a mere address.
    named: bool = True
    #: Where it comes from; of the page's own thing, also where what stands in its place does.
    sources: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Page:
    """Everything `html.py` needs to write the page of one resource in one language.

    ``graphs`` are the named graphs that say it, each with its provenance; ``rest`` is the path of
    all that leads to the resource, when the page does not hold it all. ``trail`` is what contains
    the resource, the widest first; ``told_by`` what the page shows in its place, the last of which
    says the facts; ``keys`` the summary; ``faces`` what the page is about, with its classes: the
    resource, then what stands in its place; ``cut`` whether not all is shown.
    """

    language: str
    thing: Thing
    parts: tuple[tuple[str, tuple[Thing, ...]], ...]
    incoming: tuple[Row, ...]
    incoming_held: int
    incoming_total: int
    graphs: tuple[tuple[Value, tuple[Row, ...]], ...]
    described: bool
    rest: str = ""
    trail: tuple[Value, ...] = ()
    told_by: tuple[Value, ...] = ()
    keys: tuple[Key, ...] = ()
    faces: tuple[tuple[NamedNode, tuple[NamedNode, ...]], ...] = ()
    cut: bool = False
    origins: tuple[Origin, ...] = ()

    @property
    def nested(self) -> bool:
        """Whether the page shows things in place: what else leads to it is then for the curious."""
        return any(section.nests for section in self.thing.sections)

    @property
    def terms(self) -> tuple[Row, ...]:
        """One row for each property that the page names without its term, by name."""
        rows = {row.link: row for section in self.thing.sections for row in _rows_of(section)}
        rows |= {row.link: row for row in self.incoming}
        return tuple(
            sorted((row for row in rows.values() if row.name != row.short), key=lambda row: row.name)
        )


def _rows_of(holder: Section | Part) -> Iterator[Row]:
    """All rows of *holder* and of what it shows in place."""
    yield from holder.rows
    for nest in holder.nests:
        yield from nest.shared
        for part in nest.parts:
            yield from _rows_of(part)
