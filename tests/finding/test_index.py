"""The index of a small release: what is listed, counted and found in a domain Python never heard of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from esslod.addresses import CANONICAL_BASE as BASE
from esslod.errors import DamagedRelease, SearchTimeout
from esslod.finding import exports, lists
from esslod.finding.index import Index
from esslod.finding.search import search, suggest
from esslod.finding.wanted import wanted
from esslod.release.index import build_index
from esslod.tables.writers import csv

SHAPES = """
@base <https://w3id.org/esslod/> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
<shapes#Boat> a sh:NodeShape ; sh:targetClass ex:Boat ;
    sh:property <shapes#Length> , <shapes#Colour> , <shapes#Sea> .
<shapes#Length> sh:path ex:length ; sh:order 2 ; sh:name "longueur"@fr , "length"@en ;
    <shapes#facet> "length" .
<shapes#Colour> sh:path ex:colour ; sh:order 1 ; sh:name "couleur"@fr ; <shapes#facet> "colour" .
<shapes#Sea> sh:path ( [ sh:inversePath ex:shelters ] ex:on ) ; sh:order 3 ; sh:name "mer"@fr , "sea"@en ;
    <shapes#facet> "sea" ; <shapes#facetClass> ex:Sea .
<shapes#Craft> sh:targetClass ex:Craft ; sh:property <shapes#Age> . <shapes#Age> sh:path ex:age ; sh:order 1 .
"""
THINGS = """
@base <https://w3id.org/esslod/> .
@prefix ex: <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Trawler rdfs:subClassOf ex:Boat .
<id/boat/1> a ex:Boat ; rdfs:label "Œuvre d’eau"@fr , "Water work"@en ;
    ex:length 12 ; ex:colour <code/colour/red> .
<id/boat/2> a ex:Boat , ex:Trawler , ex:Craft ; rdfs:label "Étoile"@fr ; ex:length 7.5 ;
    ex:colour <code/colour/red> , <code/colour/blue> ;
    rdfs:comment "Un chalutier qui sort par tous les temps, même sans eau."@fr .
<id/boat/3> a ex:Boat ; rdfs:label "Ancre"@fr ; rdfs:comment "Une merveille."@fr .
<code/colour/red> rdfs:label "rouge"@fr , "red"@en . <code/colour/blue> rdfs:label "bleu"@fr , "blue"@en .
<id/port/1> ex:shelters <id/boat/1> , <id/boat/3> ; ex:on <id/sea/north> , <id/road/1> .
<id/sea/north> a ex:Sea ; rdfs:label "mer du Nord"@fr .
"""
KIND = "boat"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    store = Store()
    for text, graph in ((SHAPES, "shapes/boats"), (THINGS, "dataset/boats")):
        for quad in parse(text, RdfFormat.TURTLE):
            store.extend([Quad(*quad.triple, NamedNode(BASE + graph)), Quad(*quad.triple, DefaultGraph())])
    file = tmp_path_factory.mktemp("index") / "index.sqlite3"
    build_index(store, file, BASE)
    return Index(file)


def listed(index: Index, **asked: str) -> list[str]:
    """The ends of the IRIs that the list has, in its order."""
    kind = index.kinds[KIND]
    want = wanted(kind, [(name.replace("_", "."), value) for name, value in asked.items()])
    with index.within(5) as question:
        numbers = lists.numbers(question, kind, want, "fr")
        assert lists.total(question, kind, want) == len(numbers)
        return [item.iri.rpartition("/")[2] for item in lists.items(question, numbers, kind.facets)]


def test_lists(index: Index) -> None:
    """A list is in the order of names, is restricted by values, bounds and words, and sorted by numbers."""
    assert listed(index) == ["3", "2", "1"]
    assert listed(index, colour="red") == ["2", "1"]
    assert listed(index, colour="red", length_min="8") == ["1"]
    assert listed(index, length_max="8") == ["2"]
    assert listed(index, q="chalutiers") == ["2"]
    assert listed(index, sort="length") == ["2", "1", "3"]
    assert listed(index, sort="-length") == ["1", "2", "3"]
    assert listed(index, sea="sea/north") == ["3", "1"]


def test_facets_of_a_class_that_another_takes_in(index: Index) -> None:
    """A class whose things are all in another has that one's facets too, but none without a value."""
    assert [facet.name for facet in index.kinds["craft"].facets] == ["colour", "length"]
    assert [facet.name for facet in index.kinds[KIND].facets] == ["colour", "length", "sea"]


