"""Whole answers in front of the application: keys, bounds, validators, codings, one flight."""

from __future__ import annotations

import gc
import gzip
import io
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from esslod.config import Site
from esslod.web import coding, question
from esslod.web.answers import Answers
from esslod.web.kept import OVERHEAD, Answer, Kept
from esslod.web.made import STREAM_FROM
from esslod.web.question import FORM, QUERY

CACHEABLE = [
    ("Content-Type", "text/turtle; charset=utf-8"),
    ("Cache-Control", "public, no-cache"),
    ("Vary", "Accept"),
]
LONG = b"<urn:a> <urn:b> <urn:c> .\n" * 400


@dataclass
class Reply:
    status: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Stand:
    """A WSGI application that counts; `reply` makes its answer from the environment."""

    reply: Callable[[dict], tuple[str, list[tuple[str, str]], object]] = lambda environ: (
        "200 OK",
        CACHEABLE,
        [LONG],
    )
    asked: list[dict] = field(default_factory=list)

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        status, headers, body = self.reply(environ)
        start_response(status, headers)
        return body


class Front:
    """`Answers` over a stand-in, and the release's turn in our hands."""

    def __init__(self, reply=None, **site) -> None:
        self.app = Stand(reply) if reply else Stand()
        self.turn = 0
        self.layer = Answers(self.app, Site(**site), sparql="/sparql", turn=lambda: self.turn)

    @property
    def asked(self) -> int:
        return len(self.app.asked)

    def __call__(self, path="/doc/a", method="GET", query="", body=b"", kind="", **headers) -> Reply:
        started = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
            "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)) if body or method == "POST" else "",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }  # fmt: skip
        pieces = self.layer(environ, lambda status, headers: started.append((status, headers)))
        try:
            content = b"".join(pieces)
        finally:
            getattr(pieces, "close", lambda: None)()
        status, found = started[0]
        assert len({name.lower() for name, _ in found}) == len(found), "a header twice"
        return Reply(status, {name.lower(): value for name, value in found}, content)


def undone(reply: Reply) -> bytes:
    match reply.headers.get("content-encoding", ""):
        case "gzip":
            return gzip.decompress(reply.body)
        case "br":
            return brotli.decompress(reply.body)
        case "zstd":
            return zstandard.ZstdDecompressor().decompressobj().decompress(reply.body)
    return reply.body


class TestKey:
    def test_the_same_request_is_made_once(self):
        """A second GET never reaches the application, and gets the same bytes and tag."""
        front = Front()
        first, second, third = front(), front(), front()
        assert front.asked == 1
        assert (
            first == second == third
            and first.body == LONG
            and first.headers["content-length"] == str(len(LONG))
        )

    @pytest.mark.parametrize(
        "other",
        [{"path": "/doc/b"}, {"query": "lang=fr"}, {"accept": "text/html"}, {"accept_language": "fr"}],
    )
    def test_what_an_answer_depends_on_is_in_the_key(self, other):
        """Path, query, Accept and Accept-Language each tell answers apart."""
        front = Front()
        front()
        front(**other)
        assert front.asked == 2

    def test_a_forwarded_host_counts_only_when_it_is_trusted(self):
        """X-Forwarded-Host changes pages only behind a trusted proxy; then it is part of the key."""
        for trusted, asked in ((False, 1), (True, 2)):
            front = Front(trust_forwarded=trusted)
            front(x_forwarded_host="a")
            front(x_forwarded_host="b")
            assert front.asked == asked

    def test_every_coding_comes_from_one_evaluation(self):
        """Another Accept-Encoding is another form of the same answer: the application is not asked again."""
        front = Front()
        for accepted in ("", "gzip", "br", "zstd", "gzip, br;q=0.5", "identity", "gzip;q=0", "br"):
            assert undone(front(accept_encoding=accepted)) == LONG
        assert front.asked == 1

    def test_a_new_release_empties_the_cache(self):
        """After the release has changed, nothing of the old one is served."""
        front = Front()
        front()
        front.turn = 1
        front()
        assert front.asked == 2 and front.layer._kept.turn == 1

    def test_what_was_made_of_the_old_release_is_not_kept_for_the_new(self):
        """A release that changes while an answer is made leaves that answer out of the new cache."""
        front = Front(lambda environ: (setattr(front, "turn", 1), ("200 OK", CACHEABLE, [LONG]))[1])
        front()
        front()
        assert front.asked == 2


