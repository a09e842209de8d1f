"""Numbers, dates and sizes as each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from esslod.namespaces import QUDT_UNIT, XSD
from esslod.representation import writing

EUR = NamedNode("http://publications.europa.eu/resource/authority/currency/EUR")


@pytest.mark.parametrize(
    ("lexical", "french", "english"),
    [
        ("1312500", "1\u202f312\u202f500", "1,312,500"),
        ("14", "14", "14"),
        ("-1234.5", "−1\u202f234,5", "−1,234.5"),
        ("0.050", "0,050", "0.050"),
        ("INF", "INF", "INF"),
        ("1e3", "1e3", "1e3"),
    ],
)
def test_numbers(lexical: str, french: str, english: str) -> None:
    """Thousands in no-break groups; every digit that was written stays, what is no number too."""
    assert writing.number(lexical, "fr") == french
    assert writing.number(lexical, "en") == english


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_no_digit_is_lost(value: Decimal) -> None:
    """Taking the grouping away gives the number back, in both languages."""
    for language, point in (("fr", ","), ("en", ".")):
        text = writing.number(f"{value:f}", language).replace("−", "-").replace("\u202f", "")
        text = text if language == "fr" else text.replace(",", "")
        assert Decimal(text.replace(point, ".")) == value


def test_quantities() -> None:
    """Percent and money stand where each language puts them; a plain count has no unit."""
    fourteen = Literal("14", datatype=XSD.integer)
    assert writing.quantity(fourteen, QUDT_UNIT.PERCENT, "fr") == "14\u00a0%"
    assert writing.quantity(fourteen, QUDT_UNIT.PERCENT, "en") == "14%"
    assert writing.quantity(fourteen, EUR, "fr") == "14\u00a0€"
    assert writing.quantity(fourteen, EUR, "en") == "€14"
    assert writing.quantity(fourteen, QUDT_UNIT.NUM, "fr") == "14"
    assert writing.quantity(fourteen, QUDT_UNIT.KiloGM, "fr", "kg") == "14\u00a0kg"


@pytest.mark.parametrize(
    ("lexical", "french", "english"),
    [
        ("2025-02-11", "11\u00a0février 2025", "11\u00a0February 2025"),
        ("2025-08-01", "1er\u00a0août 2025", "1\u00a0August 2025"),
        ("2025-13-01", "2025-13-01", "2025-13-01"),
        ("2025", "2025", "2025"),
        ("2025-02-11Z", "2025-02-11Z", "2025-02-11Z"),
    ],
)
def test_dates(lexical: str, french: str, english: str) -> None:
    """Dates in words; what is not a plain date stays as it is."""
    assert (writing.date(lexical, "fr"), writing.date(lexical, "en")) == (french, english)


@pytest.mark.parametrize(
    ("octets", "french"),
    [(0, "0\u00a0o"), (999, "999\u00a0o"), (1450, "1,4\u00a0ko"), (12_345_678, "12\u00a0Mo")],
)
def test_sizes(octets: int, french: str) -> None:
    """Sizes have two or three digits and a decimal unit."""
    assert writing.size(octets, "fr") == french


def test_sorting() -> None:
    """É is sorted with e, as in a dictionary."""
    assert sorted(["zone", "école", "Eau"], key=writing.sorting_key) == ["Eau", "école", "zone"]
