"""``/versions/``: editions side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]
SERIES = "doc/profile/epci-246300701"
EARLIER = "2024-01-15"


@pytest.fixture(scope="module")
def two(client_with: Callable[..., FlaskClient]) -> FlaskClient:
    """A site with an earlier edition: another share, a partner less, a budget line more."""
    file = ROOT / "data/territories/epci-246300701/2025-02-11.ttl"
    text = file.read_text(encoding="utf-8").replace("2025-02-11", EARLIER)
    text = text.replace("sdmx-measure:obsValue 14 ;", "sdmx-measure:obsValue 13 ;")
    text = text.replace("ess:partner <id/organisation/name/cisca> ;\n", "")
    text = text.replace(f"{EARLIER}/operating", f"{EARLIER}/running")
    return client_with(text, f"id/profile/epci-246300701/{EARLIER}")


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_what_changed_is_told_field_by_field(two: FlaskClient) -> None:
    """Under the headings of the shapes: what was, what is, what came and what went; nothing else."""
    answer = two.get(f"/versions/{SERIES}?lang=en")
    assert answer.status_code == 200
    page = answer.text[answer.text.index('id="changed"') :]
    assert re.findall(r"<h3>(.*?)</h3>", page) == ["Panorama", "Budget", "Actions"]
    told = plain(page)
    assert "value 13% → then 14%" in told
    assert "partner nothing → then CISCA" in told
    assert sorted(re.findall(r'<span class="change (\w+)">', page)) == [
        "added",
        "changed",
        "changed",
        "removed",
    ]


def test_the_two_editions_may_be_chosen(two: FlaskClient) -> None:
    """In either order; one that does not exist is the caller's mistake, and the right ones are told."""
    back = two.get(f"/versions/{SERIES}?from=2025-02-11&to={EARLIER}&lang=en").text
    assert "value 14% → then 13%" in plain(back)
    same = two.get(f"/versions/{SERIES}?from={EARLIER}&to={EARLIER}&lang=en")
    assert 'id="changed"' not in same.text
    wrong = two.get(f"/versions/{SERIES}?from=1999-01-01", headers={"Accept": "application/json"})
    assert wrong.status_code == 400
    assert EARLIER in wrong.text


def test_the_pages_of_editions_lead_there_and_back(two: FlaskClient) -> None:
    """Each page of the series lists its editions, with what changed in each."""
    page = two.get(f"/{SERIES}/{EARLIER}.html").text
    assert f'href="/versions/{SERIES}"' in page
    assert f'href="/versions/{SERIES}?from={EARLIER}&amp;to=2025-02-11"' in page
    assert f'href="/{SERIES}/2025-02-11"' in two.get(f"/versions/{SERIES}").text


def test_what_has_no_editions_has_no_such_page(client: FlaskClient) -> None:
    """Nor has what does not exist; a single edition is said to be one."""
    assert client.get("/versions/doc/plan/246300701/ess-2022-2026").status_code == 404
    assert client.get("/versions/doc/nothing").status_code == 404
    assert "nothing to compare yet" in client.get(f"/versions/{SERIES}?lang=en").text


def test_the_sitemap_leads_to_what_has_several(two: FlaskClient, client: FlaskClient) -> None:
    """A page that would say that there is a single edition is not worth a visit."""
    assert f"/versions/{SERIES}</loc>" in two.get("/sitemap/1.xml").text
    assert "/versions/" not in client.get("/sitemap/1.xml").text
