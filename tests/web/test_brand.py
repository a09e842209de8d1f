"""A publisher's own look: logo, colours, texts, templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.web.conftest import Reader, StandIn, in_memory

from esslod.config import Site, load_site
from esslod.errors import InvalidSettings
from esslod.representation.look import look_of
from esslod.representation.prose import blocks
from esslod.web.app import close, create_app

BRAND = {
    "brand/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "brand/legal.md": "## Éditeur\n\nNous <b>, https://us.example/a?b=1&c.\n\n- un\n- deux",
    "brand/templates/base.html": (
        '{% extends "esslod/base.html" %}{% block foot %}<p>NOTRE PIED</p>{% endblock %}'
    ),
    "brand/templates/dumps.html": "{{ nothing_of_this_name }}",
    "esslod.toml": (
        'logo = "brand/logo.svg"\ncolour_light = "#7a1f4b"\nlegal_fr = "brand/legal.md"\n'
        'templates = "brand/templates"\ncontact_page = "https://us.example/contact"\n'
    ),
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def opened(library: Path) -> Iterator[Callable[[Path], FlaskClient]]:
    """A client of the small release with the look that a folder asks for."""
    made = []

    def client(folder: Path) -> FlaskClient:
        site = load_site(folder, {})
        engine = StandIn(in_memory([]))
        app = create_app(library / "0123456789ab", library, site, open_engine=lambda store, site: engine)
        app.test_client_class = Reader
        made.append(app)
        return app.test_client()

    yield client
    for app in made:
        close(app)


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory, opened: Callable[[Path], FlaskClient]) -> FlaskClient:
    return opened(written(tmp_path_factory.mktemp("branded"), BRAND))


def test_a_template_takes_the_place_of_ours(branded: FlaskClient) -> None:
    """What a publisher redefines is on every page; the rest of our template stays."""
    page = branded.get("/portals").text
    assert "NOTRE PIED" in page
    assert 'id="main"' in page


def test_a_template_that_cannot_be_filled_in_gives_way(branded: FlaskClient, caplog) -> None:
    """A page whose template fails is shown as ours, and the operator's log says why."""
    answer = branded.get("/dumps/")
    assert answer.status_code == 200
    assert "esslod.ttl.gz" in answer.text
    assert "nothing_of_this_name" in caplog.text


def test_logo_and_colours(branded: FlaskClient, tmp_path_factory) -> None:
    """The logo is served with the assets; the colour comes last in the sheet, for screens only."""
    page = branded.get("/portals").text
    logo = page.partition('<img src="')[2].partition('"')[0]
    assert branded.get(logo).data == BRAND["brand/logo.svg"].encode()
    assert "immutable" in branded.get(logo).headers["Cache-Control"]
    sheet = branded.get(logo.replace("logo.svg", "style.css")).text
    last = sheet.strip().splitlines()[-1]
    assert last.startswith("@media screen and (prefers-color-scheme: ")
    assert "--accent: #7a1f4b; --on-accent: #ffffff" in sheet


def test_texts_of_the_publisher(branded: FlaskClient, client: FlaskClient) -> None:
    """Legal notices are the publisher's, escaped, in the language there is; else what is missing is said."""
    page = branded.get("/about/legal?lang=en").text
    assert '<div class="narrow" lang="fr">' in page
    assert 'Nous &lt;b&gt;, <a href="https://us.example/a?b=1&amp;c" rel="external">' in page
    assert 'class="gap"' in client.get("/about/legal").text
    for address in ("/about/legal", "/about/accessibility"):
        assert 'href="https://us.example/contact"' in branded.get(address).text


def test_pages_change_with_the_look(tmp_path: Path, opened: Callable[[Path], FlaskClient]) -> None:
    """Another text, logo or template is another answer: its tag differs."""
    tags = set()
    for place, change in enumerate(({}, {"brand/legal.md": "Autre"}, {"brand/templates/x.html": "x"})):
        folder = written(tmp_path / str(place), {**BRAND, **change})
        tags.add(opened(folder).get("/portals").headers["ETag"])
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{% extends 'esslod/base.html' %}\n{% block foot %}{{ frame.title | unknown }}{% endblock %}", 2),
        ("{% extends 'esslod/base.html' %}\n\n{% block foot %}{{ nobody.knows }}{% endblock %}", 3),
        ("{% extends 'esslod/base.html' %}{% block foot %}{{ 1 + 'a' }}{% endblock %}", 1),
        ("\n{% if %}", 2),
    ],
    ids=["filter", "value", "sum", "syntax"],
)
def test_a_faulty_template_stops_the_start(
    tmp_path: Path, library: Path, template: str, line: int, monkeypatch
) -> None:
    """An error in what surrounds every page is told with file and line, before any request."""
    written(tmp_path, {"t/base.html": template})
    monkeypatch.chdir(tmp_path)
    site = replace(Site(), templates="t")
    with pytest.raises(InvalidSettings) as error:
        create_app(library / "0123456789ab", library, site)
    assert str(error.value).startswith(f"{tmp_path}/t/base.html:{line}: templates = ")


def test_settings_that_cannot_be_used_are_told_together(tmp_path: Path) -> None:
    """Files that are not there, a picture of another kind, colours too weak to read: all at once."""
    written(tmp_path, {
        "logo.txt": "x", "bad.md": "x",
        "esslod.toml": 'logo = "logo.txt"\nlegal_fr = "none.md"\nlegal_en = "bad.md"\ntemplates = "none"\n'
        'colour_light = "#ffcc00"\ncolour_dark = "red"\ncolour_mark = "#ffcc00"\n',
    })  # fmt: skip
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidSettings) as error:
        load_site(tmp_path, {})
    faults = {fault.setting: fault.expected for fault in error.value.faults}
    assert set(faults) == {"logo", "legal_fr", "legal_en", "templates", "colour_light", "colour_dark"}
    assert "1.3" in faults["colour_light"] and "4.5" in faults["colour_light"]


def test_texts_become_blocks() -> None:
    """Headings, paragraphs, lists; a mailbox is a link, the full stop after an address is not part of it."""
    kinds = [block.kind for block in blocks("# A\nb\nc\n\n- d\n- e\n\nf")]
    assert kinds == ["heading", "paragraph", "list", "paragraph"]
    (block,) = blocks("Voyez https://x.example/a. Écrivez à acces@x.example.")
    assert [span.address for span in block.lines[0] if span.address] == [
        "https://x.example/a", "mailto:acces@x.example",
    ]  # fmt: skip


def test_the_look_is_that_of_the_settings(tmp_path: Path) -> None:
    """Files are found from the site's folder."""
    look = look_of(replace(Site(), folder=tmp_path, logo="a/b.PNG", templates="t"))
    assert (look.logo_name, look.templates) == ("logo.png", tmp_path / "t")
