import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from esslod.engine.embedded import Embedded
from esslod.engine.seam import SparqlRequest
from esslod.errors import (
    BadRequest,
    CallerGone,
    EngineBusy,
    EngineFailure,
    NotAcceptable,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooComplex,
    QueryTooLarge,
    ServiceRefused,
)
from esslod.rdf.formats import JSON_LD, RDF_SYNTAXES, RESULTS_CSV, RESULTS_JSON, RESULTS_SYNTAXES, TURTLE

G1, G2 = "http://example.org/g1", "http://example.org/g2"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
#: 300 numbers and 300 squares, of which 0 and 1 are the same.
MERGED = 598
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
UNBOUNDED = {"query_text_bytes": 10**7, "query_nesting": 10**6, "query_patterns": 10**6}


def number(answer) -> int:
    """The one number of a one-row answer."""
    (row,) = json.loads(answer.body)["results"]["bindings"]
    return int(row["n"]["value"])


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


class TestAnswers:
    def test_the_default_graph_is_the_union(self, engine, ask):
        """Without a dataset, the merge of all named graphs is asked: 0 and 1 are their own squares."""
        assert number(ask(engine, COUNT)) == MERGED

    def test_from_wins_over_the_union(self, engine, ask):
        """FROM names the only default graph; FROM NAMED alone leaves it empty."""
        assert number(ask(engine, f"SELECT (COUNT(*) AS ?n) FROM <{G1}> {{ ?s ?p ?o }}")) == 300
        assert number(ask(engine, f"SELECT (COUNT(*) AS ?n) FROM NAMED <{G1}> {{ ?s ?p ?o }}")) == 0
        named = f"SELECT (COUNT(*) AS ?n) FROM NAMED <{G1}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
        assert number(ask(engine, named)) == 300

    def test_the_protocols_dataset_wins_over_from(self, engine, ask):
        """SPARQL 1.1 Protocol §2.1.4; a default graph alone leaves no named graphs."""
        query = f"SELECT (COUNT(*) AS ?n) FROM <{G1}> {{ ?s ?p 4 }}"
        assert number(ask(engine, query)) == 1
        assert number(ask(engine, query.replace("4", "40000"), default_graphs=(G2,))) == 1
        graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        assert number(ask(engine, graphs)) == 600
        assert number(ask(engine, graphs, default_graphs=(G2,))) == 0
        assert number(ask(engine, graphs, named_graphs=(G2,))) == 300
        assert number(ask(engine, COUNT, named_graphs=(G2,))) == 0

    @pytest.mark.parametrize(
        ("query", "form"),
        [
            ("SELECT * {} ", "select"),
            ("ASK {}", "ask"),
            ("CONSTRUCT WHERE { ?s ?p 4 }", "construct"),
            ("DESCRIBE <http://example.org/1>", "describe"),
        ],
    )
    def test_the_form_decides_the_family(self, engine, ask, query, form):
        """Results for SELECT and ASK, RDF for CONSTRUCT and DESCRIBE."""
        answer = ask(engine, query)
        assert answer.form == form
        assert answer.syntax.name == ("json" if form in {"select", "ask"} else "turtle")
        assert answer.truncated is False

    @pytest.mark.parametrize("syntax", RESULTS_SYNTAXES)
    def test_every_results_syntax_is_written(self, engine, ask, syntax):
        """All 300 rows arrive."""
        answer = ask(engine, f"SELECT ?s FROM <{G1}> {{ ?s ?p ?o }}", results=syntax)
        assert answer.body.count(b"http://example.org/") == 300

    @pytest.mark.parametrize("syntax", RDF_SYNTAXES)
    def test_every_rdf_syntax_is_written(self, engine, ask, syntax):
        """CONSTRUCT answers in each, with the query's own prefixes where the syntax has any."""
        query = "PREFIX ex: <http://example.org/> CONSTRUCT WHERE { ?s ex:p 4 }"
        assert b"example.org/2" in ask(engine, query, rdf=syntax).body or syntax.name in {"turtle", "trig"}
        assert b"ex:2 ex:p 4" in ask(engine, query).body

    def test_a_family_that_the_caller_cannot_read_is_refused(self, engine, ask):
        """NotAcceptable says what there is."""
        with pytest.raises(NotAcceptable) as raised:
            ask(engine, "CONSTRUCT WHERE { ?s ?p 4 }", rdf=None)
        assert ("text/turtle", "?format=turtle") in raised.value.offered

    def test_what_a_syntax_cannot_hold_is_refused(self, engine, ask):
        """JSON-LD has no triple terms."""
        with pytest.raises(NotAcceptable):
            ask(engine, "CONSTRUCT { <x:s> <x:p> <<( <x:a> <x:b> 1 )>> } WHERE {}", rdf=JSON_LD)


