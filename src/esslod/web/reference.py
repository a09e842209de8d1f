"""Which documents have a reference page, by what they are about: a vocabulary, a code list, the shapes.

Their data are described as any others; only the page differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from esslod.addresses import SHAPES, VOCABULARY
from esslod.namespaces import OWL, RDF, SKOS
from esslod.rdf.description import Description
from esslod.rdf.formats import N_TRIPLES
from esslod.representation import html
from esslod.representation.html import Frame
from esslod.representation.page import Page
from esslod.representation.reference.codes import code_tree
from esslod.representation.reference.history import History, history
from esslod.representation.reference.rulebook import rule_book
from esslod.representation.reference.vocabulary import defines_terms, vocabulary
from esslod.representation.words import word
from esslod.web import asked, versions

#: The role of a published version among the files of a release.
_VERSION = "version"
#: The address of the document that describes all shapes: hash terms of it.
RULES = SHAPES.rstrip("/")


def rules_page(path: str, parts: Sequence[NamedNode], frame: Frame) -> bytes | None:
    """The page of all shapes when that is what *path* leads to; None otherwise."""
    reference = asked.published().reference
    if path != RULES or not any(reference.shapes.is_shape(part) for part in parts):
        return None
    made = rule_book(reference, tuple(parts), frame.language)
    told = replace(frame, description=word("rules-intro", frame.language))
    return html.render("shapes.html", told, made=made, subject=asked.site().addresses.iri(path))


def page_of(path: str, description: Description, page: Page, frame: Frame) -> bytes | None:
    """The page of a vocabulary or a code list; None when *description* is of something else.

    A past version of the vocabulary is shown as it was, without the rules and the data of today.
    """
    kinds = {quad.object for quad in description.own if _says_kind(quad, description.focus)}
    reference, language = asked.published().reference, frame.language
    shared = {"page": page, "subject": description.focus.value}
    if SKOS.ConceptScheme in kinds:
        tree = code_tree(reference, description, page, language)
        return html.render("codes.html", frame, made=tree, **shared)
    if OWL.Ontology in kinds and defines_terms(description) and versions.file_of(path) is None:
        made = vocabulary(reference, description, page, language)
        told = _history(description, language)
        return html.render("vocabulary.html", frame, made=made, history=told, shapes=RULES, **shared)
    return None


def _says_kind(quad: Quad, focus: NamedNode) -> bool:
    return quad.subject == focus and quad.predicate == RDF.type


def _history(description: Description, language: str) -> History:
    """The vocabulary and its published versions, which the release carries as files."""
    published = asked.published()
    start, end = f"{VOCABULARY}/", f".{N_TRIPLES.suffix}"
    past: list[tuple[str, list[Quad]]] = []
    files = published.manifest.files if description.focus == versions.vocabulary() else ()
    for entry in files:
        if entry.role == _VERSION and entry.path.startswith(start) and entry.path.endswith(end):
            triples = parse(path=str(published.folder / entry.path), format=RdfFormat.N_TRIPLES)
            past.append((entry.path.removeprefix(start).removesuffix(end), list(triples)))
    show = published.reference.show(language)
    show.names.add(description.own)
    return history(description.focus, description.own, past, asked.site().addresses, show)
