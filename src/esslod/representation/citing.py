"""How to cite a resource: a sentence to copy, and the same for programs that keep references.

The Licence Ouverte obliges to name the source and the date of its last update: both are in every form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from esslod.namespaces import DCAT, DCT
from esslod.rdf.colophon import graphs_of
from esslod.rdf.description import Reader, labels_of
from esslod.rdf.formats import BIBTEX, CSL_JSON, RIS, Syntax
from esslod.representation.naming import Names
from esslod.representation.words import word
from esslod.representation.writing import date

#: What BibTeX would read as a command.
_COMMANDS: Final = re.compile(r"([&%$#_{}])")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Collection:
    """What all resources of a release share: the site's title, its publisher, the release and its day."""

    title: str
    publisher: str
    version: str
    date: str
    licence: str = ""


@dataclass(frozen=True)
class Citation:
    """One resource as it is cited in ``language``; ``date`` (ISO 8601) and ``version`` are its own, else
    the release's. ``sources`` are the names of the documents it is drawn from.
    """

    iri: str
    title: str
    date: str
    version: str
    sources: tuple[str, ...]
    collection: Collection
    language: str

    @property
    def text(self) -> str:
        """One sentence to copy."""
        told = word(
            "citation",
            self.language,
            publisher=self.collection.publisher,
            title=self.title,
            collection=self.collection.title,
            version=self.version,
            date=date(self.date, self.language),
            iri=self.iri,
        )
        if self.collection.licence:
            told += f" {self.collection.licence}."
        if self.sources:
            told += " " + word("citation-from", self.language, sources=", ".join(self.sources))
        return told

    @property
    def key(self) -> str:
        """A short name for lists of references."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.iri.partition("://")[2].partition("/")[2]).strip("-")


def citation(reader: Reader, focus: NamedNode, collection: Collection, language: str) -> Citation:
    """How to cite *focus* in *language*."""
    said = reader.about(focus)
    sources = _objects(said, DCT.source)
    if not sources:  # what it is drawn from is said of the graphs that tell of it
        sources = [
            source for graph in graphs_of(said) for source in _objects(reader.about(graph), DCT.source)
        ]
    named = sorted({node for node in sources if isinstance(node, NamedNode)}, key=str)
    names = Names((*said, *labels_of(reader, [focus, *named])), {})
    return Citation(
        focus.value,
        names.best(focus, language)[0],
        next((day for p in (DCT.modified, DCT.issued) for day in _days(said, p)), collection.date),
        next((term.value for term in _objects(said, DCAT.version)), collection.version),
        tuple(names.best(source, language)[0] for source in named),
        collection,
        language,
    )


def _objects(quads: Iterable[Quad], property_: NamedNode) -> list[Any]:
    """What *quads* say by *property_*; what a named graph says first."""
    found = [quad for quad in quads if quad.predicate == property_]
    return [quad.object for quad in sorted(found, key=lambda q: (q.graph_name == DefaultGraph(), str(q)))]


def _days(quads: Iterable[Quad], property_: NamedNode) -> list[str]:
    terms = _objects(quads, property_)
    return sorted(t.value for t in terms if isinstance(t, Literal) and _DAY.fullmatch(t.value))


# ── for programs ──


def bibtex(cited: Citation) -> str:
    """A ``@misc`` entry, which every style knows."""
    note = ". ".join((cited.collection.title, *cited.sources, cited.collection.licence)).strip(". ")
    fields = {
        "author": f"{{{_braced(cited.collection.publisher)}}}",
        "title": f"{{{_braced(cited.title)}}}",
        "publisher": _braced(cited.collection.publisher),
        "year": cited.date[:4],
        "date": cited.date,
        "version": _braced(cited.version),
        "url": cited.iri,
        "note": _braced(note),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{cited.key},\n{lines}\n}}\n"


def ris(cited: Citation) -> str:
    """A record of the type ``DATA``."""
    lines = [
        ("TY", "DATA"),
        ("TI", cited.title),
        ("AU", cited.collection.publisher),
        ("PB", cited.collection.publisher),
        ("T2", cited.collection.title),
        ("PY", cited.date[:4]),
        ("DA", cited.date.replace("-", "/")),
        ("ET", cited.version),
        ("UR", cited.iri),
        ("LA", cited.language),
        *(("N1", source) for source in cited.sources),
        ("C1", cited.collection.licence),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(text.split())}\r\n" for tag, text in lines if text or tag == "ER")


def csl(cited: Citation) -> str:
    """A list of one item, as reference programs import it."""
    item = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.title,
        "author": [{"literal": cited.collection.publisher}],
        "publisher": cited.collection.publisher,
        "container-title": cited.collection.title,
        "issued": {"date-parts": [[int(part) for part in cited.date.split("-")]]},
        "version": cited.version,
        "URL": cited.iri,
        "language": cited.language,
        "license": cited.collection.licence,
        "note": ". ".join(cited.sources),
    }
    told = {name: value for name, value in item.items() if value}
    return json.dumps([told], ensure_ascii=False, indent=1) + "\n"


#: Format of a reference → what writes it.
WRITERS: Final[dict[Syntax, Callable[[Citation], str]]] = {BIBTEX: bibtex, RIS: ris, CSL_JSON: csl}


def _braced(text: str) -> str:
    return _COMMANDS.sub(r"\\\1", text.replace("\\", "/"))