class TestTrusted:
    def test_about_and_pointing_to(self, engine):
        """Quads by subject and by object, the latter bounded."""
        assert len(engine.about(NamedNode("http://example.org/7"))) == 2
        assert engine.pointing_to(NamedNode("http://example.org/7"), 10) == []

    def test_select_over_the_union_with_substitutions(self, engine):
        """Terms come back as terms; what is unbound is absent."""
        query = "SELECT ?s ?o ?none { ?s <http://example.org/p> ?o } ORDER BY ?o"
        rows = engine.select(query, s=NamedNode("http://example.org/3"))
        assert [row["o"] for row in rows] == [Literal(3), Literal(9)]
        assert all("none" not in row for row in rows)


class TestCallersErrors:
    @pytest.mark.parametrize(
        ("query", "error"),
        [
            ("SELECT {", QuerySyntaxError),
            ("", QuerySyntaxError),
            ("INSERT DATA { <x:a> <x:b> 1 }", BadRequest),
            ("SELECT (<http://x/f>(1) AS ?x) {}", BadRequest),
            ("SELECT * { ?s ?p ?o FILTER(<http://x/f>(?o)) }", BadRequest),
            ("SELECT * { FILTER(REGEX('a', '(')) }", BadRequest),
            ("SELECT * { FILTER(REGEX('a', 'a', 'nonsense')) }", BadRequest),
            ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", ServiceRefused),
            ("SELECT * { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }", QueryTooComplex),
        ],
    )
    def test_each_is_named_and_harms_no_process(self, engine, ask, query, error):
        """The same processes live before and after."""
        ask(engine, "ASK {}")
        before = set(engine.pids())
        with pytest.raises(error):
            ask(engine, query)
        assert before <= set(engine.pids())

    def test_a_graph_that_is_no_iri_is_a_bad_request(self, engine, ask):
        """The parameter is named."""
        with pytest.raises(BadRequest, match="default-graph-uri"):
            ask(engine, "ASK {}", default_graphs=("not an IRI",))

    def test_a_valid_regular_expression_passes(self, engine, ask):
        """Only constants that cannot be compiled are refused."""
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?s), '/(7|8)$', 'i')) }"
        assert number(ask(engine, query)) == 4


def settled(engine: Embedded) -> tuple[int, ...]:
    """The processes of *engine*, made with one worker, once its spare has come too."""
    for _ in range(600):
        pids = engine.pids()
        if len(pids) == 2:
            return pids
        time.sleep(0.05)
    raise AssertionError(f"a worker and its spare are expected, not {pids}")


def fill(engine: Embedded, ask, threads: ThreadPoolExecutor) -> list[Future]:
    """Give every process of *engine*, made with one worker, a long query.

    One for the slow lane; one that has to stay in the quick lane; and one for the spare, which sat
    down at the desk meanwhile.
    """
    long = []
    for n in range(3):
        while engine._pool.desk.staff is None:
            time.sleep(0.01)
        long.append(threads.submit(ask, engine, PRODUCT + f"#{n}"))
        time.sleep(0.3)
    return long


