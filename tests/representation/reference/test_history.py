"""What changed between versions of a vocabulary is told term by term."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.addresses import CANONICAL_BASE, Addresses
from esslod.fields import Fields
from esslod.namespaces import prefixes
from esslod.representation.reference.history import History, history
from esslod.representation.reference.known import Reference

HEAD = (
    "@prefix : <https://w3id.org/esslod/def#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
)
VOCABULARY = NamedNode(CANONICAL_BASE + "def")


def version(name: str, turtle: str) -> list[Quad]:
    text = f'{HEAD}<https://w3id.org/esslod/def> owl:versionInfo "{name}" . {turtle}'
    return list(parse(text, RdfFormat.TURTLE))


def told(current: list[Quad], *past: tuple[str, list[Quad]]) -> History:
    reader = Reader(Store())
    show = Reference(reader, Addresses(), prefixes(CANONICAL_BASE), Fields(reader)).show("fr")
    show.names.add(current)
    return history(VOCABULARY, current, past, Addresses(), show)


def test_terms_come_and_go() -> None:
    """Added, removed, changed, with the properties that differ; 0.10 after 0.9, the newest first."""
    first = version("0.9.0", ':Old rdfs:label "ancien"@fr . :Kept rdfs:label "gardé"@fr .')
    second = version("0.10.0", ':Kept rdfs:label "tenu"@fr . :New rdfs:label "neuf"@fr .')
    third = version("1.0.0", ':Kept rdfs:label "tenu"@fr . :New rdfs:label "neuf"@fr .')
    versions = told(third, ("0.10.0", second), ("0.9.0", first)).versions
    assert [(one.name, one.since, one.current) for one in versions] == [
        ("1.0.0", "0.10.0", True), ("0.10.0", "0.9.0", False), ("0.9.0", "", False),
    ]  # fmt: skip
    assert [(one.kind, one.term.text, one.what) for one in versions[1].changes] == [
        ("history-added", "neuf", ()),
        ("history-removed", "ancien", ()),
        ("history-changed", "tenu", ("nom",)),
    ]
    assert versions[0].changes == ()
    assert versions[1].path == "def/0.10.0"


def test_the_published_current_version_is_not_told_twice() -> None:
    """The file of the current version is that version."""
    current = version("0.1.0", ':Kept rdfs:label "tenu"@fr .')
    assert [one.name for one in told(current, ("0.1.0", current)).versions] == ["0.1.0"]
