"""This server against its peers, in one run: the native Oxigraph server and rdflib-endpoint.

    python benchmarks/sparql.py --oxigraph PROGRAM --rdflib-endpoint PROGRAM --folder FOLDER

Each mix of queries is sent to the servers in turn, round after round (A B A B), by the same
client; what is compared are ratios within a round, and their medians. FOLDER keeps the data
between runs. See README.md for what the mixes are.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median

import pyoxigraph as ox

import queries
import wrk
from esslod.addresses import CANONICAL_BASE
from esslod.build import build
from esslod.config import load_site
from esslod.rdf.canonical import document, union_of
from profiles import editions, write_nquads
from servers import Server, ours, oxigraph, rdflib_endpoint

ROOT = Path(__file__).parents[1]
_FIRST_BYTES = 7


@dataclass(frozen=True)
class Mix:
    """One kind of demand: its queries and how it is sent; ``target`` is our ratio to native Oxigraph."""

    name: str
    queries: Sequence[str]
    connections: int = 8
    target: float | None = None
    by_bytes: bool = False
    longer: float = 1.0

    def value(self, measured: wrk.Measured) -> float:
        return measured.megabytes if self.by_bytes else measured.rate

    @property
    def unit(self) -> str:
        return "MB/s" if self.by_bytes else "answers/s"


@dataclass
class Line:
    """One mix, one server: every round's measurement."""

    mix: Mix
    server: str
    rounds: list[wrk.Measured]

    @property
    def value(self) -> float:
        return median(map(self.mix.value, self.rounds))


def mixes(profiles: int) -> list[Mix]:
    keys = [f"{CANONICAL_BASE}id/profile/{edition.key}" for edition in editions(profiles)]
    mixed = queries.zipf(keys)
    return [
        Mix("distinct small", queries.distinct(keys), target=0.6),
        Mix("repeated", queries.repeated(keys), target=3.0),
        Mix("Zipf, 80 % repeats", mixed, target=1.5),
        Mix("aggregates", queries.aggregates(), connections=2, target=0.9, longer=2.5),
        Mix("large results", queries.large(), connections=2, target=0.9, by_bytes=True, longer=2.5),
        Mix("distinct small, 64 clients", queries.distinct(keys), connections=64),
        Mix("Zipf, 64 clients", mixed, connections=64),
    ]


def site_release(folder: Path) -> Path:
    """The release of this repository's own site (Clermont's), built into *folder*."""
    os.environ["ESSLOD_RELEASES"] = str(folder / "releases")
    os.environ["ESSLOD_STORES"] = str(folder / "stores")
    build(load_site(ROOT), date(2026, 1, 1), lambda _: None)
    return (folder / "releases" / "current").resolve()


def prepared(folder: Path, release: Path, profiles: int) -> tuple[Path, Path]:
    """The site's statements and *profiles* made-up ones, as a file and as a store.

    As in every index of a release, the default graph is the union of the others, written out:
    all servers load the same statements, and none has to unite graphs while it answers.
    """
    statements, store = folder / f"{release.name}-{profiles}.nq", folder / f"store-{release.name}-{profiles}"
    if not statements.exists():
        generated = folder / f"profiles-{profiles}.nq"
        write_nquads(generated, profiles, 1)
        files = (release / "dumps" / "esslod.nq", generated)
        lines = sorted({line for file in files for line in file.read_bytes().splitlines()})
        statements.write_bytes(document(sorted({*lines, *union_of(lines)})))
    if not store.exists():
        built = ox.Store(str(store))
        built.bulk_load(path=str(statements))
        built.optimize()
        built.flush()
        print(f"{len(built)} statements", file=sys.stderr)
    return statements, store


def compare(
    servers: Sequence[Server], mixes: Sequence[Mix], rounds: int, seconds: float, say: Callable[[str], None]
) -> list[Line]:
    """Every mix on every server, in turn."""
    lines = [Line(mix, server.name, []) for mix in mixes for server in servers]
    for turn in range(rounds):
        for line in lines:
            server = next(server for server in servers if server.name == line.server)
            mix = line.mix
            # No round begins where an earlier one, or another mix, has been.
            start = turn * 97 + mixes.index(mix) * 1009 + 1
            found = wrk.measure(
                server.address, mix.queries, seconds=seconds * mix.longer,
                connections=mix.connections, start=start,
            )  # fmt: skip
            line.rounds.append(found)
            say(
                f"round {turn + 1}: {mix.name}: {server.name}: {mix.value(found):.1f} {mix.unit}, {found.failed} failed"
            )
    return lines


def first_bytes(server: Server) -> float:
    query = queries.large()[0]
    asked = (query.replace(wrk.NUMBER, f"first {number}") for number in range(_FIRST_BYTES))
    return median(server.first_byte(each, wrk.RESULTS) for each in asked)


def ratios(lines: Sequence[Line], mine: Line, peer: str) -> list[float]:
    other = next(line for line in lines if line.mix is mine.mix and line.server == peer)
    pairs = zip(mine.rounds, other.rounds, strict=True)
    return [mine.mix.value(a) / (mine.mix.value(b) or float("inf")) for a, b in pairs]


