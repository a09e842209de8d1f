"""The domain is data: a property and its shape, added to a site, are everywhere, and no code was told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from tests.conftest import TODAY, Run, copy_small_site

from esslod.config import load_site
from esslod.web.app import close, create_app

ACTION = "action/epci-246300701/2025-02-11/cooperatives"
EDITION = "profile/epci-246300701/2025-02-11"
HEAD = """@base <https://w3id.org/esslod/> .
@prefix dash: <http://datashapes.org/dash#> . @prefix ess: <https://w3id.org/esslod/def#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
"""
TERM = """
ess:motto a owl:DatatypeProperty ; rdfs:isDefinedBy <def> ;
    rdfs:domain ess:SupportedAction ; rdfs:range rdf:langString ;
    rdfs:label "devise"@fr , "motto"@en ;
    rdfs:comment "Ce que l’action se dit à elle-même."@fr , "What the action tells itself."@en .
"""
#: Between the support modes (4) and the beneficiaries (5), and in the summary of an action.
SHAPE = """
<shapes#Motto> a sh:NodeShape ; rdfs:label "La devise d’une action"@fr , "The motto of an action"@en ;
    sh:targetClass ess:SupportedAction ; sh:property <shapes#MottoOnce> .
<shapes#MottoOnce> a sh:PropertyShape ; sh:path ess:motto ;
    sh:name "devise"@fr , "motto"@en ;
    sh:description "Une phrase courte, en deux langues."@fr , "A short sentence, in two languages."@en ;
    sh:order 4.5 ; sh:group <shapes#GroupActions> ; sh:uniqueLang true ;
    sh:message "La devise est deux fois dans la même langue.\\nGardez-en une."@fr ,
        "The motto is twice in the same language.\\nKeep one."@en .
"""
FACT = f"""
<id/{ACTION}> ess:motto "Zinzolin, ensemble"@fr , "Zinzolin, together"@en .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, run_esslod: Run) -> Iterator[FlaskClient]:
    """A copy of the site with one more property, its shape and a value, built and opened."""
    folder = copy_small_site(tmp_path_factory.mktemp("motto") / "site")
    edition = folder / f"data/territories/{EDITION.removeprefix('profile/')}.ttl"
    for file, text in ((folder / "ontology/esslod.ttl", TERM), (edition, FACT)):
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    (folder / "shapes/motto.ttl").write_text(HEAD + SHAPE, encoding="utf-8")
    built = run_esslod("build", "--date", TODAY, folder=folder)
    assert built.returncode == 0, built.stderr
    site = load_site(folder)
    release = (site.releases_folder / "current").resolve()
    app = create_app(release, site.stores_folder / release.name, site)
    yield app.test_client()
    close(app)


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "names", "told"),
    [
        ("fr", ["mode de soutien", "devise", "bénéficiaires"], ("Une phrase courte", "Zinzolin, ensemble")),
        ("en", ["support mode", "motto", "beneficiaries"], ("A short sentence", "Zinzolin, together")),
    ],
)
def test_it_is_on_the_page(
    client: FlaskClient, language: str, names: list[str], told: tuple[str, str]
) -> None:
    """In its group, in its place, with its name, hint and value, in both languages."""
    page = client.get(f"/doc/{ACTION}.html?lang={language}").text
    group = page.partition('id="GroupActions"')[2].partition("</section>")[0]
    assert re.findall(r'<span class="name">(.*?)</span>', group)[:3] == names
    assert [text in group for text in told] == [True, True]


def test_it_is_within_the_page_of_the_whole(client: FlaskClient) -> None:
    """The edition shows its actions in place, each with all its shape speaks of, in the same order."""
    told = plain(client.get(f"/doc/{EDITION}.html?lang=fr").text)
    mode, motto, beneficiaries = (told.index(name) for name in ("mode de soutien", "devise", "bénéficiaires"))
    assert mode < motto < beneficiaries
    assert told.index("Zinzolin, ensemble") > motto


def test_it_is_a_column(client: FlaskClient) -> None:
    """One for each language, and the page of the table says what it means."""
    rows = list(csv.DictReader(io.StringIO(client.get("/tables/supported-action.csv").text)))
    assert {row["motto_fr"] for row in rows} == {"", "Zinzolin, ensemble"}
    assert "Une phrase courte, en deux langues." in client.get("/tables/supported-action?lang=fr").text


def test_it_is_found(client: FlaskClient) -> None:
    """By a word of its value, whatever the case and the language."""
    for word in ("zinzolin", "TOGETHER zinzolin"):
        assert "/doc/action/" in client.get("/search", query_string={"q": word, "lang": "en"}).text


def test_it_is_documented(client: FlaskClient) -> None:
    """The vocabulary tells the term and its rule; the API's JSON-LD has a short name for it."""
    page = plain(client.get("/def?lang=fr", headers={"Accept": "text/html"}).text)
    assert "Ce que l’action se dit à elle-même." in page
    assert '"motto"' in client.get(f"/doc/{ACTION}.jsonld").text
