"""IRI ↔ URL path ↔ file name."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.addresses import (
    CANONICAL_BASE,
    Addresses,
    dump_name,
    dump_path,
    graph_of_file,
    split_suffix,
)

ADDRESSES = Addresses()
OTHER = Addresses("https://data.example.org/ess/")


@pytest.mark.parametrize(
    ("iri", "document"),
    [
        ("id/territory/epci/246300701", "doc/territory/epci/246300701"),
        ("id/document/rtes/x/2025-02-11#key", "doc/document/rtes/x/2025-02-11"),
        ("def#Plan", "def"),
        ("def", "def"),
        ("code/level/epci", "code/level/epci"),
        ("dataset/budgets#structure", "dataset/budgets"),
    ],
)
def test_where_a_thing_is_described(iri: str, document: str) -> None:
    """Things (id/…) are described under doc/…; documents and their fragments by themselves."""
    assert ADDRESSES.document(CANONICAL_BASE + iri) == document
    assert OTHER.document(OTHER.base + iri) == document


def test_foreign_iris_have_no_path() -> None:
    """An IRI that is not under the base has neither path nor document here."""
    foreign = "http://rdf.insee.fr/def/geo#nom"
    assert ADDRESSES.path(foreign) is None
    assert ADDRESSES.document(foreign) is None
    assert OTHER.path(CANONICAL_BASE + "def") is None


@given(st.from_regex(r"[a-z0-9/.-]{1,30}", fullmatch=True))
def test_iri_and_path_are_inverse(path: str) -> None:
    """Going to the IRI and back gives the path, for any path."""
    assert ADDRESSES.path(ADDRESSES.iri(path)) == path


@given(st.from_regex(r"[a-z0-9][a-z0-9/-]{0,30}", fullmatch=True))
def test_subject_and_document_are_inverse(rest: str) -> None:
    """The document of a thing is about that thing."""
    thing = ADDRESSES.iri("id/" + rest)
    document = ADDRESSES.document(thing)
    assert document is not None
    assert ADDRESSES.subject(document) == thing


@pytest.mark.parametrize(
    ("file", "graph"),
    [
        ("ontology/esslod.ttl", "def"),
        ("ontology/codes/level.ttl", "code/level"),
        ("shapes/profiles.ttl", "shapes/profiles"),
        ("data/organisations.ttl", "dataset/organisations"),
        ("data/reference/epci.ttl", "dataset/epci"),
        ("data/territories/epci-246300701/2025-02-11.ttl", "id/profile/epci-246300701/2025-02-11"),
        ("ontology/other.ttl", None),
        ("ontology/codes/deep/level.ttl", None),
        ("elsewhere/x.ttl", None),
        ("x.ttl", None),
    ],
)
def test_the_place_of_a_file_names_its_graph(file: str, graph: str | None) -> None:
    """One file is one graph, decided by where it stands; an unknown place has none."""
    assert graph_of_file(PurePosixPath(file)) == graph


@pytest.mark.parametrize(
    ("path", "stem", "suffix"),
    [
        ("doc/x.ttl", "doc/x", "ttl"),
        ("doc/x.pdf", "doc/x.pdf", None),
        ("doc/x", "doc/x", None),
        ("def/0.1.0", "def/0.1.0", None),
        ("def/0.1.0.ttl", "def/0.1.0", "ttl"),
    ],
)
def test_only_known_suffixes_are_split(path: str, stem: str, suffix: str | None) -> None:
    """A dot in an address is not a suffix unless a representation has that name."""
    assert split_suffix(path, frozenset({"ttl", "html"})) == (stem, suffix)


def test_names_of_dumps() -> None:
    """A dump's name says its syntax and compression; its path, which release."""
    assert dump_name("nq") == "esslod.nq"
    assert dump_path("latest", dump_name("nq", compressed=True)) == "dumps/latest/esslod.nq.gz"
