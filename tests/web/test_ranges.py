"""Byte ranges: RFC 9110 §14.1.2 in a table, then laws against the obvious slices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.errors import RangeNotSatisfiable
from esslod.web.ranges import Span, multipart, spans

SIZE = 10_000


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("bytes=0-499", [(0, 500)]),  # the RFC's own examples
        ("bytes=500-999", [(500, 1000)]),
        ("bytes=-500", [(9500, 10_000)]),
        ("bytes=9500-", [(9500, 10_000)]),
        ("bytes=0-0,-1", [(0, 1), (9999, 10_000)]),
        ("bytes= 0-0, 2-3 ,5-", [(0, 1), (2, 4), (5, 10_000)]),
        ("bytes=2-3,0-0", [(2, 4), (0, 1)]),  # in the order asked for
        ("bytes=9990-99999", [(9990, 10_000)]),
        ("bytes=-99999", [(0, 10_000)]),
        ("bytes=0-1, 99999-", [(0, 2)]),  # a part that does not exist is left out
        ("bytes=500-700,601-999", []),  # overlapping: the whole
        ("bytes=5-4", []),
        ("bytes=", []),
        ("bytes=a-b", []),
        ("bytes=1-2-3", []),
        ("bytes=--1", []),
        ("bytes=0-1;2-3", []),
        ("bytes=٣-٤", []),
        ("bytes=" + "1" * 30 + "-", []),
        ("items=0-1", []),
        ("0-1", []),
        ("", []),
    ],
)
def test_table(field: str, expected: list[tuple[int, int]]) -> None:
    """Each field names the parts that the RFC says; what it leaves to us is ignored."""
    assert [(part.start, part.stop) for part in spans(field, SIZE)] == expected


@pytest.mark.parametrize("field", ["bytes=10000-", "bytes=99999-100000", "bytes=-0", "bytes=20000-,30000-"])
def test_nothing_of_it_exists(field: str) -> None:
    """Parts beyond the end only: refused, with the size."""
    with pytest.raises(RangeNotSatisfiable) as refused:
        spans(field, SIZE)
    assert refused.value.size == SIZE


def test_nothing_of_an_empty_file_exists() -> None:
    """An empty file has no first byte."""
    with pytest.raises(RangeNotSatisfiable):
        spans("bytes=0-", 0)


def test_too_many_parts_are_the_whole() -> None:
    """Sixteen parts are a download, seventeen an attack."""
    parts = [f"{2 * n}-{2 * n}" for n in range(17)]
    assert len(spans("bytes=" + ",".join(parts[:16]), SIZE)) == 16
    assert spans("bytes=" + ",".join(parts), SIZE) == ()


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No field, however odd, raises anything but the refusal, and parts are within the file."""
    try:
        found = spans("bytes=" + text, SIZE)
    except RangeNotSatisfiable:
        return
    assert all(0 <= part.start < part.stop <= SIZE for part in found)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 100))
def test_a_part_is_the_slice(first: int, last: int, size: int) -> None:
    """``first-last`` is the slice from first to last, last included."""
    content = bytes(range(size))
    if first > last:
        assert spans(f"bytes={first}-{last}", size) == ()
    elif first < size:
        (part,) = spans(f"bytes={first}-{last}", size)
        assert content[part.start : part.stop] == content[first : last + 1]


def test_several_parts_as_one_body() -> None:
    """The frame's length is that of the body, each part says where it belongs, the boundary is stable."""
    parts = (Span(0, 5), Span(10, 20))
    frame = multipart(parts, 100, "text/turtle; charset=utf-8", "tag")
    content = bytes(range(100))
    body = b"".join(
        head + content[part.start : part.stop] for head, part in zip(frame.heads, parts, strict=True)
    )
    assert len(body + frame.end) == frame.length
    assert b"Content-Range: bytes 10-19/100\r\n" in frame.heads[1]
    assert frame == multipart(parts, 100, "text/turtle; charset=utf-8", "tag")
