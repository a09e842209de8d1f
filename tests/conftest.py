"""A site to work on: the project's own, copied, so that a test may break it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.harvest.environments import locked

ROOT = Path(__file__).parent.parent
#: What a site is made of; the rest of the project is machinery.
SITE = ("esslod.toml", "ontology", "shapes", "data", "queries")
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
def _package_is_found() -> Iterator[None]:
    """Processes that tests start find the package wherever they run, installed or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT / "src"))
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


@pytest.fixture(scope="session")
def published_site(run_folder: Path) -> Path:
    """A site with one release, built once a run. Never write to it, copy it (`own_published_site`)."""
    folder = run_folder / "published"
    with locked(folder / "lock"):
        if not (folder / "site").exists():
            shutil.rmtree(folder / "making", ignore_errors=True)  # left by a process of the run that failed
            made = copy_site(folder / "making")
            built = _run_esslod("build", "--date", TODAY, folder=made)
            assert built.returncode == 0, built.stderr
            made.rename(folder / "site")
    return folder / "site"


@pytest.fixture
def own_published_site(published_site: Path, tmp_path: Path) -> Path:
    """A copy of the site with one release, to do anything with."""
    return Path(shutil.copytree(published_site, tmp_path / "site", symlinks=True))
