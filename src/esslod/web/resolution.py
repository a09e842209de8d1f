"""From a path to what it is about: described here, withdrawn, or unknown."""

from __future__ import annotations

from pyoxigraph import NamedNode

from esslod.addresses import VOCABULARY, in_iri
from esslod.errors import NotFound
from esslod.namespaces import OWL
from esslod.release.manifest import GraphEntry
from esslod.web import asked, versions

#: Statements looked at to find the vocabulary whose version an IRI is.
_OWNERS: int = 10


def known(path: str) -> str | None:
    """The document at *path*, as IRIs write it; None when the release knows of none.

    A server decodes a path; an IRI that holds ``%20`` is looked for under that spelling too.
    """
    spellings = dict.fromkeys((path, in_iri(path)))
    return next((spelling for spelling in spellings if is_document(spelling)), None)


def is_document(path: str) -> bool:
    """Whether the release says anything of what the document at *path* is about."""
    if versions.file_of(path):
        return True
    if "#" in path:  # decoded from %23: a part of a document, not a document
        return False
    try:
        focus = subject(path)
    except NotFound:
        return False
    return mentioned(focus) or bool(asked.published().parts(path))


def subject(path: str) -> NamedNode:
    """What the document at *path* is about. Raises NotFound when the path is no IRI."""
    if versions.file_of(path):
        return versions.vocabulary()
    try:
        focus = NamedNode(asked.site().addresses.subject(path))
    except ValueError:
        raise NotFound(path) from None
    return _vocabulary_of(focus) if path.startswith(f"{VOCABULARY}/") else focus


def is_withdrawn(path: str) -> bool:
    """Whether what the document at *path* was about is on the list of withdrawn resources."""
    return asked.site().addresses.subject(path) in asked.published().withdrawn


def mentioned(focus: NamedNode) -> bool:
    """Whether *focus* is a subject, an object or a graph of the release."""
    engine = asked.published().engine
    return bool(engine.about(focus) or engine.pointing_to(focus, 1) or graph_of(focus))


def used(focus: NamedNode) -> bool:
    """Whether *focus* is a property of some statement."""
    question = "SELECT ?subject ?property WHERE { ?subject ?property ?value } LIMIT 1"
    return bool(asked.published().engine.select(question, property=focus))


def graph_of(focus: NamedNode) -> GraphEntry | None:
    """The named graph of the release that *focus* names, if any."""
    return asked.published().graphs.get(focus.value)


def nothing(path: str) -> NotFound:
    """The error that says so, with the addresses that look alike."""
    return NotFound(asked.site().addresses.subject(path), near=asked.published().near(path))


def _vocabulary_of(version: NamedNode) -> NamedNode:
    """The vocabulary whose version IRI this is; the version itself when it is nobody's."""
    pointing = asked.published().engine.pointing_to(version, _OWNERS)
    owners = [quad.subject for quad in pointing if quad.predicate == OWL.versionIRI]
    return owners[0] if owners and isinstance(owners[0], NamedNode) else version