def table(lines: Sequence[Line], peer: str) -> list[str]:
    head = f"| mix | clients | esslod | {peer} | ratio (median; lowest–highest) | target | p50 / p99 ms (esslod; {peer}) | failed |"
    rows = [head, "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for mine in lines:
        if mine.server != "esslod":
            continue
        other = next(line for line in lines if line.mix is mine.mix and line.server == peer)
        found = ratios(lines, mine, peer)
        target = mine.mix.target if peer == "oxigraph" else 10.0
        rows.append(
            f"| {mine.mix.name} | {mine.mix.connections} | {mine.value:.0f} {mine.mix.unit} | {other.value:.1f} "
            f"| **{median(found):.2f}** ({min(found):.2f}–{max(found):.2f}) | {f'≥ {target:g}' if target else ''} "
            f"| {_latency(mine)}; {_latency(other)} | {_failed(mine)}; {_failed(other)} |"
        )
    return rows


def _latency(line: Line) -> str:
    return f"{median(m.p50 for m in line.rounds):.2f} / {median(m.p99 for m in line.rounds):.1f}"


def _failed(line: Line) -> int:
    return sum(measured.failed for measured in line.rounds)


def main() -> None:
    asked = _arguments()
    if wrk.missing():
        sys.exit(wrk.missing())
    folder = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    release = site_release(folder)

    def say(text: str) -> None:
        print(text, file=sys.stderr)

    told: dict[str, object] = {"profiles": asked.profiles, "rdflib_profiles": asked.rdflib_profiles}
    out: list[str] = []
    for peer, program, profiles in (
        ("oxigraph", asked.oxigraph, asked.profiles),
        ("rdflib-endpoint", asked.rdflib_endpoint, asked.rdflib_profiles),
    ):
        if program:
            statements, store = prepared(folder, release, profiles)
            servers = (ours(release, store, asked.processes), _peer(peer, program, statements))
            found = _against(servers, _chosen(asked, profiles, peer), asked, folder, say)
            told[peer] = found[0]
            out += [f"esslod and {peer}, {profiles} profiles:", "", *found[1], ""]
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n")
    print("\n".join(out))


def _chosen(asked: argparse.Namespace, profiles: int, peer: str) -> list[Mix]:
    found = [mix for mix in mixes(profiles) if not asked.only or any(part in mix.name for part in asked.only)]
    # A slow server needs longer to answer often enough to be measured.
    return found if peer == "oxigraph" else [replace(mix, longer=2 * mix.longer) for mix in found]


def _peer(peer: str, program: str, statements: Path) -> Server:
    if peer == "rdflib-endpoint":
        return rdflib_endpoint(program, [statements])
    database = statements.with_suffix(".oxigraph")
    if not database.exists():
        load = [program, "load", "--location", str(database), "--file", str(statements)]
        subprocess.run(load, check=True, capture_output=True)
        subprocess.run([program, "optimize", "--location", str(database)], check=True, capture_output=True)
    return oxigraph(program, database)


def _against(
    servers: Sequence[Server],
    chosen: Sequence[Mix],
    asked: argparse.Namespace,
    folder: Path,
    say: Callable[[str], None],
) -> tuple[dict[str, object], list[str]]:
    """Ours and another server: every measurement, and the lines to print."""
    mine, other = servers
    try:
        for server in servers:
            server.start(folder / f"{server.name}.log")
        fresh = {server.name: server.memory() for server in servers}
        lines = compare(servers, chosen, asked.rounds, asked.seconds, say)
        first = {server.name: first_bytes(server) for server in servers}
        used = {server.name: server.memory() for server in servers}
    finally:
        for server in servers:
            server.stop()
    rows = table(lines, other.name)
    for name in (mine.name, other.name):
        memory = [f"{what} {mb:.0f}" for what, mb in used[name]]
        start = sum(mb for _, mb in fresh[name])
        rows += ["", f"{name}: first byte of a large result after {first[name]:.1f} ms; resident MB: "
                     f"{start:.0f} at start, then {', '.join(memory)}"]  # fmt: skip
    measured = [
        {"mix": line.mix.name, "server": line.server, "rounds": [asdict(m) for m in line.rounds]}
        for line in lines
    ]
    return {"lines": measured, "first_byte_ms": first, "memory_mb": used}, rows


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--oxigraph", help="the program of the PyPI package oxigraph")
    parser.add_argument("--rdflib-endpoint", help="the program of the PyPI package rdflib-endpoint")
    parser.add_argument("--folder", type=Path, default=Path("benchmark-data"), help="where data are kept")
    parser.add_argument("--profiles", type=int, default=20_000)
    parser.add_argument("--rdflib-profiles", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=1, help="web processes of ours (the setting)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of one measurement")
    parser.add_argument("--only", action="append", help="mixes whose name contains this")
    parser.add_argument("--json", type=Path, help="write every measurement here")
    return parser.parse_args()


if __name__ == "__main__":
    main()
