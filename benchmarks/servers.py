"""The servers that are compared: started on loopback, measured by their memory, ended by their ids."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

_PATIENCE = 900.0


@dataclass
class Server:
    """One server: how it is started (``{port}`` stands for its port), and the path of its endpoint."""

    name: str
    command: Sequence[str]
    path: str
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    def start(self, log: Path) -> None:
        """Start it, and wait until it answers a query."""
        self.port = free_port()
        command = [part.replace("{port}", str(self.port)) for part in self.command]
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, env={**os.environ, **self.environment}
            )
        until = time.monotonic() + _PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self.name} does not answer: see {log}")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            self.ask("ASK {}", "application/sparql-results+json")
        except OSError:
            return False
        return True

    def ask(self, query: str, accept: str) -> bytes:
        asked = urllib.request.Request(
            f"{self.address}?query={quote(query, safe='')}", headers={"Accept": accept}
        )
        with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:
            return bytes(answer.read())

    def first_byte(self, query: str, accept: str) -> float:
        """Milliseconds from the request to the first byte of the answer's body."""
        asked = urllib.request.Request(
            f"{self.address}?query={quote(query, safe='')}", headers={"Accept": accept}
        )
        start = time.perf_counter()
        with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:
            answer.read(1)
            waited = time.perf_counter() - start
            while answer.read(1 << 20):  # who goes away early costs the server something else
                pass
        return waited * 1000

    def memory(self) -> list[tuple[str, float]]:
        """(what, resident megabytes) of the process and of each it started."""
        assert self.process is not None
        found = [(pid, _name(pid), _resident(pid)) for pid in descendants(self.process.pid)]
        return [(name, resident) for _, name, resident in found if resident]

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def descendants(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += descendants(int(child))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ours(release: Path, store: Path, processes: int) -> Server:
    """This server, other settings as they are by default, over *release* and the query index *store*."""
    command = [
        sys.executable,
        str(Path(__file__).with_name("serving.py")),
        str(release),
        str(store),
        "{port}",
    ]
    source = Path(__file__).parents[1] / "src"
    paths = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH", ""), str(source))))
    return Server("esslod", command, "/sparql", {"PYTHONPATH": paths, "ESSLOD_PROCESSES": str(processes)})


def oxigraph(program: str, database: Path) -> Server:
    """The native Oxigraph server."""
    command = [program, "serve-read-only", "--location", str(database), "--bind", "127.0.0.1:{port}"]
    return Server("oxigraph", command, "/query")


def rdflib_endpoint(program: str, files: Sequence[Path]) -> Server:
    command = [program, "serve", "--host", "127.0.0.1", "--port", "{port}", *map(str, files)]
    return Server("rdflib-endpoint", command, "/")


def _name(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    if any(b"esslod.engine.worker" in word for word in words):
        return "query process"
    if any(b"resource_tracker" in word for word in words):
        return "resource tracker"
    return "web process" if any(b"spawn_main" in word for word in words) else "parent"


def _resident(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