class TestLimits:
    def test_time(self, make, ask):
        """A cartesian product ends at the time limit, and the next query is answered."""
        engine = make(query_seconds=0.4)
        ask(engine, "ASK {}")
        began = time.monotonic()
        with pytest.raises(QueryTimeout, match="query_seconds"):
            ask(engine, PRODUCT)
        assert 0.3 < time.monotonic() - began < 3
        assert number(ask(engine, COUNT)) == MERGED

    def test_time_may_be_lowered_but_not_raised(self, make, ask):
        """The caller's own limit is the smaller of the two."""
        engine = make(query_seconds=0.5)
        ask(engine, "ASK {}")
        for asked, most in ((0.1, 0.45), (60.0, 3.0)):
            began = time.monotonic()
            with pytest.raises(QueryTimeout):
                ask(engine, PRODUCT, seconds=asked)
            assert time.monotonic() - began < most

    def test_a_time_out_midway_is_no_answer(self, make, ask):
        """Megabytes already sent do not make a whole answer."""
        engine = make(query_seconds=0.5)
        with pytest.raises(QueryTimeout):
            ask(engine, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
            "SELECT ?x30 { BIND('" + "a" * 100 + "' AS ?x0) "
            + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(30)) + " }",
        ],
    )  # fmt: skip
    def test_memory(self, make, ask, query):
        """Sorting a cross product and doubling a string end as too large; the engine goes on."""
        engine = make(query_seconds=20.0, query_memory=100_000_000)
        with pytest.raises(QueryTooLarge, match="query_memory"):
            ask(engine, query)
        assert number(ask(engine, COUNT)) == MERGED

    def test_a_stack_overflow_in_the_engine(self, make, ask):
        """Should the scan let it through, the process dies of it and the caller is told the truth."""
        engine = make(**UNBOUNDED)
        with pytest.raises(QueryTooComplex, match="could not bear"):
            ask(engine, "SELECT * { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }")
        assert number(ask(engine, COUNT)) == MERGED

    def test_rows_and_bytes(self, make, ask):
        """Exactly at the limit is an answer, one more is an error, in both families."""
        engine = make(query_rows=300, query_bytes=60_000)
        rows = "SELECT ?s ?o FROM <%s> %s { ?s ?p ?o }"
        assert ask(engine, rows % (G1, ""), results=RESULTS_CSV).body.count(b"\n") == 301
        with pytest.raises(QueryTooLarge, match="query_rows"):
            ask(engine, "SELECT ?s ?o { ?s ?p ?o } LIMIT 301")
        with pytest.raises(QueryTooLarge, match="query_rows"):
            ask(engine, "CONSTRUCT WHERE { ?s ?p ?o }")
        with pytest.raises(QueryTooLarge, match="query_bytes"):
            ask(engine, "SELECT (CONCAT(STR(?s), STR(?s), STR(?s), STR(?s), STR(?s), STR(?s), STR(?s), "
                        "STR(?s), STR(?s), STR(?s)) AS ?t) { ?s ?p ?o } LIMIT 300")  # fmt: skip

    def test_a_stuck_process_is_ended_by_the_parent(self, make, ask):
        """A process that is stopped, so that its own timer cannot end it, is a time-out too."""
        engine = make(query_seconds=0.3, query_workers=1)
        ask(engine, "ASK {}")
        for pid in settled(engine):
            os.kill(pid, signal.SIGSTOP)
        with pytest.raises(QueryTimeout):
            ask(engine, "ASK {}")