class TestSparql:
    TEXT = "SELECT * WHERE { ?s ?p 'é+&%' }"

    def forms(self, front, text=TEXT):
        yield front("/sparql", query=urlencode({"query": text}))
        yield front("/sparql", query="query=" + quote(text, safe=""))
        yield front(
            "/sparql", "POST", body=urlencode({"query": text}).encode(), kind=FORM + "; charset=UTF-8"
        )
        yield front("/sparql", "POST", body=text.encode(), kind=QUERY)
        yield front("/sparql", "QUERY", body=text.encode(), kind=QUERY)
        yield front("/sparql", "POST", query=urlencode({"query": text}))

    def test_get_form_direct_post_and_query_share_one_entry(self):
        """The same query is evaluated once whatever the operation of the protocol."""
        front = Front()
        bodies = [reply.body for reply in [*self.forms(front), *self.forms(front)]]
        assert front.asked == 1 and set(bodies) == {LONG}

    def test_graphs_and_formats_are_part_of_the_question(self):
        """Parameters beside the query tell answers apart."""
        front = Front()
        for more in ({}, {"default-graph-uri": "urn:a"}, {"named-graph-uri": "urn:a"}, {"format": "csv"}):
            front("/sparql", query=urlencode({"query": self.TEXT, **more}))
        assert front.asked == 4

    @pytest.mark.parametrize(
        "call",
        [
            "NOW()",
            "now ( )",
            "RAND()",
            "UUID()",
            "STRUUID()",
            "BNODE()",
            "Rand#\n()",
            "\\u004eOW()",
            "xNOW()",
        ],
    )
    def test_fickle_queries_are_evaluated_each_time(self, call):
        """Queries that ask for time or chance are never kept, however they are written."""
        front = Front()
        for reply in self.forms(front, f"SELECT ({call} AS ?x) {{}}"):
            assert reply.status == "200 OK"
        assert front.asked == 6

    def test_service_is_never_kept(self):
        """What other servers answer may change."""
        front = Front()
        list(self.forms(front, "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }"))
        assert front.asked == 6

    def test_post_has_no_validators(self):
        """ETag and 304 are for GET, HEAD and QUERY (RFC 9110 §13.1.2)."""
        front = Front()
        get, _, _, post, *_ = self.forms(front)
        assert "etag" in get.headers and "etag" not in post.headers
        held = front("/sparql", "POST", body=self.TEXT.encode(), kind=QUERY, if_none_match="*")
        assert held.status == "200 OK"

    def test_post_without_a_query_is_not_get_without_one(self):
        """GET without query asks for the description; POST without one is an error."""
        front = Front()
        front("/sparql")
        front("/sparql", "POST", body=b"", kind=FORM)
        assert front.asked == 2

    def test_the_application_can_still_read_the_body(self):
        """A body that was read for the key is there for the application."""
        front = Front(lambda environ: ("200 OK", CACHEABLE, [environ["wsgi.input"].read()]))
        assert front("/sparql", "POST", body=self.TEXT.encode(), kind=QUERY).body == self.TEXT.encode()

    @pytest.mark.parametrize("kind", ["application/json", QUERY + "; charset=latin-1"])
    def test_other_bodies_are_the_applications_affair(self, kind):
        """What cannot be read as a query is passed on, and never kept."""
        front = Front()
        for _ in range(2):
            front("/sparql", "POST", body=b"\xff", kind=kind)
        assert front.asked == 2

    @given(st.text(alphabet="%=&+aD30Cé9F \n?_", max_size=12))
    def test_parameters_are_read_as_the_standard_library_reads_them(self, text):
        """The quicker reading of a query string is the same reading."""

        def read(how):
            try:
                return how(text)
            except ValueError:
                return None

        standard = read(lambda encoded: parse_qsl(encoded, keep_blank_values=True, errors="strict"))
        assert read(question._parameters) == standard


