"""Pages and descriptions: this server against nginx with the same bytes on disk, and against a Python peer.

    python benchmarks/pages.py --folder FOLDER --pyldapi PYTHON

Each kind of request goes to the servers in turn, round after round (A B A B), by the same client;
what is compared are ratios within a round. PYTHON is the interpreter of an environment that has
pyLDAPI and uvicorn. ``--memory N`` sends N requests instead, and tells what the web process
holds on the way. See README.md.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import urllib.request
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pyoxigraph as ox

import wrk
from esslod.addresses import Addresses
from servers import Server, ours
from sparql import site_release

#: Documents that are asked for in turn, of all that the release has.
_DOCUMENTS = 200
_SUFFIXES = {"page": "html", "Turtle": "ttl", "JSON-LD": "jsonld"}
_NGINX = """
{user}
daemon off;
worker_processes {workers};
error_log stderr error;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; text/turtle ttl; application/ld+json jsonld; }}
  charset utf-8;
  access_log off;
  sendfile on;
  tcp_nopush on;
  gzip_static on;
  open_file_cache max=10000;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
  uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


class Site(Server):
    """A server that is asked for documents, not queries."""

    def answers(self) -> bool:
        try:
            self.fetch("/" + self.path)
        except OSError:
            return False
        return True

    def fetch(self, path: str, **headers: str) -> tuple[bytes, str]:
        """Body and ``ETag`` at *path*, whatever the status."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=told)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.read(), answer.headers.get("ETag", "")


@dataclass(frozen=True)
class Scene:
    """One kind of request: its paths, the headers of each, whether the caller holds the answer."""

    name: str
    paths: Sequence[str]
    server: str = "esslod"
    headers: dict[str, str] = field(default_factory=dict)
    held: bool = False


def scenes(documents: Sequence[str]) -> list[Scene]:
    paths = {name: [f"/{path}.{suffix}" for path in documents] for name, suffix in _SUFFIXES.items()}
    kept = [Scene(f"{name}, kept", found) for name, found in paths.items()]
    squeezed = Scene("page, kept, gzip", paths["page"], headers={"Accept-Encoding": "gzip"})
    known = Scene("page, 304", paths["page"], held=True)
    made = [
        Scene(f"{name}, made each time", paths[name], "esslod without cache") for name in ("page", "Turtle")
    ]
    return [*kept, squeezed, known, *made]


def documents(release: Path) -> list[str]:
    """Every document of the release, in order."""
    addresses = Addresses()
    quads = ox.parse(path=str(release / "dumps" / "esslod.nq"), format=ox.RdfFormat.N_QUADS)
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sorted({path for subject in subjects if (path := addresses.document(subject)) is not None})


def save(server: Site, folder: Path, paths: Sequence[str]) -> None:
    """The very bytes of *server* as files, plain and compressed as it sends them."""
    for path in paths:
        file = folder / "www" / path.removeprefix("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        plain, squeezed = server.fetch(path)[0], server.fetch(path, Accept_Encoding="gzip")[0]
        assert gzip.decompress(squeezed) == plain, path
        file.write_bytes(plain)
        file.with_name(f"{file.name}.gz").write_bytes(squeezed)


def nginx(folder: Path, workers: str) -> Site:
    """nginx over the files in *folder*; its configuration is written when it gets its port."""
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    filled = _NGINX.format(
        user="user root;" if os.geteuid() == 0 else "", workers=workers, folder=folder, port="$port"
    )
    (folder / "nginx.conf.in").write_text(filled)
    start = f'sed "s/\\$port/$0/" {folder}/nginx.conf.in > {folder}/nginx.conf && exec nginx -c {folder}/nginx.conf'
    return Site("nginx", ["sh", "-c", start, "{port}"], documents_path(folder))


def documents_path(folder: Path) -> str:
    """One file that is there, to see whether the server answers."""
    return next(str(file.relative_to(folder / "www")) for file in sorted((folder / "www").rglob("*.html")))


def pyldapi(python: str, release: Path) -> Site:
    command = [
        python, str(Path(__file__).with_name("peer_pyldapi.py")), str(release / "dumps" / "esslod.nt"), "{port}",
    ]  # fmt: skip
    return Site("pyLDAPI", command, "def.ttl")


def site(server: Server, name: str, **environment: str) -> Site:
    """Our *server*, asked for documents."""
    return Site(name, server.command, "health", {**server.environment, **environment})


@dataclass
class Line:
    """One scene: what each server did in every round."""

    scene: Scene
    mine: list[wrk.Measured] = field(default_factory=list)
    other: list[wrk.Measured] = field(default_factory=list)

    def ratios(self) -> list[float]:
        return [a.rate / b.rate for a, b in zip(self.mine, self.other, strict=True)]


def compare(
    sites: dict[str, Site], peer: str, chosen: Sequence[Scene], asked: argparse.Namespace
) -> list[Line]:
    """Every scene on ours and on *peer*, in turn."""
    lines = [Line(scene) for scene in chosen]
    for turn in range(asked.rounds + 1):
        for line in lines:
            for found, name in ((line.mine, line.scene.server), (line.other, peer)):
                measured = _measured(sites[name], line.scene, asked, turn * 97)
                if turn:  # the first round warms up
                    found.append(measured)
            if turn:
                print(f"round {turn}: {line.scene.name}: {line.ratios()[-1]:.2f} × {peer}", file=sys.stderr)
    return lines


def _measured(server: Site, scene: Scene, asked: argparse.Namespace, start: int) -> wrk.Measured:
    tags = [server.fetch(path, **scene.headers)[1] for path in scene.paths] if scene.held else []
    return wrk.send(
        f"http://127.0.0.1:{server.port}", scene.paths, scene.headers, tags=tags,
        seconds=asked.seconds, connections=asked.connections, start=start,
    )  # fmt: skip


def table(lines: Sequence[Line], peer: str) -> Iterator[str]:
    yield f"| request | esslod | {peer} | ratio (median; lowest–highest) | p50 / p99 ms (esslod; {peer}) | failed |"
    yield "|---|--:|--:|--:|--:|--:|"
    for line in lines:
        rates = [median(m.rate for m in found) for found in (line.mine, line.other)]
        late = [
            f"{median(m.p50 for m in f):.2f} / {median(m.p99 for m in f):.1f}"
            for f in (line.mine, line.other)
        ]
        failed = [sum(m.failed for m in found) for found in (line.mine, line.other)]
        ratios = line.ratios()
        yield (
            f"| {line.scene.name} | {rates[0]:.0f}/s | {rates[1]:.0f}/s "
            f"| **{median(ratios):.2f}** ({min(ratios):.2f}–{max(ratios):.2f}) "
            f"| {late[0]}; {late[1]} | {failed[0]}; {failed[1]} |"
        )


def remember(server: Site, every: Sequence[str], asked: argparse.Namespace) -> Iterator[str]:
    """Resident megabytes of the web process while *asked.memory* requests for everything are answered."""
    things = [f"/{path.replace('doc/', 'id/', 1)}" for path in every if path.startswith("doc/")]
    paths = [f"/{path}.{suffix}" for path in every for suffix in _SUFFIXES.values()]
    # Of each ten, one leads on, and one of a hundred leads nowhere; what is asked is always in another order.
    paths = sorted([*paths, *things, *(f"/doc/nothing/{n}" for n in range(len(paths) // 100))], key=hash_of)
    codings: list[dict[str, str]] = [{}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br"}]
    done = 0
    yield f"| requests | resident MB ({server.name}) |"
    yield "|--:|--:|"
    mark = 0
    for turn in range(1_000_000):
        if done >= mark:
            resident = dict(server.memory())
            yield f"| {done} | {resident.get('web process', 0):.1f} |"
            mark += asked.memory // 10
        if done >= asked.memory:
            return
        measured = wrk.send(
            f"http://127.0.0.1:{server.port}", paths, codings[turn % 3],
            seconds=1, connections=asked.connections, start=done,
        )  # fmt: skip
        done += measured.requests


def hash_of(path: str) -> int:
    """Any order that is not the alphabetical one, always the same."""
    return zlib.crc32(path.encode())


def main() -> None:
    asked = _arguments()
    if wrk.missing():
        sys.exit(wrk.missing())
    folder = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    release = site_release(folder)
    mine = ours(release, folder / "stores" / release.name, asked.processes)
    kept, made = site(mine, "esslod"), site(mine, "esslod without cache", ESSLOD_CACHE_BYTES="0")
    sites = {server.name: server for server in (kept, made)}
    every = documents(release)
    try:
        for server in (kept, made):
            server.start(folder / f"{server.name}.log")
        if asked.memory:
            for line in remember(made if asked.without_cache else kept, every, asked):
                print(line, flush=True)
            return
        chosen = scenes(every[:: max(1, len(every) // _DOCUMENTS)])
        save(kept, folder, sorted({path for scene in chosen for path in scene.paths}))
        sites["nginx"] = nginx(folder, asked.workers)
        if asked.pyldapi:
            sites["pyLDAPI"] = pyldapi(asked.pyldapi, release)
        for peer in list(sites)[2:]:
            sites[peer].start(folder / f"{peer}.log")
            told = chosen if peer == "nginx" else [scene for scene in chosen if scene.name in _OF_PEER]
            print(*table(compare(sites, peer, told, asked), peer), "", sep="\n", flush=True)
    finally:
        for server in sites.values():
            server.stop()


#: What the Python peer can be asked too.
_OF_PEER = ("page, kept", "Turtle, kept", "page, made each time", "Turtle, made each time")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, required=True, help="keeps the release and the files")
    parser.add_argument("--pyldapi", default="", help="an interpreter that has pyLDAPI and uvicorn")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--processes", type=int, default=1, help="web processes of ours")
    parser.add_argument("--workers", default="1", help="worker processes of nginx, or auto")
    parser.add_argument("--memory", type=int, default=0, help="send so many requests, and watch the memory")
    parser.add_argument("--without-cache", action="store_true", help="of the memory: keep no answers")
    return parser.parse_args()


if __name__ == "__main__":
    main()