class TestPool:
    def test_a_process_killed_while_idle_goes_unnoticed(self, make, ask):
        """The next query finds another."""
        engine = make()
        ask(engine, "ASK {}")
        for pid in engine.pids():
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        for _ in range(5):
            assert number(ask(engine, COUNT)) == MERGED

    def test_a_process_killed_at_work_is_our_failure(self, make, ask):
        """The caller learns that it was not the query's fault, and the others do not notice."""
        engine = make(query_workers=1)
        ask(engine, "ASK {}")
        settled(engine)
        with ThreadPoolExecutor(1) as threads:
            asked = threads.submit(ask, engine, PRODUCT)
            while not asked.done():  # on a busy machine it may not be at work at first
                time.sleep(0.3)
                for pid in engine.pids():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            with pytest.raises(EngineFailure):
                asked.result(10)
        assert number(ask(engine, COUNT)) == MERGED

    def test_small_queries_are_answered_while_a_hostile_one_runs(self, make, ask):
        """Sixteen threads, one process held by a cartesian product: no error, no wrong answer."""
        engine = make(query_seconds=1.5, query_workers=2)
        ask(engine, "ASK {}")

        def small(number_: int) -> int:
            n = number_ % 300
            return number(ask(engine, f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(?o = {n * n}) }}"))

        with ThreadPoolExecutor(17) as threads:
            hostile = threads.submit(ask, engine, PRODUCT)
            counts = list(threads.map(small, range(300)))
            with pytest.raises(QueryTimeout):
                hostile.result(10)
        squares = {n * n for n in range(300)}
        assert counts == [1 + (n > 1 and n * n < 300) for n in range(300)]
        assert len(squares) == 300

    def test_a_long_query_leaves_the_quick_lane(self, make, ask):
        """With one process of each lane, short queries never wait for a long one to end."""
        engine = make(query_workers=1, query_seconds=3.0)
        ask(engine, "ASK {}")
        with ThreadPoolExecutor(1) as threads:
            long = threads.submit(ask, engine, PRODUCT)
            time.sleep(0.3)
            began = time.monotonic()
            for _ in range(5):
                assert number(ask(engine, COUNT)) == MERGED
            assert time.monotonic() - began < 2.0
            with pytest.raises(QueryTimeout):
                long.result(10)

    def test_a_query_known_to_be_long_starts_in_the_slow_lane(self, make, ask):
        """Asked again while another long one runs there, it waits for it, not in the way of short ones."""
        engine = make(query_workers=1, query_seconds=1.5, query_wait=0.6)
        until = time.monotonic() + 20
        while len(engine.pids()) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        for _ in range(2):
            with pytest.raises(QueryTimeout):
                ask(engine, PRODUCT)
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(ask, engine, PRODUCT)
            time.sleep(0.3)
            with pytest.raises(EngineBusy, match="query_wait"):
                ask(engine, PRODUCT)
            assert number(ask(engine, COUNT)) == MERGED
            with pytest.raises(QueryTimeout):
                first.result(10)

    def test_a_full_queue_says_when_to_come_back(self, make, ask):
        """At most `query_queue` wait; the next is refused at once."""
        engine = make(query_workers=1, query_queue=1, query_seconds=6.0, query_wait=5.0)
        ask(engine, "ASK {}")
        with ThreadPoolExecutor(4) as threads:
            long = fill(engine, ask, threads)
            waiting = threads.submit(ask, engine, "ASK {}")
            time.sleep(0.2)
            began = time.monotonic()
            with pytest.raises(EngineBusy, match="query_queue") as raised:
                ask(engine, "ASK {}")
            assert time.monotonic() - began < 0.5
            assert raised.value.retry_after >= 1
            assert raised.value.french[0]
            assert waiting.result(10).form == "ask"
            with pytest.raises(QueryTimeout):
                long[0].result(10)
            with pytest.raises(EngineBusy, match="long queries"):  # it gave way to the short one
                long[1].result(10)

    def test_nobody_waits_for_ever(self, make, ask):
        """After `query_wait` the caller is sent away."""
        engine = make(query_workers=1, query_seconds=2.0, query_wait=0.2)
        settled(engine)
        with ThreadPoolExecutor(3) as threads:
            long = fill(engine, ask, threads)
            with pytest.raises(EngineBusy, match="query_wait"):
                ask(engine, "ASK {}")
            for asked in long:
                with pytest.raises((QueryTimeout, EngineBusy)):  # at its limit, or given way
                    asked.result(10)

    def test_closing_leaves_no_process(self, make, ask):
        """Idle, at work and spare are all gone when `close` returns; later queries are refused."""
        engine = make(query_seconds=20.0)
        ask(engine, "ASK {}")
        with ThreadPoolExecutor(1) as threads:
            asked = threads.submit(ask, engine, PRODUCT)
            time.sleep(0.5)
            pids = engine.pids()
            engine.close()
            with pytest.raises(EngineFailure):
                asked.result(10)
        assert len(pids) >= 2
        assert all(map(gone, pids))
        assert not engine.ready()
        with pytest.raises(EngineBusy):
            ask(engine, "ASK {}")

    def test_processes_that_cannot_start_are_said_to(self, make, ask, monkeypatch):
        """Nobody waits for a process that will never come."""
        monkeypatch.setattr(sys, "executable", "/nonexistent/python")
        engine = make()
        began = time.monotonic()
        with pytest.raises(EngineFailure):
            ask(engine, "ASK {}")
        assert time.monotonic() - began < 5

    def test_ready_as_soon_as_a_process_lives(self, make):
        """Within seconds of opening."""
        engine = make()
        until = time.monotonic() + 10
        while not engine.ready() and time.monotonic() < until:
            time.sleep(0.01)
        assert engine.ready()


