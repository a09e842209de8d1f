"""Half an answer never looks whole; with a real server, see conformance/test_hostile.py."""

import json

import pytest

from esslod.web.connection import KEY, Connection
from esslod.web.unbroken import Unbroken


def failing(environ, start_response):
    yield b'{"a": '
    yield b"[1, "
    raise RuntimeError("no more")


def test_a_failing_body_breaks_its_connection():
    """Nothing more is sent."""
    broken = []
    connection = Connection(lambda: broken.append(True))
    assert list(Unbroken(failing)({KEY: connection}, None)) == [b'{"a": ', b"[1, "]
    assert broken == [True]


def test_where_it_cannot_be_broken_the_body_is_spoilt():
    """What is appended is no JSON, and says why."""
    body = b"".join(Unbroken(failing)({}, None))
    assert b"incomplete" in body
    assert b"no more" in body
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_whole_answers_pass_untouched():
    """A list is the very object."""
    body = [b"whole"]
    assert Unbroken(lambda *_: body)({}, None) is body


def test_closing_goes_through():
    """The server closes what it iterates."""
    closed = []

    class Body:
        def __iter__(self):
            return iter((b"a", b"b"))

        def close(self):
            closed.append(True)

    made = Unbroken(lambda *_: Body())({}, None)
    assert next(iter(made)) == b"a"
    made.close()
    assert closed == [True]
