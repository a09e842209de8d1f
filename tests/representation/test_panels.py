"""Panels: questions that the pages of a class ask about the thing they show."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from tests.readers import Reader

from esslod.addresses import Addresses
from esslod.errors import QueryTimeout
from esslod.fields import Fields
from esslod.queries import read_query
from esslod.representation.answers import Reading
from esslod.representation.panels import MOST_ROWS, panels_of
from esslod.representation.questions import Questions

BASE = "https://pets.example/"
KIND = NamedNode(BASE + "def#Beast")
TURTLE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<id/tom> a <def#Beast> ; rdfs:label "Tom"@fr , "Thomas"@en ;
  <def#eats> <id/mouse> , <id/fish> ; <def#owner> <id/anna> .
<id/rex> a <def#Beast> ; <def#owner> <id/anna> .
<id/mouse> rdfs:label "souris"@fr , "mouse"@en ; <def#weight> 1500 ; <def#state> "raw" .
<id/mouse> <def#seen> <id/barn> , <id/attic> . <id/fish> <def#seen> <id/pond> .
<id/fish> rdfs:label "poisson"@fr , "fish"@en ; <def#weight> 20 ; <def#state> "raw" .
<id/anna> rdfs:label "Anna"@fr .
"""
MEALS = f"""# number: 2
# title@fr: Ce qu’elle mange
# title@en: What it eats
# param beast: iri @fr La bête. @en The beast.
# panel: <https://w3id.org/esslod/def#Beast> ?beast order 1
# column owner: context @fr Maître @en Owner
# column food: @fr Aliment @en Food
# column foodLabel: aside @fr Nom @en Name
# column weight: unit <http://publications.europa.eu/resource/authority/currency/EUR> @fr Prix @en Price
# column state: @fr État @en State
# value state "raw": @fr cru @en raw food
# column seen: source @fr Vu @en Seen
SELECT ?beast ?owner ?food ?foodLabel ?weight ?state ?seen {{
  ?beast <{BASE}def#eats> ?food ; <{BASE}def#owner> ?owner .
  ?food <{BASE}def#weight> ?weight ; <{BASE}def#state> ?state ; <{BASE}def#seen> ?seen ;
        <http://www.w3.org/2000/01/rdf-schema#label> ?foodLabel FILTER (LANG(?foodLabel) = "fr")
}} ORDER BY ?weight ?seen
"""
COUNTED = f"""# number: 1
# title@fr: Beaucoup
# param x: iri @fr La bête.
# panel: <https://w3id.org/esslod/def#Beast> ?x order 2
SELECT ?x ?n {{ ?x a <{BASE}def#Beast> . VALUES ?n {{ {" ".join(map(str, range(40)))} }} }} ORDER BY ?n
"""


class Slow(Reader):
    """An engine that answers no question about meals in time."""

    def ask(self, request):
        if "eats" in request.query:
            raise QueryTimeout("too slow")
        return super().ask(request)


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(parse(TURTLE, RdfFormat.TURTLE, base_iri=BASE))
    return store


def asked(reader: Reader) -> Questions:
    files = {"meals": read_query(MEALS), "counted": read_query(COUNTED), "plain": read_query("SELECT * {}")}
    return Questions(files, reader, Reading(reader, Addresses(BASE), {}, Fields(reader)))


def test_a_page_shows_the_questions_of_its_class(store: Store) -> None:
    """In the order they ask for, about that thing, with the address that asks the same and its CSV."""
    meals, counted = panels_of(asked(Reader(store)), NamedNode(BASE + "id/tom"), [KIND], "fr")
    assert (meals.title, meals.path, meals.csv) == (
        "Ce qu’elle mange", "queries/meals?beast=id/tom", "queries/meals.csv?beast=id/tom"
    )  # fmt: skip
    assert not meals.more
    assert counted.more
    assert len(counted.table.rows) == MOST_ROWS
    assert panels_of(asked(Reader(store)), NamedNode(BASE + "id/tom"), [], "fr") == ()


@pytest.mark.parametrize(
    ("language", "titles", "first"),
    [
        ("fr", ["Aliment", "Prix", "État", "Vu"], ["poisson", "20\u00a0€", "cru", "id/pond"]),
        ("en", ["Food", "Price", "State", "Seen"], ["fish", "€20", "raw food", "id/pond"]),
    ],
)
def test_cells_are_written_for_readers(
    language: str, titles: list[str], first: list[str], store: Store
) -> None:
    """Names in the reader's language, numbers with their unit, texts by what they mean.

    What is asked about, what is for programs, and a context that is the same everywhere are left out.
    """
    table = panels_of(asked(Reader(store)), NamedNode(BASE + "id/tom"), [KIND], language)[0].table
    assert [column.title for column in table.columns] == titles
    assert [value.text for cell in table.rows[0] for value in cell] == first
    assert [column.number for column in table.columns] == [False, True, False, False]


def test_rows_that_differ_in_their_sources_only_are_one(store: Store) -> None:
    """The mouse was seen in two places: one row, both places."""
    rows = panels_of(asked(Reader(store)), NamedNode(BASE + "id/tom"), [KIND], "en")[0].table.rows
    assert [[value.text for value in row[-1]] for row in rows] == [["id/pond"], ["id/attic", "id/barn"]]


def test_a_question_without_an_answer_is_no_panel(store: Store) -> None:
    """Rex eats nothing that is known: his page says nothing of it."""
    views = panels_of(asked(Reader(store)), NamedNode(BASE + "id/rex"), [KIND], "fr")
    assert [view.name for view in views] == ["counted"]


def test_a_question_that_fails_leaves_the_others(store: Store) -> None:
    """What the engine could not answer is a panel that says so; the page stands."""
    meals, counted = panels_of(asked(Slow(store)), NamedNode(BASE + "id/tom"), [KIND], "fr")
    assert (meals.failed, meals.table.rows) == (True, ())
    assert not counted.failed
