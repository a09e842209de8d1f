"""Which requests are known by their letters, and which are never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esslod.web.known import Known, Wire, written

GET = b"GET /doc/a?lang=fr HTTP/1.1\r\nHost: example.org\r\nAccept: text/turtle\r\n\r\n"


def wire(body: bytes = b"answer", turn: int = 0) -> Wire:
    return Wire(turn, b"HTTP/1.1 200 OK\r\ndate: ", body, lambda _: None)


def with_line(line: bytes) -> bytes:
    return GET.replace(b"\r\nAccept", b"\r\n" + line + b"\r\nAccept")


@pytest.fixture
def known() -> Known:
    return Known(100_000, lambda: 0)


def test_the_same_letters_find_the_answer(known):
    """And no others do."""
    assert known.find(GET) is None
    known.learn(GET, wire())
    assert known.find(GET).body == b"answer"
    for other in (GET.replace(b"fr", b"en"), GET.replace(b"turtle", b"html"), GET.replace(b"GET", b"HEAD")):
        assert known.find(other) is None


@pytest.mark.parametrize(
    "line",
    [b"User-Agent: Mozilla/5.0", b"cookie: a=b", b"X-Forwarded-For: 192.0.2.7", b"Sec-Fetch-Mode: cors"],
)
def test_what_changes_no_answer_may_differ(known, line):
    """Learnt from one program, it is known to another, whichever of them said more."""
    known.learn(GET, wire())
    assert known.find(with_line(line)) is not None
    other = Known(100_000, lambda: 0)
    other.learn(with_line(line), wire())
    assert other.find(GET) is not None
    assert other.find(with_line(line + b"1")) is not None


@pytest.mark.parametrize(
    "line",
    [
        b"Range: bytes=0-1", b"If-Match: *", b"Content-Length: 5", b"Transfer-Encoding: chunked",
        b"Connection: close", b"Connection : close", b"Expect: 100-continue", b"Upgrade: h2c",
        b"content-encoding: gzip",
        b"User-Agent: a\r\n folded", b"User-Agent: a\x00", b"User-Agent: a\nRange: bytes=0-1", b"no colon",
        b": no name", b"User-Agent: " + b"a" * 5000,
    ],
)  # fmt: skip
def test_the_unusual_is_never_known(known, line):
    """Neither learnt, nor taken for the plain request."""
    assert not known.may(with_line(line), 6)
    known.learn(GET, wire())
    assert known.find(with_line(line)) is None


@pytest.mark.parametrize(
    "request_",
    [
        GET.replace(b"1.1", b"1.0"), GET.replace(b"GET", b"POST"), GET + GET, GET[:-2], GET[:-1],
        GET + b"body",
        GET.replace(b"\r\n", b"\n"), GET.replace(b"/doc", b"http://example.org/doc"), b" " + GET,
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)  # fmt: skip
def test_only_one_whole_plain_request_is_known(known, request_):
    """In this form and no other."""
    assert not known.may(request_, 6)
    known.learn(GET, wire())
    assert known.find(request_) is None


@given(st.binary(max_size=200))
def test_no_other_letters_find_an_answer(noise):
    """Whatever stands in the place of a line: it is found only when it is one that changes nothing."""
    known = Known(100_000, lambda: 0)
    known.learn(GET, wire())
    found = known.find(with_line(noise))
    if found is not None:
        names = {line.partition(b":")[0].lower() for line in noise.split(b"\r\n")}
        assert names <= {b"from", b"via", b"dnt", b"origin", b"pragma", b"cookie", b"referer"}


def test_another_release_makes_it_forgotten():
    """At once, without anybody telling."""
    turns = [0]
    known = Known(100_000, lambda: turns[0])
    known.learn(GET, wire(turn=0))
    turns[0] = 1
    assert known.find(GET) is None
    known.learn(GET, wire(b"new", turn=1))
    assert known.find(GET).body == b"new"


def test_there_is_room_for_so_much():
    """The oldest go; what is larger than a share of everything is not learnt."""
    known = Known(100_000, lambda: 0)
    requests = [GET.replace(b"/doc/a", b"/doc/%d" % number) for number in range(100)]
    for request in requests:
        known.learn(request, wire(b"x" * 3000))
    there = [known.find(request) is not None for request in requests]
    assert there == [False] * (100 - sum(there)) + [True] * sum(there)
    assert 10 < sum(there) < 40
    assert known.may(GET, 3000)
    assert not known.may(GET, 50_000)


def test_the_head_is_written_up_to_its_date():
    """Names in small letters, as the web server writes them; nothing that would break the head."""
    headers = [("Content-Type", "text/plain"), ("Content-Length", "2")]
    assert written("200 OK", headers) == (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\ndate: "
    )
    assert written("304 NOT MODIFIED", []) == b"HTTP/1.1 304 NOT MODIFIED\r\ndate: "
    assert written("200 OK", headers[:1]) is None
    assert written("200 OK", [*headers, ("Link", "<a>\r\nX: y")]) is None
    assert written("200 OK", [*headers, ("Link", "œ")]) is None