class TestKeepable:
    @pytest.mark.parametrize(
        ("status", "more"),
        [
            ("404 NOT FOUND", {}),
            ("500 INTERNAL SERVER ERROR", {}),
            ("200 OK", {"Cache-Control": "no-store"}),
            ("200 OK", {"Cache-Control": "private"}),
            ("200 OK", {"Cache-Control": ""}),
            ("200 OK", {"Vary": "Accept, Cookie"}),
            ("200 OK", {"Set-Cookie": "a=b"}),
        ],
    )
    def test_only_what_says_so_is_kept(self, status, more):
        """Errors, no-store, private, silence, cookies and unknown Vary are made anew each time."""
        headers = [*({**dict(CACHEABLE), **more}).items()]
        front = Front(lambda environ: (status, headers, [LONG]))
        front()
        assert front().status == status and front.asked == 2

    def test_redirections_are_kept(self):
        """303 of an id/… address is as constant as the page it leads to; it has no tag."""
        front = Front(lambda environ: ("303 SEE OTHER", [*CACHEABLE, ("Location", "/doc/a")], [b""]))
        first, second = front("/id/a"), front("/id/a")
        assert front.asked == 1 and first == second and first.headers["location"] == "/doc/a"
        assert "etag" not in first.headers

    def test_other_methods_pass_through(self):
        """OPTIONS, PUT and DELETE are the application's."""
        front = Front()
        for method in ("OPTIONS", "PUT", "DELETE", "OPTIONS"):
            front(method=method)
        assert front.asked == 4

    def test_what_is_too_large_is_passed_on_untouched(self):
        """A file larger than a sixteenth of the cache is neither read ahead, coded nor kept."""
        size = STREAM_FROM * 2
        headers = [*CACHEABLE, ("Content-Length", str(size)), ("ETag", '"x"')]
        front = Front(lambda environ: ("200 OK", headers, iter([b"a" * size])), cache_bytes=STREAM_FROM)
        reply = front(accept_encoding="gzip")
        assert "content-encoding" not in reply.headers and reply.headers["etag"] == '"x"'
        front(accept_encoding="gzip")
        assert front.asked == 2

    def test_ranges_pass_through(self):
        """A part of a file comes from the application, even when the whole is kept."""
        front = Front()
        front()
        front(range="bytes=0-1")
        assert front.asked == 2 and "HTTP_RANGE" in front.app.asked[1]

    def test_no_cache_at_all_still_codes_and_tags(self):
        """cache_bytes = 0 keeps nothing and changes nothing else."""
        front = Front(cache_bytes=0)
        for asked in (1, 2):
            reply = front(accept_encoding="gzip")
            assert front.asked == asked and undone(reply) == LONG and "etag" in reply.headers


