"""Names suggested while one types: by the keyboard alone, said aloud, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.table import LANGUAGES
from tests.browser.visit import IN_PAGE, RULES, Tabs

pytestmark = [pytest.mark.live, pytest.mark.browser]

#: Where one comes to search, in each language; and what is said aloud of how many suggestions there are.
PLACES = {"fr": "", "en": "search"}
SAID = {
    "fr": re.compile(r"^\d+ suggestions, flèches"),
    "en": re.compile(r"^\d+ suggestions, up and down"),
}
NAME = {"fr": "Profil ESS de Clermont Auvergne Métropole", "en": "SSE profile of Clermont Auvergne Métropole"}


@pytest.fixture
def page(tabs: Tabs, language: str) -> Page:
    assert tabs.usual.open(f"{PLACES[language]}?lang={language}") == []
    return tabs.usual.page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_chosen_by_the_keyboard(page: Page, language: str, tabs: Tabs) -> None:
    """Arrows choose, Escape leaves what was typed, Enter opens the page; each step is said."""
    text = page.get_by_role("combobox")
    text.press_sequentially("clermont")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=SAID[language])).to_have_count(1)
    expect(text).to_have_attribute("aria-expanded", "true")
    page.evaluate(IN_PAGE)
    page.evaluate(tabs.axe)
    assert page.evaluate("rules => esslodTest.judged(rules)", RULES) == []

    text.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(text).to_have_value("clermont")

    text.press("ArrowDown")
    option = options.filter(has_text=NAME[language]).first
    for _ in range(options.count()):
        text.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    expect(text).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(text).to_be_focused()
    text.press("Enter")
    page.wait_for_url(f"**/doc/profile/**?lang={language}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME[language])


@pytest.mark.parametrize("language", ["fr"])
def test_enter_without_a_choice_searches(page: Page) -> None:
    """What was typed is searched for, as without a script, slips mended; Tab leaves the list."""
    text = page.get_by_role("combobox")
    text.press_sequentially("coopératves")
    expect(page.get_by_role("option").first).to_contain_text("oopérati")
    text.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)
    text.press("Enter")
    page.wait_for_url("**/search?q=**")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Résultats")


def test_without_a_script_the_form_is_a_form(tabs: Tabs) -> None:
    """Nothing pretends to suggest where nothing will."""
    page = tabs.without_scripts.page
    assert tabs.without_scripts.open("search") == []
    assert page.get_by_role("combobox").count() == 0
    page.get_by_role("searchbox").fill("clermont")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search?q=clermont")
