"""A page as a value: headings, rows, links. Made by `resource.py`, written by `html.py`."""

from __future__ import annotations

from dataclasses import dataclass


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
class Row:
    """One property: ``name`` for people, ``short`` and ``link`` for those who want the term."""

    name: str
    short: str
    link: Value
    hint: str
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Thing:
    """A resource: ``anchor`` names its place in this page, ``path`` a page of its own, when it has them."""

    iri: str
    anchor: str
    path: str
    title: Value
    other_title: Value | None
    kinds: tuple[Value, ...]
    summary: tuple[Value, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Page:
    """Everything `html.py` needs to write the page of one resource in one language.

    ``graphs`` are the named graphs that say it, each with its provenance; ``rest`` is the path of
    all that leads to the resource, when the page does not hold it all.
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