def test_counts(index: Index) -> None:
    """A value is counted among the things that the other facets leave; numbers are no values to count."""
    kind = index.kinds[KIND]
    with index.within(5) as question:
        found, late = lists.counted(
            question, kind, wanted(kind, [("colour", "blue"), ("sea", "sea/north")]), 5
        )
    counts = {each.facet.name: {option.key: option.things for option in each.options} for each in found}
    assert late == []
    assert counts == {"colour": {"red": 1, "blue": 0}, "length": {}, "sea": {"sea/north": 0}}


def test_facets_over_their_time_are_told(index: Index) -> None:
    """Facets there is no time for are left out by name; what comes after still has its own time."""
    kind = index.kinds[KIND]
    with index.within(5) as question:
        found, late = lists.counted(question, kind, wanted(kind, [("colour", "red")]), 0)
        assert [facet.name for facet in late] == ["colour", "sea"]
        assert [each.facet.name for each in found] == ["length"]
        assert lists.total(question, kind, wanted(kind, [("colour", "red")])) == 2


def test_over_its_time(index: Index) -> None:
    """A question over its time is refused, and never answered in part; the connection serves again."""
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    with index.within(0.02) as question, pytest.raises(SearchTimeout):
        question.rows(endless)
    with index.within(5) as question:
        assert question.one("SELECT 1") == 1


@pytest.mark.parametrize(
    ("text", "ends", "mended"),
    [
        ("OEUVRE D'EAU", ["1"], ""),
        ("eau", ["1", "2"], ""),
        ("etoiles", ["2"], ""),
        ("chalutirs", ["2"], "chalutier"),
        ("rouge", ["red", "1", "2"], ""),
        ("water blue", ["1", "2"], ""),
        ("mer", ["north"], ""),
        ("merv", ["3"], ""),
    ],
)
def test_search(index: Index, text: str, ends: list[str], mended: str) -> None:
    """Words are found folded, in names first, in what a thing leads to last; misspelt ones are mended.

    What has any of the words comes when nothing has all. A short word stands for itself, if it is one.
    """
    with index.within(5) as question:
        found = search(index, question, text, None, 1)
        assert [hit.iri.rpartition("/")[2] for hit in found.hits if "/code/" not in hit.iri] == [
            end for end in ends if end != "red"
        ]
        assert (found.mended, found.every) == (mended, text != "water blue")
        assert found.total == len(found.hits)


def test_suggestions(index: Index) -> None:
    """What begins like a word of a name is suggested, in the reader's language."""
    with index.within(5) as question:
        assert suggest(question, "oe", "en") == [("Water work", f"{BASE}id/boat/1")]
        assert suggest(question, "chalutier", "fr") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(['"', "a AND", "NEAR(", "*", "title:", "a*b^-", "x'); --", "\0"]),
    )
)
def test_no_text_is_a_syntax_error(index: Index, text: str) -> None:
    """Whatever is typed, it is looked for: quotes, operators and control characters of the index included."""
    with index.within(5) as question:
        found = search(index, question, text, None, 1)
        suggest(question, text, "fr")
    assert found.total >= len(found.hits)


def test_a_list_as_a_table(index: Index) -> None:
    """A list is also a table: addresses, names, and for each facet the values beside their names."""
    kind = index.kinds[KIND]
    made = exports.table(index, kind, wanted(kind, [("colour", "blue")]), "fr", 5)
    head, row = b"".join(csv(made, "")).decode().splitlines()
    assert head == "iri,name_fr,name_en,colour,colour_label,length,sea,sea_label"
    assert row.startswith(
        f"{BASE}id/boat/2,Étoile,,{BASE}code/colour/blue | {BASE}code/colour/red,bleu | rouge,7.5,"
    )


def test_without_index(tmp_path: Path) -> None:
    """A query index of older software has no part for finding: whoever serves it is told."""
    with pytest.raises(DamagedRelease):
        Index(tmp_path / "none")
