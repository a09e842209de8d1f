"""How ordinary queries fare while hostile ones run: medians with and without, on one server.

    python benchmarks/hostile.py [--seconds 20] [--hostile 4] [--ordinary 2] [--limit 30]

Ordinary queries are all distinct, so that no cache answers them. The aim: no error, and a
median at most doubled, on two cores.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

PEOPLE = 5000
_P = "http://example.org/"
_DEEP = 20_000


def write_people(file: Path, people: int = PEOPLE) -> Path:
    """People who know ten others each and have a name: N-Triples, eleven a person."""
    chance = random.Random(7)
    with file.open("w", encoding="utf-8") as out:
        for number in range(people):
            person = f"<{_P}person/{number}>"
            print(f'{person} <{_P}name> "Person {number}{"a" * 40}" .', file=out)
            for other in chance.sample(range(people), 10):
                print(f"{person} <{_P}knows> <{_P}person/{other}> .", file=out)
    return file


def ordinary(first: int = 0) -> Iterator[str]:
    """Small distinct queries without end, of four kinds, numbered from *first*."""
    for number in itertools.count(first):
        person = f"<{_P}person/{number % PEOPLE}>"
        yield f"SELECT * {{ {person} ?p ?o }} #{number}"
        yield f"SELECT ?n {{ {person} <{_P}knows>/<{_P}name> ?n }} ORDER BY ?n #{number}"
        yield f"SELECT (COUNT(*) AS ?n) {{ ?who <{_P}knows> {person} }} #{number}"
        yield f"CONSTRUCT WHERE {{ {person} <{_P}knows> ?o . ?o <{_P}name> ?n }} #{number}"


def hostile() -> dict[str, str]:
    """Queries that would take the time, the memory or the stack of whoever evaluates them."""
    values = " ".join(f'"{number}"' for number in range(9000))
    some = " ".join(f'"{number}"' for number in range(2500))
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    chain = " ".join(f"?a{n} <{_P}knows> ?a{n + 1} ." for n in range(12))
    return {
        "parentheses": "SELECT * { FILTER(" + "(" * _DEEP + "1" + ")" * _DEEP + ") }",
        "groups": "SELECT * " + "{" * _DEEP + "}" * _DEEP,
        "paths": "SELECT * { ?s " + "(" * _DEEP + "<x:p>" + ")*" * _DEEP + " ?o }",
        "unions": "SELECT * { {} " + "UNION {} " * _DEEP + "}",
        "bare unions": "SELECT * { {}" + "UNION{}" * 13_000 + "}",
        "sums": "SELECT (1" + "+1" * 40_000 + " AS ?x) {}",
        "optionals": "SELECT * { " + "OPTIONAL{} " * 9000 + "}",
        "negations": "SELECT (" + "!" * 90_000 + "1 AS ?x) {}",
        "collection": "SELECT * { ?s ?p " + "(" * 1000 + ")" * 1000 + " }",
        "collection items": "SELECT * { ?s ?p (" + "1 " * 1000 + ") }",
        "product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
        "distinct product": "SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f }",
        "grouped product": "SELECT ?a ?f (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?f",
        "walks": f"SELECT (COUNT(*) AS ?n) {{ {chain} }}",
        "closure": f"SELECT (COUNT(*) AS ?n) {{ ?a (<{_P}knows>|^<{_P}knows>)+ ?b }}",
        "nested closure": f"SELECT * {{ ?a ((<{_P}knows>*)*/(^<{_P}knows>)+)* ?b . ?b <{_P}knows>* ?c }}",
        "values": f"SELECT * {{ VALUES ?a {{ {values} }} }} ORDER BY RAND()",
        "crossed values": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {some} }} VALUES ?b {{ {some} }} "
        f"VALUES ?c {{ {some} }} }}",
        "regex": "SELECT * { ?s ?p ?o . ?t ?q ?r FILTER(REGEX(CONCAT(STR(?o), STR(?r)), "
        '"^(([a-z ])+.)+[A-Z]([a-z])+$")) }',
        "large regex": 'SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "((a{1,50}){1,50}){1,50}$")) }',
        "doubling": f"SELECT ?x40 {{ BIND('{'a' * 100}' AS ?x0) {doubled} }}",
        "construct": "CONSTRUCT { ?a ?e ?c . ?d ?b ?f } { ?a ?b ?c . ?d ?e ?f }",
        "rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    }


@dataclass
class Tally:
    """What came of many requests: seconds of each ordinary one, outcomes of all."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def merge(self, other: Tally) -> None:
        self.seconds += other.seconds
        self.outcomes += other.outcomes


