"""Accept-Encoding (RFC 9110 §12.5.3): which coding, and whether none will do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.web import coding

CODINGS = st.sampled_from(["gzip", "br", "zstd", "identity", "*", "deflate"])
FIELDS = st.dictionaries(CODINGS, st.integers(0, 10), max_size=5)


def written(weights: dict[str, int]) -> str:
    return ", ".join(f"{name};q={weight / 10:.1f}" for name, weight in weights.items())


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (None, ""),
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, br, zstd", "zstd"),
        ("gzip;q=0.9, br;q=0.8", "gzip"),
        ("*", "zstd"),
        ("*;q=0.5, gzip;q=0.6", "gzip"),
        ("gzip;q=0.5, identity;q=0.6", ""),
        ("compress", ""),
        ("gzip;q=nonsense", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip" + " " * 2000, ""),  # nobody needs a field of that length
    ],
)
def test_wanted(field: str | None, expected: str) -> None:
    """The highest quality wins, then what is quickest for its size; the field absent means none."""
    assert coding.wanted(field) == expected


def test_of_what_is_kept() -> None:
    """Of a file that is kept in gzip only, gzip is what a browser gets."""
    assert coding.wanted("gzip, deflate, br, zstd", ("gzip",)) == "gzip"
    assert coding.wanted("br", ("gzip",)) == ""


@given(FIELDS)
def test_never_what_is_refused(weights: dict[str, int]) -> None:
    """A coding that is chosen has a weight above zero, of its own or by ``*``."""
    chosen = coding.wanted(written(weights))
    assert not chosen or weights.get(chosen, weights.get("*", 0)) > 0


@given(FIELDS)
def test_identity_is_refused_by_name_or_by_star(weights: dict[str, int]) -> None:
    """``identity;q=0`` refuses it, and so does ``*;q=0`` where it has no weight of its own."""
    assert coding.identity_refused(written(weights)) is (weights.get("identity", weights.get("*", 1)) == 0)


@given(st.text(max_size=100))
def test_any_text_is_read(text: str) -> None:
    """No field, however odd, raises."""
    assert coding.wanted(text) in ("", *coding.OFFERED)
    coding.identity_refused(text)
