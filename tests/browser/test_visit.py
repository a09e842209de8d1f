"""What a visit looks for is found: a page with every kind of fault, each of which is told."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.visit import ASKED, Visitor

pytestmark = [pytest.mark.live, pytest.mark.browser]


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *told: object) -> None:
        """Say nothing."""


@pytest.fixture
def faulty(browser: Browser) -> Iterator[Visitor]:
    """A visitor of this folder, which holds the faulty page."""
    serve = partial(_Silent, directory=str(Path(__file__).parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context()
        yield Visitor(context.new_page(), f"http://127.0.0.1:{server.server_port}/")
        context.close()
        server.shutdown()


def test_every_fault_is_told(faulty: Visitor, axe: str) -> None:
    """Status, words, language, title, console, requests, width, contrast, names, order, visibility, traps."""
    found = faulty.open("faulty.html", 201) + faulty.lacks("fr", ["Nothing of the kind"])
    found += (
        faulty.withheld()
        + faulty.by_keyboard()
        + faulty.too_wide()
        + faulty.judge(axe, ASKED["fr"])
        + faulty.judge(axe, ASKED["en"])
    )
    told = "\n".join(found)
    for fault in (
        "status 200, not 201",
        "not seen: 'Nothing of the kind'",
        "lang is another",
        "no title",
        "console: a complaint",
        "request to elsewhere: http://127.0.0.2:9/picture.png",
        "404 http://127.0.0.1",
        "768 px: the page is 1",
        "360 px: axe color-contrast",
        "768 px: axe color-contrast",
        "dark: axe color-contrast",
        "axe image-alt",
        "Tab 2 must reach a “early”",
        "tabindex 2 on a “early”",
        "tabindex -1 on a “withheld”",
        "must reach a “folded”, and reached nothing",
        "the menu: after a “within the menu” comes closed, and came nothing",
        "the focus is not visible on a “late”",
        "must reach a “never reached”, and reached nothing",
        "Tab never leaves the page",
    ):
        assert fault in told, f"{fault}\n\n{told}"
