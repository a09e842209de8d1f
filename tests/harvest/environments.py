"""Environments of other makers' programs: installed by the ordinary clients, apart from ours.

Each file of ``environments/`` lists what one of them holds: harvesters, axe-core for
tests/browser, Comunica for tests/clients. They live in the folder that ``HARVEST_FOLDER``
names, else in pytest's cache, and are made when missing. Where a registry is out of reach the
tests that need it are skipped, saying why; ``python -m tests.harvest.environments FOLDER`` makes
all of them beforehand.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

LISTS = Path(__file__).with_name("environments")
ROOT = Path(__file__).parents[2]
INSTALL_SECONDS = 400
PYTHON, NODE = ("ckan", "udata"), ("ldes", "n3", "axe", "comunica")


class Missing(Exception):
    """The environment cannot be had here; the text says why."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """One process at a time, among those of a run."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def python(name: str, folder: Path) -> Path:
    """The interpreter of the Python environment *name* under *folder*."""
    place = folder / name

    def install(wanted: Path) -> None:
        _run([sys.executable, "-m", "venv", "--clear", str(place)])
        pip = [str(place / "bin" / "python"), "-m", "pip", "install"]
        _run([*pip, "--quiet", "--disable-pip-version-check", "-r", str(wanted)])

    _once(name, folder, install)
    return place / "bin" / "python"


def node(name: str, folder: Path) -> Path:
    """The folder of commands of the Node.js environment *name* under *folder*."""
    npm, place = shutil.which("npm"), folder / name
    if npm is None or shutil.which("node") is None:
        raise Missing("Node.js is not installed")

    def install(wanted: Path) -> None:
        packages = wanted.read_text(encoding="utf-8").split()
        _run([npm, "install", "--prefix", str(place), "--no-audit", "--no-fund", *packages])

    _once(name, folder, install)
    return place / "node_modules" / ".bin"


def workbench(name: str, folder: Path) -> Path:
    """The editor of the query page, built under *folder* as docs/how-to/workbench.md says."""
    npm, source, place = shutil.which("npm"), ROOT / "tools" / name, folder / name
    if npm is None or shutil.which("node") is None:
        raise Missing("Node.js is not installed")
    files = sorted(file for file in source.rglob("*") if file.is_file() and "node_modules" not in file.parts)
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    made, built = folder / f"{name}.made", place / "built"
    with locked(folder / f"{name}.lock"):
        if not made.exists() or made.read_text(encoding="utf-8") != digest:
            shutil.copytree(source, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
            _run([npm, "ci", "--prefix", str(place)])
            _run(["node", str(place / "build.mjs")], WORKBENCH_FOLDER=str(built))
            made.write_text(digest, encoding="utf-8")
    return built


def _once(name: str, folder: Path, install: Callable[[Path], None]) -> None:
    """Install unless what is there was made from the same list."""
    wanted = LISTS / f"{name}.txt"
    made = folder / f"{name}.made"
    digest = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()
    with locked(folder / f"{name}.lock"):
        if made.exists() and made.read_text(encoding="utf-8") == digest:
            return
        (folder / name).mkdir(exist_ok=True)
        try:
            install(wanted)
        except Missing as why:
            raise Missing(f"{name}: {why}") from None
        made.write_text(digest, encoding="utf-8")


def _run(words: Sequence[str], **environment: str) -> None:
    try:
        done = subprocess.run(
            words,
            capture_output=True,
            timeout=INSTALL_SECONDS,
            check=False,
            env={**os.environ, **environment},
        )
    except subprocess.TimeoutExpired:
        raise Missing(f"not installed within {INSTALL_SECONDS} s") from None
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise Missing("its registry cannot be reached, or refuses: " + (told or ["?"])[-1][:200])


def _told(make: Callable[[str, Path], Path], name: str, folder: Path) -> str:
    try:
        make(name, folder)
    except Missing as why:
        return f"NOT installed, its tests will be skipped: {why}"
    return f"{name}: installed"


def main(folder: Path) -> None:
    """Make every environment, at the same time."""
    wanted = [*((python, name) for name in PYTHON), *((node, name) for name in NODE)]
    wanted.append((workbench, "workbench"))
    with ThreadPoolExecutor() as pool:
        for told in pool.map(lambda each: _told(*each, folder), wanted):
            sys.stdout.write(told + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
