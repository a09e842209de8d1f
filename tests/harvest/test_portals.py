"""The harvesters of portals, run whole on a live catalogue: CKAN's and data.gouv.fr's own programs."""

from __future__ import annotations

import html
import json
import re
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.harvest import environments
from tests.harvest.catalogue import Said
from tests.harvest.conftest import installed, serving
from tests.harvest.kept import PROPERTIES, Kept, by_ckan, by_udata, lost, table, verdict

from esslod.representation.portals import portals

ROOT = Path(__file__).parent.parent.parent
LICENCES = ROOT.parent / "shared" / "standards" / "udata" / "licenses.json"
PAGE = ROOT / "docs" / "how-to" / "for-portals.md"
#: The flavour that data.gouv.fr is told to take; CKAN takes any of the others.
UDATA_FLAVOUR = "catalog-datagouv.ttl"
CKAN_FLAVOURS = ("catalog.ttl", "catalog.rdf", "catalog.jsonld")
#: What a portal has no field for.
NO_FIELD = {"udata": {"place"}, "CKAN": set()}

Says = Callable[[str], dict[str, Said]]
Report = Mapping[str, Any]

pytestmark = [pytest.mark.live, pytest.mark.harvest]


def fenced(words: str) -> str:
    """The block of the page for portals whose info string is *words*."""
    found = re.search(rf"^```{words}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None, words
    return found[1]


@pytest.fixture
def by_data_gouv(folder: Path, kept: Callable[..., Any]) -> Report:
    """The report of data.gouv.fr after it harvested twice."""
    if not LICENCES.exists():
        pytest.skip("udata NOT run: the list of licences of data.gouv.fr is not beside the project")
    python = installed(environments.python, "udata", folder)
    return kept(python, "udata_reads.py", UDATA_FLAVOUR, str(LICENCES), "--again")


@pytest.fixture
def by_portal(folder: Path, kept: Callable[..., Any], tmp_path: Path) -> Callable[[str], Report]:
    """``by_portal(flavour)``: the report of a CKAN that is set up as our page tells it to be."""
    python = installed(environments.python, "ckan", folder)
    licences = tmp_path / "licences.json"
    licences.write_text(fenced("json licences"), encoding="utf-8")

    def report(flavour: str) -> Report:
        configuration = fenced("json configuration") if flavour == CKAN_FLAVOURS[0] else ""
        found: Report = kept(python, "ckan_reads.py", flavour, str(licences), configuration)
        return found

    return report


class TestDataGouv:
    def test_the_job_is_done(self, by_data_gouv: Report) -> None:
        """Every dataset and service passes udata's own validation, with no error and no warning."""
        assert (by_data_gouv["status"], by_data_gouv["errors"]) == ("done", [])
        assert [item for item in by_data_gouv["items"] if item["status"] != "done" or item["errors"]] == []
        assert {item["id"]: item["logs"] for item in by_data_gouv["items"] if unexpected(item["logs"])} == {}

    def test_every_dataset_comes_once(self, by_data_gouv: Report, says: Says) -> None:
        """After two harvests there is each dataset of the catalogue, once, under its identifier and IRI."""
        said = says(UDATA_FLAVOUR)
        found = sorted((each["id"], each["uri"]) for each in by_data_gouv["datasets"])
        assert found == sorted((each.identifier, iri) for iri, each in said.items())

    @pytest.mark.parametrize("name", PROPERTIES)
    def test_nothing_is_lost(self, name: str, by_data_gouv: Report, says: Says) -> None:
        """What the flavour says of a dataset is in data.gouv.fr as said, if it has a field for it."""
        if name not in NO_FIELD["udata"]:
            assert lost(says(UDATA_FLAVOUR), by_udata(by_data_gouv), name) == []

    def test_services(self, by_data_gouv: Report) -> None:
        """Services are interfaces of the portal, under lov2, with address and the datasets they serve."""
        assert by_data_gouv["services"]
        for service in by_data_gouv["services"]:
            assert service["licence"] == "lov2", service
            assert service["title"] and service["description"] and service["address"], service
        assert any(service["address"].endswith("/sparql") for service in by_data_gouv["services"])
        assert any(service["datasets"] for service in by_data_gouv["services"])


class TestCkan:
    @pytest.mark.parametrize("flavour", CKAN_FLAVOURS)
    def test_every_dataset_in_every_format(
        self, flavour: str, by_portal: Callable[[str], Report], says: Says
    ) -> None:
        """The harvester finds every dataset, without a fault, and CKAN accepts every name and tag."""
        report = by_portal(flavour)
        assert report["faults"] == []
        assert set(by_ckan(report)) == set(says(flavour))
        assert len({dataset["name"] for dataset in report["datasets"]}) == len(report["datasets"])

    @pytest.mark.parametrize("name", PROPERTIES)
    def test_nothing_is_lost(self, name: str, by_portal: Callable[[str], Report], says: Says) -> None:
        """What the catalogue says of a dataset is in CKAN as said."""
        assert lost(says("catalog.ttl"), by_ckan(by_portal("catalog.ttl")), name) == []

    def test_formats_have_names(self, by_portal: Callable[[str], Report]) -> None:
        """Readers see "Turtle", not the address of a concept."""
        for dataset in by_portal("catalog.ttl")["datasets"]:
            assert [one for one in dataset["resources"] if "://" in one.get("format", "")] == []

    def test_the_query_service_is_seen(self, by_portal: Callable[[str], Report]) -> None:
        """CKAN, which has no services, has the endpoint as a resource of the whole dataset."""
        urls = {one["url"] for each in by_portal("catalog.ttl")["datasets"] for one in each["resources"]}
        assert any(url.endswith("/sparql") for url in urls)


def test_the_table_of_the_documentation(
    by_data_gouv: Report, by_portal: Callable[[str], Report], says: Says
) -> None:
    """The table of docs/how-to/for-portals.md says what was kept in this very run."""
    columns: dict[str, Callable[[str], str]] = {}
    for title, flavour, found in (
        ("CKAN", "catalog.ttl", by_ckan(by_portal("catalog.ttl"))),
        ("data.gouv.fr", UDATA_FLAVOUR, by_udata(by_data_gouv)),
    ):
        columns[title] = _column(says(flavour), found)
    measured = table(columns)
    assert measured in PAGE.read_text(encoding="utf-8"), measured


def _column(said: Mapping[str, Said], found: Mapping[str, Kept]) -> Callable[[str], str]:
    return lambda name: verdict(said, found, name)


def unexpected(logs: list[str]) -> list[str]:
    """Warnings of udata that tell of something lost; that a centroid is no polygon is not."""
    return [line for line in logs if "Unsupported GeoJSON type 'Point'" not in line]


def test_the_licences_told_to_portals_are_json() -> None:
    """What the page gives to copy can be read."""
    assert [known["id"] for known in json.loads(fenced("json licences"))] == ["lov2"]


def test_what_the_site_tells_portals_is_true(site: Path) -> None:
    """Every address on the page for portals answers, to GET and HEAD, at once and without a redirect."""
    with serving(site) as root:
        page = fetched(f"{root}portals", "GET", "text/html")
        told = {
            address
            for portal in portals(root)
            for _, text in portal.settings
            for address in re.findall(rf"{re.escape(root)}[^\s']+", text)
        }
        assert all(html.escape(address) in page for address in told)
        for address in sorted(told - {f"{root}oai"}):
            for method in ("HEAD", "GET"):
                fetched(address, method)
        assert "badVerb" in fetched(f"{root}oai", "GET")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def fetched(address: str, method: str, accept: str = "*/*") -> str:
    """What is answered with 200; anything else, redirects too, is an error."""
    request = urllib.request.Request(address, method=method, headers={"Accept": accept})
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=30) as answer:
        return str(answer.read().decode())
