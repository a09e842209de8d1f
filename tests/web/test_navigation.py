"""The menu: only places that answer, the present one marked, the other language at the same question."""

from __future__ import annotations

import re

from flask.testing import FlaskClient


def test_the_menu_leads_to_places_that_answer(client: FlaskClient) -> None:
    """Every entry of menu and footer answers, and what has no route is not shown."""
    page = client.get("/portals").text
    inside = [part for part in re.findall(r"<nav.*?</nav>", page, re.S) if part]
    paths = re.findall(r'href="(/[^"]*)"', "".join(inside))
    assert {"/def", "/sparql", "/dumps/", "/api"} <= set(paths)
    assert "/compare" not in paths, "this small release has no question that compares"
    answered = {path: client.get(path).status_code for path in paths}
    assert [path for path, status in answered.items() if status != 200] == []


def test_the_present_page_is_marked(client: FlaskClient) -> None:
    """The link to the page one is on says so, in the menu or the footer; no other does."""
    for path in ("dumps/", "portals"):
        marked = re.findall(r'<a[^>]*href="([^"]*)" aria-current="page"', client.get(f"/{path}").text)
        assert marked == [f"/{path}"]


def test_the_part_one_is_in_is_marked(client: FlaskClient) -> None:
    """A code list belongs to the vocabulary, a description to what one browses."""
    for path, part in (("code/level", "def"), ("doc/territory/epci/246300701", "browse")):
        marked = re.findall(r'<a href="([^"]*)" aria-current="true"', client.get(f"/{path}").text)
        assert marked == [f"/{part}"]


def test_the_other_language_keeps_the_question(client: FlaskClient) -> None:
    """Changing language stays on the same page with the same parameters, whatever they hold."""
    page = client.get("/portals?query=ASK%7B%7D&lang=fr&x=%22%3E").text
    link = re.search(r'<a class="language" href="([^"]*)"', page)
    assert link is not None
    assert link[1] == "/portals?query=ASK%7B%7D&amp;x=%22%3E&amp;lang=en"
