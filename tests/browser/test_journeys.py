"""What a new user wants to know is found from the home page, by the words of links, in three clicks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page
from tests.browser.table import LANGUAGES
from tests.browser.visit import Tabs

pytestmark = [pytest.mark.live, pytest.mark.browser]

JOURNEYS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("journeys.toml").read_text(encoding="utf-8")
)["journey"]
CLICKS = 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey["want"])
def test_a_journey(journey: dict[str, Any], language: str, tabs: Tabs) -> None:
    """Nobody needs more than three clicks, nor JavaScript, nor to know what RDF is."""
    told = journey[language]
    *first, last = told["links"]
    assert len(told["links"]) <= CLICKS
    assert tabs.without_scripts.open(f"?lang={language}") == []
    page = tabs.without_scripts.page
    for text in first:
        link(page, text).click()
    if "file" in told:
        with page.expect_download() as downloading:
            link(page, last).click()
        assert downloading.value.path().read_bytes().startswith(told["file"].encode())
    else:
        link(page, last).click()
        seen = " ".join(page.inner_text("main").split())
        assert [words for words in told["seen"] if words not in seen] == []


def link(page: Page, text: str) -> Locator:
    """The first link that says *text* and can be seen."""
    return page.get_by_role("link", name=text).filter(visible=True).first


def test_both_languages_want_the_same() -> None:
    """Each journey is told in both languages, with as many clicks."""
    for journey in JOURNEYS:
        assert len(journey["fr"]["links"]) == len(journey["en"]["links"]), journey["want"]
