"""Every type of page in a real browser: at three widths, in two languages, with and without JavaScript.

The screenshots that this makes are its output: look at them in ``tests/browser/output``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.table import Page, visits
from tests.browser.visit import ASKED, RULES, Photograph, Tabs, Visitor, photographer

pytestmark = [pytest.mark.live, pytest.mark.browser]


@pytest.mark.parametrize(("page", "language"), visits(), ids=lambda told: getattr(told, "name", told))
def test_a_page(page: Page, language: str, tabs: Tabs, output: Path) -> None:
    """It says what it must, fits, asks nobody else, complains of nothing; axe-core and the keyboard agree."""
    found = _opened(tabs.usual, page, language)
    bare, differs = [], False
    if language == "fr" or tabs.usual.has_scripts():  # nothing differs where none is: proved in French
        bare = _opened(tabs.without_scripts, page, language)
        differs = tabs.usual.drawn() != tabs.without_scripts.drawn()
    found += _tried(tabs.usual, tabs.axe, page, language, photographer(output, page.name, language))
    if differs:
        photograph = photographer(output, page.name, f"{language}-bare")
        bare += _opened(tabs.scripts_refused, page, language)
        bare += _tried(tabs.scripts_refused, tabs.axe, page, language, photograph)
    found += [f"without JavaScript: {each}" for each in bare]
    assert not found, "\n".join(found)


def _opened(visitor: Visitor, page: Page, language: str) -> list[str]:
    return visitor.open(page.address(language), page.status) + visitor.lacks(language, page.words(language))


def _tried(visitor: Visitor, axe: str, page: Page, language: str, photograph: Photograph) -> list[str]:
    """French stops are all walked; English has the same, of which a few of what is alike are walked."""
    visitor.photographed(photograph, language)
    found = visitor.withheld() + (visitor.by_keyboard() if language == "fr" else [])
    found += visitor.too_wide()
    visitor.shorten()
    found += visitor.by_keyboard() if language == "en" and not page.like else []
    return found + visitor.judge(axe, {360: RULES} if page.like else ASKED[language])
