"""Side by side: what compares, and why the rest does not."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Store
from tests.readers import Reader

from esslod.addresses import Addresses
from esslod.fields import Fields
from esslod.queries import read_query
from esslod.representation.answers import Reading, Written
from esslod.representation.asking import Answer
from esslod.representation.comparison import Comparing, SideBySide

BASE = "https://pets.example/"
QUERY = read_query("""# compare: ?pet by ?measure ?unit where stated ?year value ?n
# column year: plain @fr Année @en Year
# column unit: @fr Unité @en Unit
# column page: source @fr Page @en Page
SELECT * {}""")
TOM, REX, KIM = (NamedNode(f"{BASE}id/{name}") for name in ("tom", "rex", "kim"))


def compared(*rows: tuple[object, ...]) -> Comparing:
    """Rows of (pet, measure, unit, year, n, page)."""
    reader = Reader(Store())
    reading = Reading(reader, Addresses(BASE), {}, Fields(reader))
    terms = tuple(tuple(Literal(it) if isinstance(it, int | str) else it for it in row) for row in rows)
    answer = Answer(("pet", "measure", "unit", "year", "n", "page"), terms)
    things = [TOM, REX, KIM]
    assert QUERY.comparison
    return Comparing(Written(answer, QUERY, reading, "en", things), QUERY.comparison, things)


def alike(result: SideBySide) -> list[tuple[str, list[str]]]:
    return [
        (one.subject.text, [cell.value.text if cell else "" for cell in one.cells]) for one in result.alike
    ]


def test_the_same_measure_stands_side_by_side() -> None:
    """In the order the things were named, with a picture; who gives none has an empty cell."""
    result = compared(
        (REX, "weight", "kg", 2020, 30, "a"),
        (TOM, "weight", "kg", 2020, 4, "a"),
        (TOM, "weight", "kg", 2020, 4, "b"),
    ).result()
    assert alike(result) == [("weight", ["4", "30", ""])]
    assert [source.text for source in result.alike[0].cells[0].sources] == ["a", "b"]  # type: ignore[union-attr]
    assert result.alike[0].picture
    assert result.unlike == ()
    assert [thing.machine for thing in result.silent] == [KIM.value]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (("weight", "lb", 2020), "It is not the same thing: Unit."),
        (("weight", "kg", 2021), "It is not the same thing: Year."),
        (("height", "kg", 2020), "Only one of these territories gives this value."),
    ],
)
def test_what_differs_is_not_compared_and_the_reason_is_told(other: tuple[object, ...], reason: str) -> None:
    """Another unit, another year, another measure: both values are shown, apart."""
    result = compared((TOM, "weight", "kg", 2020, 4, "a"), (REX, *other, 30, "a")).result()
    assert result.alike == ()
    assert {one.reason for one in result.unlike} == {reason}
    told = [cell.value.text for one in result.unlike for _, cell in one.values]
    assert sorted(told) == ["30", "4"]


def test_a_year_that_nobody_states_is_no_difference_but_a_reserve() -> None:
    """Where it is not stated it cannot differ; the reader is told."""
    result = compared((TOM, "weight", "kg", None, 4, "a"), (REX, "weight", "kg", 2020, 30, "a")).result()
    assert alike(result) == [("weight", ["4", "30", ""])]
    assert result.alike[0].notes == ("Year: not all sheets state it.",)


def test_two_that_compare_leave_the_third_apart() -> None:
    """Same year for two of three: these stand together, the other with its reason."""
    result = compared(
        (TOM, "weight", "kg", 2020, 4, "a"),
        (REX, "weight", "kg", 2020, 30, "a"),
        (KIM, "weight", "kg", 2021, 9, "a"),
    ).result()
    assert alike(result) == [("weight", ["4", "30", ""])]
    (apart,) = result.unlike
    assert [(thing.machine, cell.value.text) for thing, cell in apart.values] == [(KIM.value, "9")]
    assert "Year" in apart.reason


def test_files_say_of_each_value_whether_it_compares() -> None:
    """Two more columns: true or false, and why not."""
    answer = compared(
        (TOM, "weight", "kg", 2020, 4, "a"),
        (REX, "weight", "kg", 2020, 30, "a"),
        (KIM, "height", "m", 2020, 1, "a"),
    ).flagged()
    told = [(row[answer.column("comparable") or 0], row[-1] is None) for row in answer.rows]
    assert told == [(Literal(True), True), (Literal(True), True), (Literal(False), False)]
