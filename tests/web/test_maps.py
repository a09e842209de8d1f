"""Maps: areas coloured by their own value or the median of what lies in them, as page, picture and table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from tests.web.conftest import ROOT, Reader, StandIn, in_memory, write_release

from esslod.addresses import CANONICAL_BASE
from esslod.config import Site
from esslod.errors import EngineBusy
from esslod.release.manifest import FileEntry, read_manifest
from esslod.representation.maps import STEPS, steps
from esslod.web.app import close, create_app

GEO = "http://rdf.insee.fr/def/geo#"
#: A second place in the same département, with another value, and the département's own place in its région.
MORE = f"""
@base <{CANONICAL_BASE}> . @prefix ess: <def#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix m: <http://purl.org/linked-data/sdmx/2009/measure#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix d: <http://purl.org/linked-data/sdmx/2009/dimension#> .
@prefix a: <http://purl.org/linked-data/sdmx/2009/attribute#> .
<id/territory/departement/63> a dct:Location ; rdfs:label "Puy-de-Dôme"@fr ;
  <{GEO}subdivisionDirecteDe> <id/territory/region/84> .
<id/territory/region/84> a dct:Location ; rdfs:label "Auvergne-Rhône-Alpes"@fr .
<id/territory/epci/2> a dct:Location ; rdfs:label "Ailleurs"@fr ; dct:spatial <id/territory/departement/63> .
<id/profile/epci-2/2025-01-01> dcat:isVersionOf <id/profile/epci-2> ; dcat:version "2025-01-01" ;
  ess:territory <id/territory/epci/2> .
<id/observation/2> a ess:IndicatorObservation ; dct:isPartOf <id/profile/epci-2/2025-01-01> ;
  ess:indicator <code/indicator/share-of-economic-activity> ; d:refArea <id/territory/epci/2> ;
  m:obsValue 9.5 ; a:unitMeasure <http://qudt.org/vocab/unit/PERCENT> ;
  ess:precision <code/precision/exact> ;
  prov:wasDerivedFrom <id/document/rtes/clermont-auvergne-metropole/2025-02-11#share> .
"""


@pytest.fixture(scope="module")
def engine(quads: list[Quad]) -> StandIn:
    graph = NamedNode(CANONICAL_BASE + "dataset/more")
    more = [Quad(*quad.triple, graph) for quad in parse(MORE, RdfFormat.TURTLE)]
    return StandIn(in_memory([*quads, *more]))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, quads: list[Quad]) -> Path:
    """A release that holds the question of maps, and the one of key figures."""
    name, entries = "0123456789ab", []
    folder = write_release(tmp_path_factory.mktemp("mapped") / "releases" / name, quads, name)
    (folder / "queries").mkdir()
    for file in ("indicator-map.rq", "key-figures.rq"):
        content = (ROOT / "queries" / file).read_bytes()
        (folder / "queries" / file).write_bytes(content)
        kind = "application/sparql-query"
        entries.append(FileEntry(f"queries/{file}", "query", kind, len(content), "0" * 64, ""))
    manifest = read_manifest(folder)
    (folder / "manifest.json").write_text(replace(manifest, files=(*manifest.files, *entries)).to_json())
    return folder


@contextmanager
def serving(release: Path, engine: StandIn) -> Iterator[FlaskClient]:
    site = replace(Site(), folder=release.parent.parent)
    app = create_app(release, release.parent, site, open_engine=lambda store, site: engine)
    app.test_client_class = Reader
    yield app.test_client()
    close(app)


@pytest.fixture(scope="module")
def mapped(release: Path, engine: StandIn) -> Iterator[FlaskClient]:
    """A client of that release."""
    with serving(release, engine) as client:
        yield client


def rows(client: FlaskClient, by: str) -> list[dict[str, str]]:
    text = client.get(f"/map/share-of-economic-activity.csv?by={by}").text
    return list(csv.DictReader(text.splitlines()))


def test_the_table_says_what_each_colour_is(mapped: FlaskClient) -> None:
    """The value of an area is the median of the values of the territories in it, and says so."""
    for by, name in (("departement", "Puy-de-Dôme"), ("region", "Auvergne-Rhône-Alpes")):
        (row,) = rows(mapped, by)
        assert (row["areaLabel"], row["value"], row["own"]) == (name, "11.75", "false")
        assert (row["territories"], row["lowest"], row["highest"]) == ("2", "9.5", "14")


def test_the_page_is_complete_without_its_picture(mapped: FlaskClient) -> None:
    """Every number of the picture is in a table, each coloured area is a link, and no style is written in."""
    page = mapped.get("/map/share-of-economic-activity?by=departement&lang=fr").text
    assert "médiane de 2 valeurs, de 9,5\u00a0% à 14\u00a0%" in page
    picture = re.search(r"<svg.*?</svg>", page, re.S)
    assert picture is not None
    assert re.findall(r'<a href="([^"]+)"', picture[0]) == ["/doc/territory/departement/63?lang=fr"]
    assert "style=" not in page
    assert 'aria-label="Carte de France' in picture[0]
    assert page.count("11,75\u00a0%") >= 3  # legend, picture, table


def test_the_picture_stands_alone(mapped: FlaskClient) -> None:
    """The SVG is well-formed XML with a title and a description, and asks for nothing outside."""
    answer = mapped.get("/map/share-of-economic-activity.svg?lang=en")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    svg = ElementTree.fromstring(answer.data)
    found = {child.tag.rpartition("}")[2] for child in svg}
    assert {"title", "desc"} <= found
    assert re.findall(r"https?://[^\s\"<]+", answer.text) == ["http://www.w3.org/2000/svg"]


def test_what_there_is_no_map_of(mapped: FlaskClient, client: FlaskClient) -> None:
    """Another map is not found, another layer refused; without the question no maps, and no error."""
    assert mapped.get("/map/weather").status_code == 404
    refused = mapped.get("/map/?by=canton", headers={"Accept": "application/json"})
    assert refused.status_code == 400
    assert "region | departement" in refused.json["remedy"]
    assert mapped.get("/map/?layer=region").status_code == 400
    assert client.get("/map/").status_code == 200


def test_classes_hold_every_value_once() -> None:
    """At most five classes, in order, each value in one of them; the extremes get the extreme shades."""
    numbers = [Decimal(number) for number in (3, 1, 4, 1, 5, 9, 2, 6)]
    made = steps(numbers)
    assert [member for _, members in made for member in members] == sorted(set(numbers))
    assert [step for step, _ in made] == list(range(1, STEPS + 1))
    assert [step for step, _ in steps(numbers[:2])] == [1, STEPS]
    assert steps([]) == []


def test_the_home_page_shows_figures_and_a_map(mapped: FlaskClient) -> None:
    """Key figures come from a query, the map is the first one, questions are listed by their titles."""
    page = mapped.get("/?lang=fr").text
    assert re.search(r"<dt>territoires décrits</dt><dd>1</dd>", page)
    assert 'href="/map/share-of-economic-activity?lang=fr"' in page
    assert '<a href="/queries/indicator-map?lang=fr">Un indicateur sur la carte</a>' in page


def test_the_home_page_does_not_wait_for_its_figures(release: Path, engine: StandIn) -> None:
    """When the engine is too busy the rest is shown, and nobody keeps such a page."""

    class Busy(StandIn):
        def ask(self, request):
            raise EngineBusy("busy", retry_after=1)

    with serving(release, Busy(engine.store)) as client:
        answer = client.get("/")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "<svg" not in answer.text
    assert 'href="/doc/territory/epci/246300701"' in answer.text
