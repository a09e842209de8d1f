"""The recipes for reuse work: they are run where we have the program; else their addresses are asked.

Spreadsheets, R and QGIS are run in tests/harvest/test_recipes.py.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from tests.conftest import ROOT
from tools.reference import EXAMPLE
from werkzeug.serving import make_server

from esslod.config import Site
from esslod.representation.recipes import Recipe, recipes
from esslod.representation.words import LANGUAGES
from esslod.web.app import close, create_app

pytestmark = pytest.mark.live

_ADDRESS = re.compile(r"https://data\.example/[^\s\"'`)]*")
#: `run` → the command that takes a recipe's code as its last word.
_PROGRAMS = {
    "bash": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-W", "error", "-c"],
    "node": ["node", "--input-type=module", "-e"],
}
RECIPES = recipes(EXAMPLE, "fr")


@pytest.fixture(scope="module")
def host(published_site: Path) -> Iterator[str]:
    """The root of a server of the published site."""
    release = (published_site / "releases" / "current").resolve()
    site = Site(folder=published_site, query_workers=1)
    app = create_app(release, published_site / "stores" / release.name, site)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/"
    server.shutdown()
    thread.join()
    server.server_close()
    close(app)


def get(address: str) -> tuple[str, str]:
    """Content type and text of what is there."""
    with urlopen(Request(address, headers={"Accept": "*/*"})) as answer:
        return answer.headers["Content-Type"], answer.read().decode(errors="replace")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe(recipe: Recipe, host: str) -> None:
    """Run as written, it prints what the answer says; or its addresses answer, with the columns it names."""
    if recipe.run not in _PROGRAMS:
        addresses = _ADDRESS.findall(recipe.code)
        assert addresses
        for address in addresses:
            kind, text = get(address.replace(EXAMPLE.host, host))
            if ".csv" in address and ".fr." not in address:
                assert kind.startswith("text/csv")
                assert set(recipe.columns) <= set(next(csv.reader(text.splitlines())))
        return
    program = _PROGRAMS[recipe.run]
    if shutil.which(program[0]) is None:
        pytest.skip(f"no {program[0]} here")
    code = recipe.code.replace(EXAMPLE.host, host)
    ran = subprocess.run(
        [*program, code],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": ""},
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    if recipe.columns:
        _, text = get(f"{host}queries/{EXAMPLE.question}.csv")
        for row in csv.DictReader(text.splitlines()):
            assert row[EXAMPLE.label].rpartition("/")[2] in ran.stdout
            assert row[EXAMPLE.value] in ran.stdout
    else:
        assert "Clermont" in ran.stdout or re.search(r"\d+ https?://", ran.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_same_recipes(language: str, host: str) -> None:
    """The documents' examples are those that the release itself leads to, with the server's addresses."""
    with urlopen(f"{host}reuse?lang={language}") as answer:
        page = answer.read().decode()
    shown = [unescape(code) for code in re.findall(r"<pre[^>]*><code[^>]*>(.*?)</code>", page, re.DOTALL)]
    assert shown == [one.code.replace(EXAMPLE.host, host) for one in recipes(EXAMPLE, language)]
    for one in recipes(EXAMPLE, language):
        assert one.title in unescape(page) and one.text in unescape(page)


def test_recipes_are_told_in_both_languages() -> None:
    """A title and a text each; the code is the same."""
    french, english = (recipes(EXAMPLE, language) for language in LANGUAGES)
    assert [one.code for one in french] == [one.code for one in english]
    assert len({one.name for one in french}) == len(french) > 8
    for one, other in zip(french, english, strict=True):
        assert one.title and one.text and other.text and one.text != other.text
    assert {one.run for one in french} >= {"addresses", *_PROGRAMS}


def test_the_documents_hold_them() -> None:
    """docs/ shows each recipe, in both languages (tools/reference.py wrote them)."""
    for language, file in (("fr", "how-to/reuse.md"), ("en", "en/reuse.md")):
        text = (ROOT / "docs" / file).read_text(encoding="utf-8")
        assert all(one.code in text for one in recipes(EXAMPLE, language))


def test_what_a_release_lacks_is_left_out() -> None:
    """Without questions, maps or an example, what remains asks nothing that would fail."""
    bare = recipes(EXAMPLE.__class__("http://x/"), "en")
    assert [one.name for one in bare] == ["sparqlwrapper"]
