"""The log of requests: complete, one line each, and silent about persons."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from esslod.web.access_log import AccessLog, family
from esslod.web.observed import Course, Observed
from esslod.web.tally import Tally, kind_of

PERSONAL = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux) Jeanne/1.0",
    "HTTP_REFERER": "https://mail.example/jeanne",
    "HTTP_COOKIE": "jeanne=1",
    "HTTP_AUTHORIZATION": "Basic amVhbm5l",
    "HTTP_X_FORWARDED_FOR": "203.0.113.77",
    "QUERY_STRING": "query=jeanne%40example.org",
}


def line(form: str, path: str = "/doc/territory/epci/246300701.ttl", **more: str) -> str:
    """What is written of one request."""
    read, write = os.pipe()
    course = Course(None)
    course.status = "200"
    course.headers = [("Content-Type", "text/turtle; charset=utf-8"), ("Content-Language", "fr")]
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, **PERSONAL, **more}
    AccessLog(form, write).write(environ, course, kind_of(path), 0.0125, 42)
    os.close(write)
    with os.fdopen(read, encoding="ascii") as written:
        return written.read()


def test_json() -> None:
    """One object a line, with numbers as numbers."""
    told = json.loads(line("json"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told.pop("time"))
    assert told == {
        "method": "GET",
        "path": "/doc/territory/epci/246300701.ttl",
        "kind": "document",
        "status": 200,
        "bytes": 42,
        "seconds": 0.0125,
        "source": "memory",
        "type": "text/turtle",
        "language": "fr",
        "agent": "browser",
    }


def test_text() -> None:
    """The same values in the same order, a hyphen for none."""
    words = line("text", HTTP_USER_AGENT="").split()
    path = "/doc/territory/epci/246300701.ttl"
    assert words[1:] == ["GET", path, "document", "200", "42", "0.0125", "memory", "text/turtle", "fr", "-"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_personal(form: str) -> None:
    """No address, no agent, no referrer, no cookie, no credentials, nothing of the query string."""
    told = line(form).lower()
    for secret in ("203.0.113", "jeanne", "mail.example", "x11", "query", "basic"):
        assert secret not in told


@pytest.mark.parametrize(
    "path",
    [
        "/id/jeanne@example.org",
        "/doc/Jeanne Dupont",
        "/jeanne",
        "/doc/é",
        "/doc/a\nb",
        "/doc/" + "a" * 300,
        '/doc/"',
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_stranger_typed_is_not_written(form: str, path: str) -> None:
    """A path that does not read like one of ours is a star; a line stays one line."""
    told = line(form, path)
    assert told.count("\n") == 1
    assert ('"path":"*"' if form == "json" else " * ") in told


def test_odd_methods() -> None:
    """A method is a short word, or a star."""
    assert json.loads(line("json", REQUEST_METHOD="GET /x"))["method"] == "*"
    assert json.loads(line("json", REQUEST_METHOD="A" * 50))["method"] == "*"


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("", ""),
        ("curl/8.5.0", "curl"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot"),
        ("Mozilla/5.0 (compatible; SomeBot/1)", "robot"),
        ("Mozilla/5.0 (Windows NT 10.0) Firefox/140", "browser"),
        ("udata/17.18", "udata"),
        ("python-requests/2.32", "Python"),
        ("Comunica/actor-http-native (Node.js v24)", "Comunica"),
        ("\x00\xff", "other"),
    ],
)
def test_families(agent: str, told: str) -> None:
    """An agent is one of a closed list of families."""
    assert family(agent) == told


def test_a_full_disk_stops_no_answer(tmp_path: Path) -> None:
    """When the log cannot be written, requests are answered all the same."""
    closed = os.open(tmp_path / "log", os.O_CREAT | os.O_RDONLY)

    def app(_environ, started):
        started("200 OK", [])
        return [b"answer"]

    observed = Observed(app, Tally(1).row(1), timing=False, log=AccessLog("json", closed))
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/def"}
    assert observed(environ, lambda _status, _headers: None) == [b"answer"]
    os.close(closed)
