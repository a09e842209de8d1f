"""A browser, a server and axe-core for the tests of this folder, shared by those of one process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.visit import Tabs
from tests.harvest import environments
from tests.servers import serving

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
#: No sandbox: tests often run as root. The rest keeps the browser from calling home.
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window; the tests are skipped, loudly, where it is not installed."""
    program = os.environ.get("BROWSER_PROGRAM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("browser tests NOT run: Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe(pytestconfig: pytest.Config) -> str:
    """axe-core's script, installed from its registry; else the tests are skipped, loudly."""
    assert pytestconfig.cache is not None
    folder = Path(os.environ.get("HARVEST_FOLDER") or pytestconfig.cache.mkdir("harvest"))
    try:
        commands = environments.node("axe", folder)
    except environments.Missing as why:
        pytest.skip(f"browser tests NOT run: {why}")
    return (commands.parent / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def address(published_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of a copy of the published site, for the tests that only ask."""
    site = Path(shutil.copytree(published_site, tmp_path_factory.mktemp("seen") / "site", symlinks=True))
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def tabs(browser: Browser, address: str, axe: str) -> Tabs:
    """The tabs in which each page is opened."""
    return Tabs(browser, address, axe)


@pytest.fixture(scope="session")
def output() -> Path:
    """Where screenshots are kept (``BROWSER_OUTPUT``)."""
    return Path(os.environ.get("BROWSER_OUTPUT") or Path(__file__).with_name("output"))
