"""The editor of the query page, when it was built: its files, what a browser may do with them, its terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from esslod.addresses import CANONICAL_BASE
from esslod.config import Site
from esslod.representation import bundle
from esslod.web.app import create_app
from esslod.web.headers import SECURITY_POLICY

PAGE = {"Accept": "text/html"}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder as the build leaves it, with other content."""
    for name in bundle.TYPES:
        (tmp_path / name).write_text(f"// {name}", encoding="utf-8")
    monkeypatch.setattr(bundle, "folder", lambda: tmp_path)
    bundle.bundle.cache_clear()
    yield tmp_path
    bundle.bundle.cache_clear()


@pytest.fixture
def started(app: Flask, library: Path, site: Site) -> Callable[[], FlaskClient]:
    """``started()``: a server that starts now and sees the build as it is now."""
    engine = app.extensions["esslod.shelf"].take().engine

    def start() -> FlaskClient:
        bundle.bundle.cache_clear()
        made = create_app(library / "0123456789ab", library, site, open_engine=lambda store, site: engine)
        return made.test_client()

    return start


def test_the_page_names_the_editor_by_its_content(started: Callable[[], FlaskClient], built: Path) -> None:
    """A hashed address, kept for ever; another content has another address and another page."""
    client = started()
    first = client.get("/sparql", headers=PAGE)
    address = re.search(r'<script type="module" src="([^"]+)"></script>', first.text)[1]  # type: ignore[index]
    assert re.fullmatch(r"/assets/[0-9a-f]{12}/workbench\.js", address)
    script = client.get(address)
    assert script.text == "// workbench.js"
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in script.headers["Cache-Control"]
    assert client.get(address.replace("workbench.js", "editor.js")).text == "// editor.js"
    assert client.get("/assets/000000000000/workbench.js").headers["Cache-Control"] == "no-store"
    (built / "editor.js").write_text("// another", encoding="utf-8")
    second = started().get("/sparql", headers=PAGE)
    assert address not in second.text
    assert first.headers["ETag"] != second.headers["ETag"]


def test_scripts_are_allowed_on_few_pages(started: Callable[[], FlaskClient], built: Path) -> None:
    """Where the editor is and where one searches, from this host, nothing inline; elsewhere none."""
    client = started()
    for path in ("/sparql", "/", "/browse", "/search?q=clermont"):
        page = client.get(path, headers=PAGE)
        assert (
            page.headers["Content-Security-Policy"]
            == f"{SECURITY_POLICY}; script-src 'self'; connect-src 'self'"
        )
        assert len(re.findall(r'<script[^>]* src="/assets/', page.text)) == 1
    assert "unsafe" not in SECURITY_POLICY
    for path in ("/def", "/code/level"):
        assert client.get(path, headers=PAGE).headers["Content-Security-Policy"] == SECURITY_POLICY


def test_an_unfinished_build_is_none(started: Callable[[], FlaskClient], built: Path) -> None:
    """A page never refers to a file that is not there."""
    (built / "editor.js").unlink()
    client = started()
    page = client.get("/sparql", headers=PAGE)
    assert "<script" not in page.text
    assert page.headers["Content-Security-Policy"] == SECURITY_POLICY
    assert client.get("/assets/000000000000/workbench.js").status_code == 404


def test_the_form_is_the_same_with_and_without(started: Callable[[], FlaskClient], built: Path) -> None:
    """The editor stands over the form and replaces nothing of it: who runs no script loses nothing."""

    def bare(page: str) -> str:
        page = re.sub(r'<script type="module"[^>]*></script>', "", page)
        return re.sub(r' data-\w+="[^"]*"', "", page)

    dressed = started().get("/sparql?example=membership", headers=PAGE).text
    (built / "workbench.js").unlink()
    plain = started().get("/sparql?example=membership", headers=PAGE).text
    assert dressed != plain
    assert bare(dressed) == bare(plain)


def test_terms_to_complete_with(client_with) -> None:
    """Counts, and what a class has, come from the release's statistics; names in both languages."""
    client = client_with(
        """@base <https://w3id.org/esslod/> . @prefix void: <http://rdfs.org/ns/void#> .
        <void> void:classPartition <void#a> ; void:propertyPartition <void#p> .
        <void#a> void:class <def#Plan> ; void:entities 7 ; void:propertyPartition <void#a/p> .
        <void#a/p> void:property <def#declaredCount> ; void:triples 6 .
        <void#p> void:property <def#declaredCount> ; void:triples 9 ; void:distinctObjects 3 .""",
        "void",
    )
    terms = client.get("/sparql/terms.json").json
    assert terms["prefixes"]["ess"] == CANONICAL_BASE + "def#"
    assert terms["classes"] == [
        {
            "iri": CANONICAL_BASE + "def#Plan",
            "label": {"fr": "plan ESS", "en": "SSE plan"},
            "count": 7,
            "properties": [CANONICAL_BASE + "def#declaredCount"],
        }
    ]
    assert [(one["iri"].partition("#")[2], one["count"]) for one in terms["properties"]] == [
        ("declaredCount", 9)
    ]
    metropole = next(one for one in terms["codes"] if one["iri"].endswith("code/level/metropole"))
    assert metropole["label"]["fr"] == "métropole"
    assert metropole["list"] == CANONICAL_BASE + "code/level"