def test_processes_die_with_their_parent(store: Path):
    """A parent killed outright leaves nobody behind, even while a query runs."""
    code = f"""
import sys, threading, time
sys.path[:] = {sys.path!r}
from pathlib import Path
from esslod.config import Site
from esslod.engine.embedded import Embedded
from esslod.engine.embedded import Embedded
from esslod.engine.seam import SparqlRequest
from esslod.rdf.formats import RESULTS_JSON
engine = Embedded(Path({str(store)!r}), Site(query_seconds=60.0))
engine.ask(SparqlRequest("ASK {{}}", results=RESULTS_JSON))
threading.Thread(target=engine.ask, args=(SparqlRequest({PRODUCT!r}, results=RESULTS_JSON),)).start()
time.sleep(0.5)
while len(engine.pids()) < 2:
    time.sleep(0.05)
print(*engine.pids(), flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
        parent.wait()
    until = time.monotonic() + 10
    while not all(map(gone, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    assert len(pids) >= 2
    assert all(map(gone, pids))


BIG = "SELECT ?a ?b ?c { ?a ?x ?c . ?b ?y ?d }"  # 598² rows (two statements are in both graphs), some 80 MB


class TestStream:
    def stream(self, engine, query: str, **fields: object):
        return engine.stream(SparqlRequest(query, results=RESULTS_JSON, rdf=TURTLE, **fields))

    def test_a_small_answer_is_whole(self, engine):
        """As `ask` gives it."""
        answer = self.stream(engine, COUNT)
        assert answer.whole is not None
        assert b"".join(answer.pieces) == answer.whole
        answer.close()

    def test_a_large_answer_comes_while_it_is_made(self, make, ask):
        """Its pieces are the answer, and the first one is there long before the last."""
        engine = make(query_seconds=20.0)
        ask(engine, "ASK {}")
        answer = self.stream(engine, BIG)
        assert answer.whole is None
        body = b"".join(answer.pieces)
        answer.close()
        assert len(json.loads(body)["results"]["bindings"]) == 598**2

    def test_a_slow_reader_holds_no_process(self, make, ask):
        """The process is back while nothing has been read, and all of the answer still comes."""
        engine = make(query_seconds=20.0, query_workers=1)
        ask(engine, "ASK {}")
        answer = self.stream(engine, BIG)
        until = time.monotonic() + 15
        while engine._pool._quick.since or engine._pool._slow.since:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert sum(map(len, answer.pieces)) > 10_000_000
        answer.close()

    def test_a_failure_midway_is_raised_midway(self, make, ask):
        """The pieces end in the error, never as if all were well."""
        engine = make(query_rows=200_000, query_seconds=20.0)
        answer = self.stream(engine, BIG)
        with pytest.raises(QueryTooLarge, match="query_rows"):
            list(answer.pieces)
        answer.close()
        engine = make(query_seconds=0.6)
        ask(engine, "ASK {}")
        answer = self.stream(engine, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f) }")
        with pytest.raises(QueryTimeout):
            list(answer.pieces)
        answer.close()

    def test_closing_ends_the_query(self, make, ask):
        """Its process is gone at once, and another one answers."""
        engine = make(query_seconds=30.0, query_workers=1)
        ask(engine, "ASK {}")
        answer = self.stream(engine, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        living = engine.pids()
        answer.close()
        answer.close()
        assert sum(map(gone, living)) == 1
        assert number(ask(engine, COUNT)) == MERGED

    def test_an_abandoned_query_ends(self, make, ask):
        """At work or in the queue, within a second of the caller's going."""
        engine = make(query_seconds=30.0, query_workers=1)
        ask(engine, "ASK {}")
        began = time.monotonic()
        with pytest.raises(CallerGone):
            self.stream(engine, PRODUCT, abandoned=lambda: time.monotonic() - began > 0.5)
        assert time.monotonic() - began < 5
        assert number(ask(engine, COUNT)) == MERGED


def test_threads_share_one_engine(engine, ask):
    """Sixteen threads ask at once and each gets its own answer."""
    wrong: list[int] = []

    def run(thread: int) -> None:
        for turn in range(20):
            n = (thread * 20 + turn) % 300
            answer = json.loads(
                ask(engine, f"SELECT ?o FROM <{G1}> {{ <http://example.org/{n}> ?p ?o }}").body
            )
            if [row["o"]["value"] for row in answer["results"]["bindings"]] != [str(n)]:
                wrong.append(n)

    threads = [threading.Thread(target=run, args=(thread,)) for thread in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