class TestValidators:
    @pytest.mark.parametrize("coded", ["", "gzip", "br", "zstd"])
    def test_each_coding_has_its_own_strong_tag(self, coded):
        """Bytes that differ have tags that differ (RFC 9110 §8.8.3.3)."""
        front = Front()
        plain, reply = front(), front(accept_encoding=coded)
        assert (reply.headers["etag"] == plain.headers["etag"]) is (not coded)
        assert not reply.headers["etag"].startswith("W/")

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    @pytest.mark.parametrize("form", ["{}", "W/{}", '"a", {} , "b"', "*"])
    def test_not_modified(self, form, method):
        """304 for the tag, in a list, weak, or for any: no body, and the headers of RFC 9110 §15.4.5."""
        front = Front()
        tag = front(accept_encoding="br").headers["etag"]
        reply = front(method=method, accept_encoding="br", if_none_match=form.format(tag))
        assert reply.status.startswith("304") and not reply.body
        assert reply.headers["etag"] == tag and {"vary", "cache-control"} <= set(reply.headers)
        assert not {"content-length", "content-type", "content-encoding"} & set(reply.headers)

    def test_another_tag_is_another_answer(self):
        """A tag that is not ours gets the whole answer."""
        front = Front()
        front()
        assert front(if_none_match='"other"').status == "200 OK"

    def test_the_date_must_be_the_very_one(self):
        """If-Modified-Since matches only the date that was sent, and only without If-None-Match."""
        date = "Mon, 02 Nov 2026 00:00:00 GMT"
        front = Front(lambda environ: ("200 OK", [*CACHEABLE, ("Last-Modified", date)], [LONG]))
        front()
        assert front(if_modified_since=date).status.startswith("304")
        assert front(if_modified_since="Tue, 03 Nov 2026 00:00:00 GMT").status == "200 OK"
        assert front(if_modified_since=date, if_none_match='"x"').status == "200 OK"

    def test_the_application_may_say_not_modified_without_making_the_answer(self):
        """A tag of ours reaches the application without its coding, and comes back with it."""

        def reply(environ):
            if environ.get("HTTP_IF_NONE_MATCH") == '"abc"':
                return "304 NOT MODIFIED", [("ETag", '"abc"'), ("Cache-Control", "public, no-cache")], []
            return "200 OK", [*CACHEABLE, ("ETag", '"abc"')], [LONG]

        front = Front(reply)
        found = front(if_none_match='"abc-zstd"', accept_encoding="zstd")
        assert found.status.startswith("304") and found.headers["etag"] == '"abc-zstd"'
        assert front(accept_encoding="zstd").headers["etag"] == '"abc-zstd"'

    def test_head_is_get_without_body(self):
        """HEAD has the headers of GET, the length too; one answer serves both, whichever comes first."""
        for order in (("HEAD", "GET", "HEAD"), ("GET", "HEAD", "GET")):
            front = Front()
            replies = [front(method=method, accept_encoding="gzip") for method in order]
            assert front.asked == 1 and replies[0].headers == replies[1].headers == replies[2].headers
            assert all(
                bool(reply.body) is (method == "GET") for reply, method in zip(replies, order, strict=True)
            )
            assert front.app.asked[0]["REQUEST_METHOD"] == "GET"

    def test_no_age(self):
        """An answer of the current release is never stale: no age; Cache-Control stays as it was."""
        front = Front()
        front()
        reply = front()
        assert "age" not in reply.headers and reply.headers["cache-control"] == "public, no-cache"


class TestCodings:
    @pytest.mark.parametrize(
        ("accepted", "chosen"),
        [
            (None, ""),
            ("", ""),
            ("identity", ""),
            ("gzip", "gzip"),
            ("x-gzip", "gzip"),
            ("gzip, deflate, br", "br"),
            ("gzip, deflate, br, zstd", "zstd"),
            ("gzip;q=1.0, br;q=0.1", "gzip"),
            ("GZIP", "gzip"),
            ("*", "zstd"),
            ("gzip;q=0", ""),
            ("*;q=0", ""),
            ("zstd;q=0, *", "br"),
            ("identity;q=1, gzip;q=0.5", ""),
            ("deflate", ""),
            ("gzip;q=0.5, identity;q=0.5", "gzip"),
            ("identity;q=0, gzip;q=0.1", "gzip"),
            ("br ; q=0.9", "br"),
        ],
    )
    def test_quality_decides_then_our_order(self, accepted, chosen):
        """RFC 9110 §12.5.3; nothing said means nothing coded."""
        assert coding.wanted(accepted) == chosen

    def test_what_gains_nothing_stays_plain(self):
        """Small bodies, pictures and archives are sent as they are."""
        for kind, body in (("text/turtle", b"small"), ("application/gzip", LONG), ("image/png", LONG)):
            front = Front(
                lambda environ, kind=kind, body=body: (
                    "200 OK",
                    [("Content-Type", kind), CACHEABLE[1]],
                    [body],
                )
            )
            reply = front(accept_encoding="gzip")
            assert "content-encoding" not in reply.headers and reply.body == body
            assert ("vary" in reply.headers) is kind.startswith("text/")

    def test_nothing_is_coded_twice(self):
        """An answer that comes coded, or must not be transformed, stays as it is."""
        for more in ({"Content-Encoding": "gzip"}, {"Cache-Control": "no-cache, no-transform"}):
            headers = [*(dict(CACHEABLE) | more).items()]
            front = Front(lambda environ, headers=headers: ("200 OK", headers, [LONG]))
            for _ in range(2):
                reply = front(accept_encoding="br")
                assert reply.body == LONG and reply.headers.get("content-encoding", "gzip") == "gzip"

    def test_vary_names_all_that_counts(self):
        """Vary has the application's fields and Accept-Encoding, each once, also when nothing was coded."""
        assert Front()().headers["vary"] == "Accept, Accept-Encoding"

    def test_errors_are_coded_too(self):
        """A long problem page is text like any other, but has no tag."""
        front = Front(
            lambda environ: ("404 NOT FOUND", [CACHEABLE[0], ("Cache-Control", "no-store")], [LONG])
        )
        reply = front(accept_encoding="gzip")
        assert (
            undone(reply) == LONG
            and reply.headers["content-encoding"] == "gzip"
            and "etag" not in reply.headers
        )


