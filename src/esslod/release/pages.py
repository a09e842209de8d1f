"""The catalogue in files: whole where lines are streamed, in pages where a harvester reads at once.

A page holds what is common (catalogue, publisher, the controlled values it uses) and some
datasets whole; pages are chained as Hydra says (`view.py`). Every statement becomes a line once,
for each flavour; pages, sizes and the query index are made of these lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from esslod.addresses import CATALOGUE
from esslod.config import Site
from esslod.namespaces import DCAT, prefixes
from esslod.rdf.canonical import document
from esslod.rdf.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, RdfSyntax
from esslod.rdf.writing import write
from esslod.release.entry import EU, Entry
from esslod.release.flavours import FLAVOURS, MAIN, Flavour
from esslod.release.manifest import FileEntry
from esslod.release.staging import Staging
from esslod.release.view import View

#: Bytes of a page as N-Triples, the longest of the syntaxes, at most: one dataset may be more.
LARGEST: Final = 950_000
#: Never in pages: read line by line, whatever their length.
_STREAMED: Final = (N_TRIPLES, N_QUADS)
#: Prefixes of the EU's lists: a catalogue names little else, thousands of times.
_LISTS: Final = {
    f"eu-{name}": f"{EU}{name}/"
    for name in (
        "access-right",
        "country",
        "data-theme",
        "file-type",
        "frequency",
        "language",
        "licence",
        "planned-availability",
    )
}

Lines = tuple[bytes, ...]


@dataclass(frozen=True)
class Catalogue:
    """``head`` is said on every page, ``first`` on the first; ``fixed`` (by subject) where it is used."""

    head: tuple[Triple, ...]
    first: tuple[Triple, ...]
    entries: tuple[Entry, ...]
    fixed: Mapping[object, Sequence[Triple]]


@dataclass(frozen=True)
class Written:
    """Some statements as lines, and those of the template's subjects that they mention."""

    lines: Lines
    uses: frozenset[object]

    @cached_property
    def weight(self) -> int:
        """Bytes as N-Triples."""
        return sum(map(len, self.lines)) + len(self.lines)


class Said:
    """A catalogue in one flavour, as lines."""

    def __init__(self, catalogue: Catalogue, flavour: Flavour, site: Site) -> None:
        self._site, self._rewrite = site, flavour.rewrite
        fixed: dict[object, list[Triple]] = {}
        for triples in catalogue.fixed.values():
            for triple in flavour.rewrite(triples):
                fixed.setdefault(triple.subject, []).append(triple)
        self._fixed = {term: _lines(triples) for term, triples in fixed.items()}
        self._leads = {
            term: frozenset(t.object for t in triples if t.object in fixed) for term, triples in fixed.items()
        }
        self.head, self.first = self._written(catalogue.head), self._written(catalogue.first)
        self.entries = tuple(self._entry(entry) for entry in catalogue.entries)

    def page(self, entries: Iterable[Written], *, first: bool = True) -> Lines:
        """What a page with *entries* says, all that it uses included; sorted."""
        listed = [self.head, *entries, *([self.first] if first else [])]
        used = frozenset().union(*(written.uses for written in listed))
        found = {line for written in listed for line in written.lines}
        for term in self._closure(used):
            found.update(self._fixed[term])
        return tuple(sorted(found))

    def _entry(self, entry: Entry) -> Written:
        start = NamedNode(self._site.addresses.iri(CATALOGUE))
        held = [Triple(start, DCAT.dataset, NamedNode(name)) for name in entry.datasets]
        return self._written((*held, *entry.triples))

    def _written(self, triples: Sequence[Triple]) -> Written:
        said = list(self._rewrite(triples))
        terms = {triple.subject for triple in said} | {triple.object for triple in said}
        return Written(_lines(said), frozenset(terms & self._fixed.keys()))

    def _closure(self, used: Iterable[object]) -> set[object]:
        seen: set[object] = set()
        waiting = list(used)
        while waiting:
            term = waiting.pop()
            if term not in seen:
                seen.add(term)
                waiting += self._leads[term]
        return seen


def paged(said: Said) -> tuple[range, ...]:
    """Which entries each page has: as few pages as their order allows."""
    room = LARGEST - sum(map(len, said.page(()))) - 2 * len(said.page(()))
    ends: list[int] = []
    left = room
    for number, entry in enumerate(said.entries):
        if entry.weight > left and number and left < room:
            ends.append(number)
            left = room
        left -= entry.weight
    starts = [0, *ends]
    return tuple(range(start, end) for start, end in zip(starts, (*ends, len(said.entries)), strict=True))


def write_catalogue(
    catalogue: Catalogue, staging: Staging, site: Site
) -> tuple[tuple[FileEntry, ...], Lines]:
    """Every flavour in its syntaxes: the files, and the lines of the whole catalogue as it is.

    The role of the files is the name of the catalogue's document.
    """
    main = Said(catalogue, MAIN, site)
    pages = paged(main)
    files: list[FileEntry] = []
    for flavour in FLAVOURS:
        said = main if flavour is MAIN else Said(catalogue, flavour, site)
        total = sum(len(entry.datasets) for entry in catalogue.entries)
        for number, page in enumerate(pages, 1):
            lines = said.page((said.entries[place] for place in page), first=number == 1)
            view = View(flavour.name, number, len(pages), total)
            files += _write_page(lines, view, flavour.syntaxes, staging, site)
    whole = main.page(main.entries)
    for syntax in _STREAMED:
        files.append(staging.write(f"{CATALOGUE}.{syntax.suffix}", document(whole), CATALOGUE, syntax))
    return tuple(files), whole


def _write_page(
    lines: Lines, view: View, syntaxes: Iterable[RdfSyntax], staging: Staging, site: Site
) -> list[FileEntry]:
    """One page in each syntax; the address of a document is the name of its graph, so TriG needs none."""
    known = {**prefixes(site.base_iri), **_LISTS}
    files = []
    for syntax in (syntax for syntax in syntaxes if syntax not in _STREAMED):
        place = _lines(view.triples(syntax.suffix, site))
        written = write({"": (*lines, *place)}, TURTLE if syntax == TRIG else syntax, known)
        files.append(staging.write(f"{view.path}.{syntax.suffix}", written, CATALOGUE, syntax))
    return files


def sampled(catalogue: Catalogue, flavour: Flavour, site: Site) -> Lines:
    """The catalogue with one entry of each form, for gate 2: thousands are made alike.

    The form of an entry is how often which property has which kind of value: all that the shapes
    ask about but for the spelling of keywords, digests and dates, which the code makes right.
    """
    forms: dict[object, Entry] = {}
    for entry in catalogue.entries:
        forms.setdefault(_form(entry), entry)
    said = Said(
        Catalogue(catalogue.head, catalogue.first, tuple(forms.values()), catalogue.fixed), flavour, site
    )
    return said.page(said.entries)


def _form(entry: Entry) -> frozenset[frozenset[tuple[tuple[object, ...], int]]]:
    by_subject: dict[object, dict[tuple[object, ...], int]] = {}
    for triple in entry.triples:
        kind: object = type(triple.object)
        if isinstance(triple.object, Literal):
            kind = triple.object.language or triple.object.datatype
        counted = by_subject.setdefault(triple.subject, {})
        counted[triple.predicate, kind] = counted.get((triple.predicate, kind), 0) + 1
    return frozenset(frozenset(counted.items()) for counted in by_subject.values())


def _lines(triples: Iterable[Triple]) -> Lines:
    """The N-Triples lines of *triples*, in their order."""
    return tuple((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").split(b"\n")[:-1])
