"""A site under its own address, served to the harvesters; what each kept, read once for a whole run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests import servers
from tests.conftest import TODAY, copy_site
from tests.harvest import environments
from tests.harvest.catalogue import Said, said

READERS = Path(__file__).with_name("readers")
READ_SECONDS = 120


def own_site(folder: Path) -> Path:
    """A site not built yet, whose IRIs are addresses of this machine, as a publisher's are its own."""
    shutil.rmtree(folder, ignore_errors=True)  # left by a process of the run that failed
    site, port = copy_site(folder), servers.free_port()
    with (site / "esslod.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\nbase_iri = "http://127.0.0.1:{port}/"\nport = {port}\n')
    return site


def build(site: Path, today: str = TODAY) -> None:
    words = [sys.executable, "-m", "esslod", "build", "--date", today]
    done = subprocess.run(words, cwd=site, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def base(site: Path) -> str:
    return str(tomllib.loads((site / "esslod.toml").read_text(encoding="utf-8"))["base_iri"])


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve *site* at its own address, to one reader at a time among the processes of a run."""
    with environments.locked(site.parent / f"{site.name}.served"):
        told = site.parent / f"{site.name}.told"
        with told.open("w", encoding="utf-8") as log:
            words = [sys.executable, "-m", "esslod", "serve"]
            process = subprocess.Popen(words, cwd=site, stdout=log, stderr=log, start_new_session=True)
        try:
            servers.await_answer(process, f"{base(site)}ready", told)
            yield base(site)
        finally:
            servers.end(process)


@pytest.fixture(scope="session")
def run_folder(run_folder: Path) -> Path:
    """A folder that the processes of a run share, for this part of it."""
    return run_folder / "harvest"


@pytest.fixture(scope="session")
def site(run_folder: Path) -> Path:
    """The project's site with one release, under its own address. Never write to it."""
    with environments.locked(run_folder / "site.lock"):
        if not (run_folder / "site").exists():
            made = own_site(run_folder / "making")
            build(made)
            made.rename(run_folder / "site")
    return run_folder / "site"


@pytest.fixture(scope="session")
def folder(pytestconfig: pytest.Config) -> Path:
    """Where the programs of other makers are installed."""
    assert pytestconfig.cache is not None
    return Path(os.environ.get("HARVEST_FOLDER") or pytestconfig.cache.mkdir("harvest"))


def installed(make: Callable[[str, Path], Path], name: str, folder: Path) -> Path:
    """The program *name*; the test is skipped, loudly, where it cannot be had."""
    try:
        return make(name, folder)
    except environments.Missing as why:
        pytest.skip(f"{name} NOT run: {why}")


def read(python: Path, reader: str, *words: str) -> Any:
    """What the reader tells, run by the interpreter of the program it drives."""
    done = subprocess.run(
        [str(python), str(READERS / reader), *words],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=READ_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def kept(site: Path, run_folder: Path) -> Callable[..., Any]:
    """``kept(python, reader, path, …)``: what a harvester keeps of the catalogue at *path*, once a run."""

    def reading(python: Path, reader: str, path: str, *words: str) -> Any:
        file = run_folder / "kept" / f"{reader}-{path}.json"
        with environments.locked(file.with_suffix(".lock")):
            if not file.exists():
                with serving(site) as address:
                    found = read(python, reader, address + path, *words)
                file.write_text(json.dumps(found), encoding="utf-8")
        return json.loads(file.read_text(encoding="utf-8"))

    return reading


@pytest.fixture(scope="session")
def says(site: Path) -> Callable[[str], dict[str, Said]]:
    """``says("catalog.ttl")``: what that file of the release says, dataset by dataset."""
    return lambda name: said(site / "releases" / "current" / name)