def outcome(port: int, query: str, patience: float = 60.0) -> str:
    """The status that *query* gets; "broken" when the answer broke off midway."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        kind = {"Content-Type": "application/sparql-query", "Accept": "*/*"}
        connection.request("POST", "/sparql", query.encode(), kind)
        answer = connection.getresponse()
        while answer.read(1 << 16):
            pass
        return str(answer.status)
    except (http.client.IncompleteRead, ConnectionError):
        return "broken"
    finally:
        connection.close()


def assault(port: int, until: float, turn: int) -> Tally:
    """Hostile queries one after the other, each thread beginning at another."""
    tally, queries = Tally(), list(hostile().items())
    for number in itertools.count(turn * 5):
        if time.monotonic() > until:
            return tally
        name, query = queries[number % len(queries)]
        tally.outcomes[name, outcome(port, query)] += 1
    return tally


_FRESH: Final = itertools.count(0, 10_000_000)


def visit(port: int, until: float) -> Tally:
    """Ordinary queries one after the other over a connection that stays open."""
    tally = Tally()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for query in ordinary(next(_FRESH)):
        if time.monotonic() > until:
            break
        began = time.perf_counter()
        connection.request("GET", "/sparql?query=" + quote(query))
        answer = connection.getresponse()
        answer.read()
        tally.seconds.append(time.perf_counter() - began)
        tally.outcomes["ordinary", str(answer.status)] += 1
    connection.close()
    return tally


def together(*jobs: Callable[[], Tally]) -> list[Tally]:
    """Run *jobs* at the same time, each in a thread."""
    results: list[Tally] = [Tally() for _ in jobs]

    def run(place: int, job: Callable[[], Tally]) -> None:
        results[place] = job()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def measure(port: int, seconds: float, *, visitors: int, attackers: int) -> tuple[Tally, Tally]:
    """What visitors and attackers met in *seconds*."""
    until = time.monotonic() + seconds
    jobs: list[Callable[[], Tally]] = [partial(visit, port, until) for _ in range(visitors)]
    jobs += [partial(assault, port, until, turn) for turn in range(attackers)]
    results = together(*jobs)
    peaceful, violent = Tally(), Tally()
    for tally in results[:visitors]:
        peaceful.merge(tally)
    for tally in results[visitors:]:
        violent.merge(tally)
    return peaceful, violent


@contextmanager
def served(file: Path, **settings: object) -> Iterator[int]:
    """``esslod serve --files`` of *file* with *settings*; the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, **{f"ESSLOD_{name.upper()}": str(value) for name, value in settings.items()}}
    command = [sys.executable, "-m", "esslod", "serve", "--port", str(port), "--files", str(file)]
    with subprocess.Popen(command, cwd=file.parent, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if outcome(port, "ASK {}") == "200":
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise SystemExit("the server does not answer")


def _line(name: str, tally: Tally) -> float:
    times = sorted(tally.seconds)
    median = statistics.median(times)
    late = times[int(0.95 * len(times))]
    errors = sum(n for (_, status), n in tally.outcomes.items() if status != "200")
    print(
        f"{name:10} {len(times):6} queries, {errors} errors; median {1000 * median:6.2f} ms, "
        f"95 % {1000 * late:6.1f} ms, worst {1000 * times[-1]:6.0f} ms"
    )
    return median


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--hostile", type=int, default=4, help="threads of hostile queries")
    parser.add_argument("--ordinary", type=int, default=2, help="threads of ordinary queries")
    parser.add_argument("--limit", type=float, default=30.0, help="time limit of a query (query_seconds)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = write_people(Path(folder) / "people.nt")
        with served(file, query_seconds=chosen.limit) as port:
            measure(port, 2.0, visitors=chosen.ordinary, attackers=0)
            calm, _ = measure(port, chosen.seconds, visitors=chosen.ordinary, attackers=0)
            storm, violent = measure(port, chosen.seconds, visitors=chosen.ordinary, attackers=chosen.hostile)
    ratio = _line("storm", storm) / _line("calm", calm)
    print(f"median with hostile load ÷ without: {ratio:.2f}")
    for (name, status), count in sorted(violent.outcomes.items()):
        print(f"  {name:20} {status:7} × {count}")


if __name__ == "__main__":
    main()
