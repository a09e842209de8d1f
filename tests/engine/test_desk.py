"""The desk: questions that a process takes by itself, and what happens when one of them takes long."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from esslod.engine import desk as desks
from esslod.engine.board import Board, Numbers, shared
from esslod.engine.desk import Desk, Fittings
from esslod.errors import QueryTimeout

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def seated(engine):
    """Who sits at the desk of *engine*, once somebody does."""
    until = time.monotonic() + 30
    while engine._pool.desk.staff is None and time.monotonic() < until:
        time.sleep(0.01)
    staff = engine._pool.desk.staff
    assert staff is not None
    return staff


class TestNumbers:
    def test_are_seen_through_every_map_of_the_same_file(self):
        """What one writes, the other reads."""
        file = shared(3)
        one, other = Numbers(file), Numbers(file)
        one[2] = 2**63
        assert [other[place] for place in range(3)] == [0, 0, 2**63]

    def test_a_board_tells_how_long_a_question_has_been_under_way(self):
        """From `begin` to `end`; nothing before and after."""
        board = Board(shared(Board.CELLS))
        assert (board.ticket, board.age(), board.leaving) == (0, 0.0, False)
        board.begin(7)
        time.sleep(0.01)
        assert board.ticket == 7
        assert 0.01 <= board.age() < 5
        board.end()
        board.leaving = True
        assert (board.ticket, board.age(), board.leaving) == (0, 0.0, True)


class TestDesk:
    def test_takes_nothing_while_nobody_sits_there(self):
        """The question is then asked of the pool."""
        desk = Desk(1)
        assert desk.ask(b"ASK {}") is None
        desk.close()
        desk.close()

    def test_a_process_learns_where_everything_is(self):
        """The fittings survive their way through the command line."""
        desk = Desk(2)
        fittings = desk.fittings(99)
        assert Fittings.from_json(fittings.to_json()) == fittings
        assert len(fittings.lines) == 2
        assert fittings.files[-1] == 99
        desk.close()

    def test_small_questions_are_answered_by_one_process(self, make, ask):
        """However many ask at once: nobody else is at work."""
        engine = make()
        staff = seated(engine)
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda n: ask(engine, f"{COUNT}#{n}"), range(200)))
        assert len({answer.body for answer in answers}) == 1
        assert engine._pool.desk.staff is staff

    def test_more_threads_than_lines_are_answered_by_the_pool(self, make, ask):
        """No line is left: no matter."""
        engine = make(threads=1)
        seated(engine)
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda n: ask(engine, f"{COUNT}#{n}"), range(100)))
        assert len({answer.body for answer in answers}) == 1

    def test_a_long_question_is_finished_elsewhere(self, make, ask):
        """Its process gets up, another sits down, and it comes back to the pool when it is done."""
        engine = make(query_workers=1, query_seconds=20.0)
        staff = seated(engine)
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) < STR(?f)) }"
        asked = ask(engine, slow)
        assert asked.form == "select"
        assert staff in engine._pool.desk.relieved
        until = time.monotonic() + 10
        while staff in engine._pool._quick.since and time.monotonic() < until:
            time.sleep(0.01)
        assert staff.alive()

    def test_a_process_killed_at_the_desk_is_replaced(self, make, ask):
        """Whoever asks next is answered, by another."""
        engine = make()
        staff = seated(engine)
        staff.kill()
        for n in range(20):
            assert ask(engine, f"{COUNT}#{n}").form == "select"
        assert seated(engine) is not staff

    def test_a_question_that_is_not_taken_up_is_asked_elsewhere(self, make, ask, monkeypatch):
        """A process that is stopped while idle takes none: the pool answers."""
        monkeypatch.setattr(desks, "TOO_LONG", 60.0)
        engine = make()
        staff = seated(engine)
        staff.sit_down = lambda: None
        staff.board.leaving = True  # it gets up at the next question, and nobody else sits down
        ask(engine, f"{COUNT}#1")
        began = time.monotonic()
        assert ask(engine, f"{COUNT}#2").form == "select"
        assert time.monotonic() - began < 10

    def test_an_answer_that_nobody_awaits_any_more_is_nobody_elses(self, make, ask):
        """The next question on the same line gets its own answer, whatever is still on its way."""
        engine = make(threads=1, query_seconds=0.3)
        seated(engine)
        for n in range(5):
            with pytest.raises(QueryTimeout):
                ask(engine, f"{PRODUCT}#{n}")
            assert b'"n"' in ask(engine, f"{COUNT}#{n}").body
