"""The conditions of RFC 9110 §13, one by one, and which goes first."""

from __future__ import annotations

import pytest

from esslod.web import conditions

TAG = '"a"'
DATE = "Sun, 01 Mar 2026 10:00:00 GMT"
EARLIER, LATER = "Sun, 01 Mar 2026 09:59:59 GMT", "Sun, 01 Mar 2026 10:00:01 GMT"


def environ(**headers: str) -> dict[str, str]:
    return {f"HTTP_{name.upper()}": value for name, value in headers.items()}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"if_match": '"a"'}, False),
        ({"if_match": '"b", "a"'}, False),
        ({"if_match": "*"}, False),
        ({"if_match": '"b"'}, True),
        ({"if_match": 'W/"a"'}, True),  # strong comparison: a weak tag equals nothing
        ({"if_match": "a"}, True),
        ({"if_match": ""}, True),
        ({"if_unmodified_since": DATE}, False),
        ({"if_unmodified_since": LATER}, False),
        ({"if_unmodified_since": EARLIER}, True),
        ({"if_unmodified_since": "soon"}, False),
        ({"if_match": '"a"', "if_unmodified_since": EARLIER}, False),  # the tag decides alone
    ],
)
def test_refused(headers: dict[str, str], expected: bool) -> None:
    """If-Match goes before If-Unmodified-Since; a date that is none is ignored."""
    assert conditions.refused(environ(**headers), TAG, DATE) is expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"if_none_match": '"a"'}, True),
        ({"if_none_match": 'W/"a"'}, True),
        ({"if_none_match": '"b" , "a"'}, True),
        ({"if_none_match": '"a-gzip"'}, False),
        ({"if_none_match": "*"}, True),
        ({"if_none_match": '"b"', "if_modified_since": DATE}, False),
        ({"if_modified_since": DATE}, True),
        ({"if_modified_since": LATER}, False),
        ({"if_modified_since": EARLIER}, False),
        ({"if_modified_since": "Sunday, 01-Mar-26 10:00:00 GMT"}, True),  # RFC 850's way of writing it
        ({"if_modified_since": "soon"}, False),
    ],
)
def test_unchanged(headers: dict[str, str], expected: bool) -> None:
    """If-None-Match goes before If-Modified-Since, which must be the very date."""
    assert conditions.unchanged(environ(**headers), {TAG}, DATE) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", True), ('"a"', True), (DATE, True), ('"b"', False), ('W/"a"', False), (EARLIER, False)],
)
def test_in_parts(value: str, expected: bool) -> None:
    """If-Range takes the strong tag or the very date; without it a range applies."""
    assert conditions.in_parts(environ(if_range=value), TAG, DATE) is expected


def test_codings_come_off_a_list_of_tags() -> None:
    """The application sees tags without codings, and its 304 bears the one the caller has."""
    asked = conditions.without_codings(environ(if_none_match='"x-gzip", W/"a-br"'), None)
    assert asked["HTTP_IF_NONE_MATCH"] == '"x", W/"a"'
    assert conditions.with_tag_held([("ETag", TAG)], '"x-gzip", W/"a-br"') == [("ETag", '"a-br"')]
