"""What few ask for: conditions before anything else, no body as it is, ranges where there are none."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from esslod.errors import NotAcceptable, PreconditionFailed
from esslod.web.exact import REFUSAL, Exact

BODY = b"x" * 50
HEADERS = [("Content-Type", "text/turtle"), ("ETag", '"a"'), ("Content-Length", "50")]


class Stage:
    """`Exact` between two stand-ins: what answers, and what tells refusals."""

    def __init__(self, status: str = "200 OK", headers: Any = HEADERS, body: bytes = BODY) -> None:
        self.asked: list[dict[str, Any]] = []
        self.told: list[Exception] = []
        self._reply = status, headers, body
        self._exact = Exact(self._answers, self._app)

    def __call__(
        self, method: str = "GET", path: str = "/doc/a", **fields: str
    ) -> tuple[str, dict[str, str], bytes]:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path}
        environ |= {f"HTTP_{name.upper()}": value for name, value in fields.items()}
        started: list[Any] = []
        body = self._exact(environ, lambda status, headers: started.append((status, dict(headers))))
        return (*started[0], b"".join(body))

    def _answers(self, environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        self.asked.append(environ)
        status, headers, body = self._reply
        start(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _app(self, environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        self.told.append(environ[REFUSAL])
        start("4xx", [])
        return [b"refused"]


def test_everybody_else_passes() -> None:
    """A request without rare fields goes through as it is: the very same environment."""
    stage = Stage()
    status, headers, body = stage(accept_encoding="gzip, br", if_none_match='"b"')
    assert (status, headers["ETag"], body) == ("200 OK", '"a"', BODY)
    assert len(stage.asked) == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_if_match(method: str) -> None:
    """Another tag is refused before a body is made; the right one is answered."""
    stage = Stage()
    assert stage(method, if_match='"a"')[0] == "200 OK"
    assert stage(method, if_match='"b"')[0] == "4xx"
    assert isinstance(stage.told[0], PreconditionFailed)
    assert [environ["REQUEST_METHOD"] for environ in stage.asked] == ["HEAD", method, "HEAD"]


def test_what_is_not_there_has_no_condition() -> None:
    """A 404 stays a 404 whatever it should have matched."""
    stage = Stage("404 NOT FOUND", [("Content-Type", "text/plain")])
    assert stage(if_match="*")[0] == "404 NOT FOUND"


def test_ranges_are_for_dumps() -> None:
    """Elsewhere, and for HEAD, the application never hears of one."""
    stage = Stage()
    for method, path in (("GET", "/doc/a"), ("HEAD", "/dumps/latest/a"), ("POST", "/sparql")):
        stage(method, path, range="bytes=0-1")
        assert "HTTP_RANGE" not in stage.asked[-1]
    stage("GET", "/dumps/latest/a", range="bytes=0-1")
    assert stage.asked[-1]["HTTP_RANGE"] == "bytes=0-1"


def test_refused_as_it_is() -> None:
    """A short body is coded for who refuses identity: type, tag, length and Vary say so."""
    status, headers, body = Stage()(accept_encoding="gzip, identity;q=0")
    assert (status, gzip.decompress(body)) == ("200 OK", BODY)
    assert headers["Content-Encoding"] == "gzip"
    assert headers["ETag"] == '"a-gzip"'
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "Accept-Encoding"


def test_head_has_the_length_of_get() -> None:
    """HEAD is asked as GET, for what is coded has another length."""
    got, headed = (Stage()(method, accept_encoding="gzip, *;q=0") for method in ("GET", "HEAD"))
    assert headed[1] == got[1]
    assert headed[2] == b""


@pytest.mark.parametrize(
    ("field", "kind", "length"),
    [
        ("identity;q=0", "text/turtle", "50"),  # and no coding is accepted
        ("*;q=0", "text/turtle", "50"),
        ("gzip, identity;q=0", "application/gzip", "50"),  # compressed by nature: not twice
        ("gzip, identity;q=0", "text/turtle", "50000000"),  # only ever sent from disk
    ],
)
def test_no_form_will_do(field: str, kind: str, length: str) -> None:
    """Nothing acceptable: 406."""
    stage = Stage(headers=[("Content-Type", kind), ("Content-Length", length)])
    assert stage(accept_encoding=field)[0] == "4xx"
    assert isinstance(stage.told[0], NotAcceptable)


def test_a_problem_is_told_all_the_same() -> None:
    """Who accepts no coding and no identity still learns what else is wrong."""
    stage = Stage("404 NOT FOUND", [("Content-Type", "application/problem+json")])
    assert stage(accept_encoding="*;q=0") == (
        "404 NOT FOUND",
        {"Content-Type": "application/problem+json"},
        BODY,
    )


def test_the_problem_document(client: FlaskClient) -> None:
    """412 says what the tag is and what to do, in the caller's format."""
    answer = client.get("/doc/territory/epci/246300701.ttl", headers={"If-Match": '"x"'})
    told = json.loads(answer.data)
    assert told["status"] == answer.status_code == 412
    assert told["type"].endswith("problems#precondition-failed")
    assert client.get("/doc/territory/epci/246300701.ttl").headers["ETag"] in told["detail"]
    assert told["remedy"]
