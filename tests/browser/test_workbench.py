"""The query editor in Chromium: it completes, runs, shows views, and lets the keyboard out again."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.visit import RULES, Watch
from tests.harvest import environments
from werkzeug.serving import make_server

from esslod.config import Site
from esslod.representation import bundle
from esslod.web.app import close, create_app

QUERY = (
    "PREFIX geo: <http://rdf.insee.fr/def/geo#> SELECT ?region (COUNT(?d) AS ?departements)"
    " WHERE { ?d a geo:Departement ; geo:subdivisionDirecteDe ?region } GROUP BY ?region"
)


@pytest.fixture(scope="module")
def built(pytestconfig: pytest.Config) -> Path:
    """The editor, built; else its tests are skipped, loudly."""
    assert pytestconfig.cache is not None
    folder = Path(os.environ.get("HARVEST_FOLDER") or pytestconfig.cache.mkdir("harvest"))
    try:
        return environments.workbench("workbench", folder)
    except environments.Missing as why:
        pytest.skip(f"the query editor is NOT tried: {why}")


@pytest.fixture(scope="module")
def page(built: Path, browser: Browser, published_site: Path) -> Iterator[Page]:
    """A tab on the query page of a server that has the editor, which is there."""
    release = (published_site / "releases" / "current").resolve()
    site = Site(folder=published_site, query_workers=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "folder", lambda: built)
        bundle.bundle.cache_clear()
        app = create_app(release, published_site / "stores" / release.name, site)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        tab = browser.new_page(
            base_url=f"http://127.0.0.1:{server.port}/", viewport={"width": 1300, "height": 900}
        )
        yield tab
        tab.close()
        server.shutdown()
        thread.join()
        server.server_close()
        close(app)
    bundle.bundle.cache_clear()


@pytest.fixture
def watch(page: Page) -> Watch:
    """The query page, opened anew; what goes wrong from now on."""
    watched = Watch(
        page, page.evaluate("location.origin") if page.url != "about:blank" else "http://127.0.0.1:"
    )
    watched.begin("")
    page.goto("sparql?lang=fr")
    page.wait_for_selector(".editor >> .cm-content")
    return watched


def ask(page: Page, query: str) -> None:
    """Replace the text of the editor by *query* and run it, without the mouse."""
    page.locator(".editor .cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)
    page.keyboard.press("Control+Enter")


def test_it_completes_with_what_is_there(page: Page, watch: Watch) -> None:
    """A class found by its French name, its prefix declared; then the properties that its members have."""
    page.locator(".editor .cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * WHERE { ?p a indicat")
    page.wait_for_selector(".cm-tooltip-autocomplete >> text=ess:IndicatorObservation")
    page.wait_for_timeout(150)  # a list that has just come takes no key: it may have come under a typing hand
    page.keyboard.press("Enter")
    page.wait_for_selector(".editor .cm-content >> text=?p a ess:IndicatorObservation")
    text = page.locator(".editor .cm-content").inner_text()
    assert text.startswith("PREFIX ess: <https://w3id.org/esslod/def#>\n")
    page.keyboard.type(" ; ")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".cm-tooltip-autocomplete >> text=ess:indicator")
    first = page.locator(".cm-tooltip-autocomplete li").first.inner_text()
    assert not first.startswith("rdf:type")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Exécuter"
    assert watch.faults() == []


def test_an_answer_without_a_new_page(page: Page, watch: Watch, axe: str, output: Path) -> None:
    """Table, chart, map and raw text as tabs that arrows go through; columns sort; the address says it."""
    ask(page, QUERY)
    page.wait_for_selector("[role=tab] >> text=Carte")
    assert page.evaluate("document.activeElement.id") == "answer"
    assert parse_qs(urlsplit(page.url).query)["query"] == [QUERY]
    page.locator("th button >> text=departements").click()
    numbers = [int(text) for text in page.locator("#view-table td.number").all_inner_texts()]
    assert numbers == sorted(numbers)
    assert len(numbers) > 10
    page.locator("[role=tab]").first.focus()
    page.evaluate(axe)
    folder = output / "workbench"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("table", "chart", "map", "raw"):
        assert page.locator(f"#view-{name}").is_visible()
        assert page.locator(".view:visible").count() == 1
        # Hiding the caret would be an inline style, which the page forbids, and complains of.
        page.screenshot(path=folder / f"{name}.png", full_page=True, caret="initial")
        if name in ("table", "map"):
            found = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
            assert [one["id"] for one in found["violations"]] == []
        page.keyboard.press("ArrowRight")
    assert page.locator("#view-table").is_visible()
    assert watch.faults() == []


def test_what_is_wrong_is_shown_in_its_place(page: Page, watch: Watch) -> None:
    """A refusal stands above the editor, which marks the place; a good query afterwards takes it away."""
    ask(page, "SELECT * WHERE { ?s ?p")
    page.wait_for_selector(".refusal")
    assert page.locator(".editor .fault").count() == 1
    ask(page, "ASK { }")
    page.wait_for_selector(".verdict")
    assert page.locator(".refusal").count() == 0
    assert all("400" in fault for fault in watch.faults())


def test_the_address_of_an_answer_can_be_shared(page: Page, watch: Watch) -> None:
    """Whoever opens it, even without a script, sees the query and its answer."""
    ask(page, QUERY)
    page.wait_for_selector("section.answer")
    with page.context.browser.new_context(java_script_enabled=False) as context:  # type: ignore[union-attr]
        other = context.new_page()
        other.goto(page.url)
        assert other.locator("textarea").input_value() == QUERY
        assert other.locator("section.answer .view").count() == 4
