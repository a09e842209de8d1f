"""Half an answer never looks whole; with a real server, see conformance/test_hostile.py."""

import json

import pytest

from esslod.web.unbroken import KEY, Unbroken


class Stub:
    """A connection that can be found, or not."""

    def __init__(self, found: bool) -> None:
        self.found = found
        self.asked: list[tuple[int, int]] = []

    def mark(self) -> None:
        pass

    def abort(self, given: int, pieces: int) -> bool:
        self.asked.append((given, pieces))
        return self.found


def failing(environ, start_response):
    yield b'{"a": '
    yield b"[1, "
    raise RuntimeError("no more")


def test_a_failing_body_breaks_its_connection():
    """It is told how much was given, by which the connection is known; nothing more is sent."""
    connection = Stub(found=True)
    assert list(Unbroken(failing)({KEY: connection}, None)) == [b'{"a": ', b"[1, "]
    assert connection.asked == [(10, 2)]


def test_where_it_cannot_be_broken_the_body_is_spoilt():
    """What is appended is no JSON, and says why."""
    body = b"".join(Unbroken(failing)({KEY: Stub(found=False)}, None))
    assert b"incomplete" in body
    assert b"no more" in body
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


def test_whole_answers_pass_untouched():
    """A list, and what did not come from a query, is the very object."""
    body = [b"whole"]
    assert Unbroken(lambda *_: body)({KEY: Stub(True)}, None) is body
    pieces = iter(body)
    assert Unbroken(lambda *_: pieces)({}, None) is pieces


def test_closing_goes_through():
    """The server closes what it iterates."""
    closed = []

    class Body:
        def __iter__(self):
            return iter((b"a", b"b"))

        def close(self):
            closed.append(True)

    made = Unbroken(lambda *_: Body())({KEY: Stub(True)}, None)
    assert next(iter(made)) == b"a"
    made.close()
    assert closed == [True]
