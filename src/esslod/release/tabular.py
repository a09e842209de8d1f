"""Tables in the catalogue: which dataset each belongs to, and what a distribution says of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode

from esslod.addresses import TABLES, table_path
from esslod.config import Site
from esslod.namespaces import DCAT, DCT
from esslod.rdf.formats import CSV, JSON, XLSX, table_by_name
from esslod.release.entry import EU, IANA, both
from esslod.release.manifest import FileEntry
from esslod.release.parts import Part, Term
from esslod.release.tables import Tables

#: The forms that a catalogue lists; the others are on the page of the table.
_LISTED: Final = (CSV, XLSX, JSON)


def files_by_dataset(
    tables: Tables, parts: Sequence[Part], whole: str
) -> Mapping[str, tuple[FileEntry, ...]]:
    """IRI of a dataset → the tables that are wholly about it.

    A table belongs to the smallest of *parts* that describes each of its things, else to the *whole*, as
    the workbook of everything does.
    """
    if tables.book is None:
        return {}
    described = {
        part.iri: {line.partition(b" ")[0] for group in part.groups.values() for line in group}
        for part in parts
    }
    smallest = sorted(described, key=lambda iri: (len(described[iri]), iri))
    found: dict[str, tuple[FileEntry, ...]] = {whole: (tables.book,)}
    for table in tables.tables:
        owner = next((iri for iri in smallest if table.members <= described[iri]), whole)
        listed = tuple(file for file in table.files if file.path in _paths(table.name))
        found[owner] = (*found.get(owner, ()), *listed)
    return found


def titles_by_path(tables: Tables, site: Site) -> Mapping[str, Mapping[str, str]]:
    """Path of a file → what its table is called, in each language."""
    titles = {path: table.titles for table in tables.tables for path in _paths(table.name)}
    if tables.book is not None:
        titles[tables.book.path] = {"fr": site.title_fr, "en": site.title_en}
    return titles


def tabular(file: FileEntry, titles: Mapping[str, str]) -> Iterator[tuple[NamedNode, Term]]:
    """What kind of file it is, and what stands in it."""
    syntax = table_by_name(file.syntax)
    if syntax is None:
        raise ValueError(f"{file.path}: no table is written in {file.syntax!r}")
    french, english = (titles.get(language) or next(iter(titles.values()), "") for language in ("fr", "en"))
    yield DCT["format"], NamedNode(EU + "file-type/" + syntax.file_type)
    yield DCAT.mediaType, NamedNode(IANA + syntax.media_type)
    yield from both(DCT.title, f"Tableau : {french}, {syntax.label}", f"Table: {english}, {syntax.label}")
    yield from both(
        DCT.description,
        f"Une chose par ligne, en {syntax.label} ; les colonnes sont expliquées à l’adresse {TABLES}.",
        f"One thing a row, as {syntax.label}; the columns are explained at {TABLES}.",
    )


def _paths(name: str) -> tuple[str, ...]:
    return tuple(table_path(name, syntax.suffix) for syntax in _LISTED)
