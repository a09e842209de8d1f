"""A site to work on: the project's own, copied, so that a test may break it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.harvest.environments import locked

ROOT = Path(__file__).parent.parent
#: What a site is made of; the rest of the project is machinery.
SITE = ("esslod.toml", "ontology", "shapes", "data", "queries")
#: Places that a small site does without: every grouping of communes but Clermont's.
_OTHERS = re.compile(r"/id/territory/epci/(?!246300701$)")
#: A day on which every date of the sources is past, so that no test depends on the calendar.
TODAY = "2026-03-01"


Run = Callable[..., subprocess.CompletedProcess[str]]


def copy_site(folder: Path) -> Path:
    """A fresh copy of the project's site, without releases."""
    folder.mkdir(parents=True)
    for name in SITE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


def copy_small_site(folder: Path) -> Path:
    """The same with few places of the reference geography, which takes half the time to build."""
    file = copy_site(folder) / "data" / "reference" / "geography.ttl"
    quads = list(ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE))
    kept = [quad for quad in quads if not _OTHERS.search(quad.subject.value)]
    assert 500 < len(kept) < len(quads) / 3
    file.write_bytes(ox.serialize((quad.triple for quad in kept), format=ox.RdfFormat.TURTLE))
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """A run that leaves tests out says so."""
    if (left_out := config.option.markexpr).startswith("not "):
        others = left_out.replace("not ", "").replace(" and ", " or ")
        terminalreporter.section("left out")
        terminalreporter.write_line(
            f'tests with programs of other makers; to run them: python -m pytest -m "{others}"'
        )


def _run_esslod(
    *words: str, folder: Path, text: str = "", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, in *folder*."""
    return subprocess.run(
        [sys.executable, "-m", "esslod", *words],
        cwd=folder,
        env=environment,
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="session", autouse=True)
def _package_is_found(run_folder: Path) -> Iterator[None]:
    """Processes that tests start find the package wherever they run, installed or not.

    Hundreds do: where Python may not keep what it compiles beside sources, it does in the run's folder.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT / "src"))
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(run_folder / "compiled"))
        yield


@pytest.fixture(scope="session")
def run_esslod() -> Run:
    """``run_esslod("validate", "--strict", folder=site)``: a command line in a process of its own."""
    return _run_esslod


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with nothing published."""
    return copy_site(tmp_path / "site")


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """The same with few places."""
    return copy_small_site(tmp_path / "site")


@pytest.fixture
def faulty_site(tmp_path: Path) -> Path:
    """A tiny site whose only file is not Turtle, on its second line: quick to judge, and refused."""
    folder = tmp_path / "faulty"
    (folder / "data").mkdir(parents=True)
    text = "@base <https://w3id.org/esslod/> .\n<id/x> nonsense\n"
    (folder / "data" / "broken.ttl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the processes of a run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


def _published(folder: Path, copy: Callable[[Path], Path]) -> Path:
    """The site that *copy* makes, with one release; made by the first process of the run that wants it."""
    with locked(folder / "lock"):
        if not (folder / "site").exists():
            shutil.rmtree(folder / "making", ignore_errors=True)  # left by a process of the run that failed
            made = copy(folder / "making")
            built = _run_esslod("build", "--date", TODAY, folder=made)
            assert built.returncode == 0, built.stderr
            made.rename(folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def published_site(run_folder: Path) -> Path:
    """A site with one release, built once a run. Never write to it, copy it (`own_published_site`)."""
    return _published(run_folder / "published", copy_site)


@pytest.fixture(scope="session")
def small_published_site(run_folder: Path) -> Path:
    """The same with few places, for what builds again or asks for everything."""
    return _published(run_folder / "published-small", copy_small_site)


@pytest.fixture
def own_published_site(published_site: Path, tmp_path: Path) -> Path:
    """A copy of the site with one release, to do anything with."""
    return Path(shutil.copytree(published_site, tmp_path / "site", symlinks=True))


@pytest.fixture
def own_small_site(small_published_site: Path, tmp_path: Path) -> Path:
    """A copy of the small site with one release."""
    return Path(shutil.copytree(small_published_site, tmp_path / "site", symlinks=True))
