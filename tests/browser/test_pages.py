"""Every type of page in a real browser: at three widths, in two languages, with and without JavaScript.

The screenshots that this makes are its output: look at them in ``tests/browser/output``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.table import Page, pages
from tests.browser.visit import Photograph, Tabs, Visitor, photographer

pytestmark = [pytest.mark.live, pytest.mark.browser]


@pytest.mark.parametrize("page", [page for page in pages() if not page.like], ids=lambda page: page.name)
def test_a_page(page: Page, tabs: Tabs, output: Path) -> None:
    """It says what it must, fits, asks nobody else, complains of nothing; axe-core and the keyboard agree."""
    found = _opened(tabs.usual, page, "fr")
    bare = _opened(tabs.without_scripts, page, "fr") + tabs.without_scripts.too_wide()
    differs = tabs.usual.page.content() != tabs.without_scripts.page.content()
    found += _tried(tabs.usual, tabs.axe, photographer(output, page.name, "fr"))
    if differs:
        bare += _opened(tabs.scripts_refused, page, "fr")
        bare += _tried(tabs.scripts_refused, tabs.axe, photographer(output, page.name, "bare"))
    found += [f"without JavaScript: {each}" for each in bare]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_in_english(page: Page, tabs: Tabs, output: Path) -> None:
    """The other language fits too, with its longer or shorter words, and axe-core agrees on a phone."""
    found = _opened(tabs.usual, page, "en")
    found += tabs.usual.too_wide(photographer(output, page.name, "en", only="360"))
    found += tabs.usual.judge(tabs.axe, thoroughly=False)
    assert not found, "\n".join(found)


def _opened(visitor: Visitor, page: Page, language: str) -> list[str]:
    return visitor.open(page.address(language), page.status) + visitor.lacks(language, page.words(language))


def _tried(visitor: Visitor, axe: str, photograph: Photograph) -> list[str]:
    found = visitor.tab_through() + visitor.too_wide(photograph)
    visitor.in_other_media(photograph)
    return found + visitor.judge(axe)
