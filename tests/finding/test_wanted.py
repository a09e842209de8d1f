"""What is wanted of a list has one spelling, and what cannot be wanted is refused with a remedy."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.errors import BadRequest
from esslod.finding.index import Facet, Kind, Name
from esslod.finding.quantities import days, number
from esslod.finding.schema import CHOICE, DAY, NUMBER
from esslod.finding.wanted import interval, wanted

NOTHING = Name(None, None, "x")
THEME, SIZE, WHEN = (
    Facet(number_, name, form, NOTHING, NOTHING, "", "")
    for number_, name, form in ((1, "theme", CHOICE), (2, "size", NUMBER), (3, "when", DAY))
)
KIND = Kind(1, "https://example.org/K", "k", NOTHING, NOTHING, 3, (THEME, SIZE, WHEN))


def test_one_spelling() -> None:
    """Facets stand in their order, values sorted and once, what is empty left out, numbers tidied."""
    pairs = [
        ("when.max", "2024"),
        ("q", " deux  mots "),
        ("theme", "b"),
        ("size.min", "1 000,5"),
        ("theme", "a"),
    ]
    asked = [*pairs, ("theme", "b"), ("sort", ""), ("page", "1"), ("when.min", "")]
    assert wanted(KIND, asked).query(KIND) == "theme=a&theme=b&size.min=1000.5&when.max=2024&q=deux%20mots"


@given(
    st.lists(st.text(min_size=1, max_size=8), max_size=3),
    st.text(max_size=20),
    st.sampled_from(["", "size", "-when"]),
    st.integers(1, 50),
)
def test_an_address_is_read_as_it_is_written(keys: list[str], text: str, sort: str, page: int) -> None:
    """Whatever is wanted, its query string asks for exactly that, whatever letters are in it."""
    pairs = [*(("theme", key) for key in keys), ("q", text), ("sort", sort), ("page", str(page))]
    want = wanted(KIND, pairs)
    assert wanted(KIND, parse_qsl(want.query(KIND), keep_blank_values=True)) == want


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thème", "a"), ("theme.min", "1"), ("size", "3"), ("size.min", "many"), ("size.max", "1e999"),
        ("when.min", "2024-02-30"), ("when.max", "yesterday"), ("sort", "theme"), ("sort", "-"),
        ("page", "0"), ("page", "²"), ("page", "-1"), ("page", "9" * 30), ("q", "x" * 201),
    ],
)  # fmt: skip
def test_refused(name: str, value: str) -> None:
    """Unknown parameters, values of the wrong kind and pages that cannot be are told, with what to do."""
    with pytest.raises(BadRequest) as refusal:
        wanted(KIND, [(name, value)])
    assert refusal.value.remedy


def test_a_year_lasts() -> None:
    """A bound that is a year or a month takes in all its days."""
    assert interval(WHEN, ("2023", "2024-02")) == (20230101, 20240229)
    assert days("2024-05-31T10:00:00Z") == (20240531, 20240531)
    assert [days(text) for text in ("2024-13", "24", "2024-00", "")] == [None] * 4
    assert [number(text) for text in ("1.5", "-3", "1e3", "", "nan", "1_0")] == [
        1.5,
        -3,
        1000,
        None,
        None,
        None,
    ]
