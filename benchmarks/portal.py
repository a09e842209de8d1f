"""Pages for people on a large release: home, lists with facets, search, profile pages; everything as CSV.

    python benchmarks/portal.py --folder FOLDER --profiles 2000

builds this repository's own site with that many made-up profiles in FOLDER (once), serves it twice, with
settings as they are by default and with ``cache_bytes = 0``, and asks each kind of page for many different
addresses. Times are what the server says of itself (``Server-Timing``) and what a client on loopback
waits. Then it reads everything as CSV, every list and every table, again and again, and tells what the web
process holds.
See README.md.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from urllib.parse import quote

from esslod.addresses import BROWSE, SEARCH, TABLES, Addresses
from esslod.build import build
from esslod.config import load_site
from esslod.finding.index import Index
from esslod.finding.schema import INDEX
from esslod.release.manifest import read_manifest
from profiles import write_site
from servers import Server, descendants, ours

ROOT = Path(__file__).parents[1]
#: What a site is made of, and what it may lack.
_SITE = ("esslod.toml", "ontology", "shapes", "data", "queries")
_DURATION = re.compile(r"total;dur=([0-9.]+)")
#: Words that are looked for: names, themes, slips of the pen, a word that most things have, one that none has.
_WORDS = (
    "Clermont", "tiers-lieux", "coopératves", "action", "communauté d’agglomération", "budget ESS", "RTES", "zzyzx",
    "innovation sociale", "Auvergne", "transition écologique", "profil ESS", "Sud", "métropole", "accompagnemnt",
)  # fmt: skip


@dataclass
class Times:
    """Milliseconds, one an answer: at the server, and as a client waited; bytes of each answer.

    ``processor`` is the processor time of the server and its query processes for all of them.
    """

    server: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    processor: float = 0.0


def main() -> None:
    asked = _arguments()
    release, store = prepared(asked.folder, asked.profiles)
    scenes = dict(_scenes(store, asked.pages))
    plain, kept = ours(release, store, 1), ours(release, store, 1)
    plain.environment["ESSLOD_CACHE_BYTES"] = "0"
    try:
        plain.start(asked.folder / "uncached.log")
        kept.start(asked.folder / "cached.log")
        lines = [(name, _asked(plain, paths), _again(kept, paths)) for name, paths in scenes.items()]
        print("\n".join(table(lines)))
        print("\n".join(_memory(plain, _everything(release, store), asked.reads)))
    finally:
        plain.stop()
        kept.stop()


def prepared(folder: Path, profiles: int) -> tuple[Path, Path]:
    """The release with *profiles* made-up ones and its index, made when they are not there."""
    site = folder / f"site-{profiles}"
    if not site.exists():
        for name in _SITE:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            site.mkdir(parents=True, exist_ok=True)
            copy(ROOT / name, site / name)
        write_site(site, profiles, 1)
    settings = load_site(site, {})
    release = settings.releases_folder / "current"
    if not release.exists():
        print("building: minutes", file=sys.stderr)
        build(settings, date(2026, 11, 1), lambda step: print(step, file=sys.stderr))
    return release.resolve(), settings.stores_folder / release.resolve().name


def _scenes(store: Path, most: int) -> Iterator[tuple[str, list[str]]]:
    """Name of a kind of page → addresses, of which *most* at most."""
    yield "home", ["/"]
    index = Index(store / INDEX)
    yield "list with facets", list(_lists(index))[:most]
    yield "search", [f"/{SEARCH}?q={quote(word)}" for word in _WORDS][:most]
    kind = max(index.kinds.values(), key=lambda each: len(each.facets))
    yield "profile", [f"/{path}" for path in _pages(index, kind.number, most)]


def _lists(index: Index) -> Iterator[str]:
    """Each whole list, then each with the value that most things have, of each facet in turn."""
    kinds = sorted(index.kinds.values(), key=lambda kind: -kind.things)
    yield from (f"/{BROWSE}/{kind.slug}" for kind in kinds if kind.facets)
    with index.within(60) as question:
        for kind in kinds:
            for facet in kind.facets:
                best = "SELECT key FROM option WHERE facet = ? ORDER BY things DESC LIMIT 1"
                key = question.one(best, [facet.number])
                if key is not None:
                    yield f"/{BROWSE}/{kind.slug}?{facet.name}={quote(key, safe='/:-._~')}"


def _pages(index: Index, kind: int, most: int) -> Iterator[str]:
    with index.within(60) as question:
        rows = question.rows(
            "SELECT iri FROM member m JOIN thing t ON t.id = m.thing WHERE m.class = ? ORDER BY t.id", [kind]
        )
    for row in rows[:: max(1, len(rows) // most)][:most]:
        yield Addresses().document(row[0]) or ""


def _everything(release: Path, store: Path) -> list[str]:
    """Every list as CSV, made while it is sent, and every table of the release, sent from disk."""
    lists = (f"/{BROWSE}/{slug}.csv" for slug in Index(store / INDEX).kinds)
    made = (file.path for file in read_manifest(release).files)
    return [*lists, *(f"/{path}" for path in made if path.startswith(TABLES) and path.endswith(".csv"))]


def _asked(server: Server, paths: Sequence[str]) -> Times:
    """Each address once, after one of them to warm up."""
    _fetch(server, paths[-1], Times())
    found = Times()
    before = _processor(server)
    for path in paths:
        _fetch(server, path, found)
    found.processor = _processor(server) - before
    return found


def _again(server: Server, paths: Sequence[str]) -> Times:
    """Each address for the third time: kept, and known letter for letter."""
    found = Times()
    for path in paths:
        for times in (Times(), Times(), found):
            _fetch(server, path, times)
    return found


def _fetch(server: Server, path: str, times: Times) -> None:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}", headers={"Accept-Encoding": "gzip"}
    )
    start = time.perf_counter()
    with urllib.request.urlopen(asked, timeout=120) as answer:
        body, headers = answer.read(), answer.headers
    times.client.append((time.perf_counter() - start) * 1000)
    said = _DURATION.search(headers.get("Server-Timing", ""))
    times.server.append(float(said[1]) if said else 0.0)
    times.sizes.append(len(body))


def table(lines: Sequence[tuple[str, Times, Times]]) -> Iterator[str]:
    yield "| page | addresses | uncached, ms at the server: median (most) | processor | client | kept: median | client | kB, gzip |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, made, kept in lines:
        yield (
            f"| {name} | {len(made.server)} | **{median(made.server):.1f}** ({max(made.server):.1f}) |"
            f" {made.processor / len(made.server):.1f} | {median(made.client):.1f} | **{median(kept.server):.2f}** | {median(kept.client):.2f} |"
            f" {median(made.sizes) / 1000:.1f} |"
        )


def _memory(server: Server, paths: Sequence[str], reads: int) -> Iterator[str]:
    """What the server holds before, while and after it sends all *paths*, one after the other."""
    before = _resident(server)
    most, size, lines = before, 0, 0
    for path in [*paths] * reads:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=600) as answer:
            while piece := answer.read(1 << 16):
                size += len(piece)
                lines += piece.count(b"\n")
                most = max(most, _resident(server))
    yield ""
    yield (
        f"Everything as CSV, {len(paths)} lists and tables, {lines // reads} lines, {size / reads / 1e6:.1f} MB,"
        f" {reads} times: {before:.1f} MB held before, {most:.1f} at most, {_resident(server):.1f} after."
    )


def _processor(server: Server) -> float:
    """Milliseconds of processor time that *server* and the processes it started have had."""
    assert server.process is not None
    ticks = 0
    for pid in descendants(server.process.pid):
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(said[11]) + int(said[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _resident(server: Server) -> float:
    """Megabytes of the largest process of *server*: the one that answers."""
    assert server.process is not None
    return max(_held(pid) for pid in descendants(server.process.pid))


def _held(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--profiles", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=60, help="different addresses of each kind, at most")
    parser.add_argument("--reads", type=int, default=5, help="how often everything is read as CSV")
    return parser.parse_args()


if __name__ == "__main__":
    main()