class TestStreams:
    PIECES = (b"a" * STREAM_FROM, b"b" * 1000, b"c" * STREAM_FROM)

    @pytest.mark.parametrize("coded", ["", "gzip", "br", "zstd"])
    def test_a_long_answer_is_sent_while_it_is_made_then_kept(self, coded):
        """The first piece leaves before the last is made; the next caller gets it from memory."""
        made = []

        def pieces():
            for piece in self.PIECES:
                made.append(piece)
                yield piece

        front = Front(lambda environ: ("200 OK", CACHEABLE, pieces()))
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/doc/a", "QUERY_STRING": "", "SCRIPT_NAME": "",
            "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "HTTP_ACCEPT_ENCODING": coded,
        }  # fmt: skip
        started = []
        body = iter(front.layer(environ, lambda *told: started.append(told)))
        first = next(body)
        assert len(made) == 1 and first
        headers = {name.lower(): value for name, value in started[0][1]}
        assert "content-length" not in headers
        assert undone(Reply("", headers, first + b"".join(body))) == b"".join(self.PIECES)
        again = front(accept_encoding=coded)
        assert (
            front.asked == 1 and undone(again) == b"".join(self.PIECES) and "content-length" in again.headers
        )

    def test_a_stream_that_fails_is_not_kept_and_does_not_look_complete(self):
        """The error goes through to the server, which breaks the connection."""

        def pieces():
            yield self.PIECES[0]
            raise RuntimeError("midway")

        front = Front(lambda environ: ("200 OK", CACHEABLE, pieces()))
        for asked in (1, 2):
            with pytest.raises(RuntimeError, match="midway"):
                front()
            assert front.asked == asked

    def test_a_caller_who_goes_away_ends_the_work(self):
        """Closing a long answer closes the application's, and keeps nothing."""
        closed = []

        class Pieces:
            def __iter__(self):
                return iter(TestStreams.PIECES)

            def close(self):
                closed.append(True)

        front = Front(lambda environ: ("200 OK", CACHEABLE, Pieces()))
        head = front(method="HEAD")
        assert closed == [True] and not head.body
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/doc/a",
            "QUERY_STRING": "",
            "wsgi.url_scheme": "http",
        }
        body = front.layer(environ, lambda *told: None)
        next(iter(body))
        body.close()
        assert len(closed) == 2 and len(front.layer._kept) == 0

    def test_too_long_to_keep(self):
        """A stream beyond a sixteenth of the cache is sent whole and forgotten."""
        front = Front(lambda environ: ("200 OK", CACHEABLE, iter(self.PIECES)), cache_bytes=STREAM_FROM * 16)
        for asked in (1, 2):
            assert front().body == b"".join(self.PIECES) and front.asked == asked


