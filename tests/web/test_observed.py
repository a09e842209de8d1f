"""What is noted of every request, and what it must not change."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from esslod.web.observed import KEY, Observed, by_application
from esslod.web.tally import Tally


def start(_status, _headers, *_rest):
    return lambda _piece: None


def environ(path: str = "/def") -> dict:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path}


def test_server_timing_says_who_answered(client: FlaskClient) -> None:
    """An answer that is made names the application; the same from memory is a hit, far quicker."""
    address = "/def.nt?lang=en&unlike=any-other-test"
    made, kept = (client.get(address).headers["Server-Timing"] for _ in range(2))
    assert re.fullmatch(r"app;dur=[0-9.]+, total;dur=[0-9.]+", made)
    assert re.fullmatch(r"cache;desc=hit, total;dur=[0-9.]+", kept)
    assert "app;dur" in client.get("/health").headers["Server-Timing"]


def test_kept_answers_are_not_touched() -> None:
    """The list of headers that the application gave stays as it was: it may be sent again."""
    headers = [("Content-Type", "text/plain")]

    def app(_environ, started):
        started("200 OK", headers)
        return [b"x"]

    assert Observed(app, Tally(1).row(1), timing=True, log=None)(environ(), start) == [b"x"]
    assert headers == [("Content-Type", "text/plain")]


def test_nothing_is_said_when_it_is_off() -> None:
    """Without ``server_timing`` the headers are those of the application."""
    told = []
    app = by_application(lambda _environ, started: started("200 OK", [("A", "b")]) or [])
    observed = Observed(app, Tally(1).row(1), timing=False, log=None)
    observed(environ(), lambda status, headers: told.append((status, headers)))
    assert told == [("200 OK", [("A", "b")])]


def test_long_answers_are_counted_at_their_end() -> None:
    """A body in pieces is under way until it is closed, once; what was sent is counted."""
    tally, closed = Tally(1), []

    class Body:
        def __iter__(self):
            return iter((b"abc", b"de"))

        def close(self):
            closed.append(True)

    def app(_environ, started):
        started("200 OK", [])
        return Body()

    body = Observed(by_application(app), tally.row(1), timing=True, log=None)(environ("/dumps/x"), start)
    assert tally.pending() == 1
    assert b"".join(body) == b"abcde"
    body.close()
    body.close()
    assert (tally.pending(), closed) == (0, [True, True])
    assert list(tally.requests()) == [("dump", "GET", "200", 1)]
    assert list(tally.bytes()) == [("dump", 5)]


def test_a_crash_is_counted() -> None:
    """An application that raises has answered 500, and nothing stays under way."""
    tally = Tally(1)

    def app(_environ, _started):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Observed(app, tally.row(1), timing=True, log=None)(environ(), start)
    assert list(tally.requests()) == [("document", "GET", "500", 1)]
    assert tally.pending() == 0


def test_copies_of_the_environment_share_the_course() -> None:
    """Layers between copy the environment; what is noted further in is still seen outside."""
    inner = by_application(lambda _environ, started: started("200 OK", []) or [b""])
    seen = {}
    observed = Observed(lambda env, started: inner({**env}, started), Tally(1).row(1), timing=True, log=None)
    given = environ()
    observed(given, lambda _status, headers: seen.update(headers))
    assert seen["Server-Timing"].startswith("app;dur=")
    assert given[KEY].source == 1


def test_short_way_is_taken_for_the_very_same_request_only(client: FlaskClient) -> None:
    """What is kept is sent without asking further, unless a field is there that must be looked at."""
    address = "/def.ttl?unlike=any-other-short-way"
    for _ in range(3):
        answer = client.get(address)
    assert answer.headers["Server-Timing"].startswith("cache;")
    known = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    assert client.get(address, headers={"If-Match": '"other"'}).status_code == 412
    assert client.get(address, headers={"Content-Encoding": "gzip"}).status_code == 415
    assert client.get(address, headers={"Range": "bytes=0-1"}).data == answer.data
    assert client.head(address).data == b""
    assert client.get(address, headers={"Host": "a b"}).status_code == 400