class TestOneFlight:
    def test_identical_requests_at_once_are_made_once(self):
        """Whoever asks while the answer is being made waits for it."""
        going = threading.Event()

        def slow(environ):
            going.wait(5)
            return "200 OK", CACHEABLE, [LONG]

        front = Front(slow)
        found: list[Reply] = []
        threads = [threading.Thread(target=lambda: found.append(front())) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        going.set()
        for thread in threads:
            thread.join(5)
        assert front.asked == 1 and len(found) == 8 and {reply.body for reply in found} == {LONG}

    def test_those_who_wait_share_an_error_but_it_is_not_kept(self):
        """Eight callers of one failing query cost one failure; the ninth, later, another."""

        def slow(environ):
            time.sleep(0.2)
            return "504 GATEWAY TIMEOUT", [CACHEABLE[0], ("Cache-Control", "no-store")], [b"late"]

        front = Front(slow)
        threads = [threading.Thread(target=front) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(5)
        assert front.asked == 1
        front()
        assert front.asked == 2

    def test_an_exception_frees_those_who_wait(self):
        """When the first falls, nobody waits for ever."""

        def falls(environ):
            time.sleep(0.1)
            raise RuntimeError("fell")

        front, told = Front(falls), []

        def ask():
            try:
                front()
            except RuntimeError as error:
                told.append(error)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(5)
        assert len(told) == 4 and not front.layer._flights


class TestBounds:
    def test_bytes_stay_within_the_setting(self):
        """However many answers go by, what is kept weighs no more than cache_bytes."""
        front = Front(cache_bytes=1_000_000)
        for number in range(500):
            front(f"/doc/{number}", accept_encoding="gzip" if number % 2 else "")
            assert front.layer._kept.bytes <= 1_000_000
        assert len(front.layer._kept) > 10
        kept = front.layer._kept
        assert sum(kept._sizes.values()) == kept.bytes and kept._sizes.keys() == kept._answers.keys()

    def test_what_is_asked_for_stays(self):
        """An answer in use survives a flood of answers that nobody wants twice."""
        front = Front(cache_bytes=300_000)
        for number in range(300):
            front("/doc/favourite")
            front(f"/doc/{number}")
        assert sum(environ["PATH_INFO"] == "/doc/favourite" for environ in front.app.asked) == 1

    def test_spellings_go_with_their_answer(self):
        """Dropping an answer drops every request that led to it, and their number is bounded."""
        kept = Kept(OVERHEAD * 6)
        for number in range(20):
            answer = Answer("200 OK", CACHEABLE, b"x", "")
            kept.keep(number, answer)
            for spelling in range(20):
                kept.spell((number, spelling), number, answer, "")
        assert set(kept.near) <= {(number, s) for number in kept._answers for s in range(20)}
        assert len(kept.near) <= 8 * len(kept)

    def test_what_is_let_go_is_gone_at_once(self):
        """Nothing waits for the garbage collector, which comes rarely: answers are in no cycle."""
        gc.collect()
        gc.disable()
        try:
            others = sum(isinstance(thing, Answer) for thing in gc.get_objects())
            front = Front(cache_bytes=200_000)
            for number in range(100):
                front(f"/doc/{number}", accept_encoding="gzip")
            alive = sum(isinstance(thing, Answer) for thing in gc.get_objects()) - others
            assert alive == len(front.layer._kept) < 100
        finally:
            gc.enable()

    def test_threads_may_do_as_they_like(self):
        """Under many threads the account stays exact and every answer is the right one."""
        front = Front(
            lambda environ: ("200 OK", CACHEABLE, [environ["PATH_INFO"].encode() * 200]), cache_bytes=100_000
        )
        wrong: list[str] = []

        def ask(seed: int) -> None:
            for number in range(300):
                path = f"/doc/{number * seed % 37}"
                if undone(front(path, accept_encoding=("", "gzip", "br")[number % 3])) != path.encode() * 200:
                    wrong.append(path)

        threads = [threading.Thread(target=ask, args=(seed,)) for seed in (1, 3, 5, 7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = front.layer._kept
        assert not wrong and kept.bytes == sum(kept._sizes.values()) <= 100_000
