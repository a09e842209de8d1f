"""``/metrics``, read by the parsers of Prometheus itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families
from tests.web.conftest import StandIn, in_memory

from esslod.config import Site
from esslod.web.app import close, create_app
from esslod.web.tally import KINDS, OTHER

OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8"
#: What Prometheus 2 and 3 send.
PROMETHEUS_2 = (
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)
PROMETHEUS_3 = (
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
    "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
)


@pytest.fixture
def fresh(library: Path, site: Site, quads: list) -> Iterator[Flask]:
    """An application that has counted nothing yet."""
    made = create_app(
        library / "0123456789ab",
        library,
        site,
        open_engine=lambda store, site: StandIn(in_memory(quads[:50])),
    )
    yield made
    close(made)


def samples(text: str) -> dict[tuple[str, tuple], float]:
    families = text_string_to_metric_families(text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for f in families for s in f.samples}


def test_requests_are_counted(fresh: Flask) -> None:
    """By kind of address, method and status; the answer under way is not counted yet."""
    client = fresh.test_client()
    for path in ("/health", "/health", "/wp-login.php", "/x/1", "/x/2"):
        client.get(path)
    client.put("/def", buffered=True)
    told = samples(client.get("/metrics").text)

    def count(**labels: str) -> float:
        return told[("esslod_http_requests_total", tuple(sorted(labels.items())))]

    assert count(kind="operations", method="GET", status="200") == 2
    assert count(kind="other", method="GET", status="404") == 3
    assert count(kind="document", method="other", status="405") == 1
    assert told[("esslod_http_requests_pending", ())] == 1
    assert told[("esslod_release", (("date", "2026-11-22"), ("name", "0123456789ab")))] == 1
    assert told[("esslod_engine_ready", ())] == 1
    assert told[("esslod_process_memory_bytes", (("process", "1"),))] > 1_000_000
    buckets = [
        value for (name, labels), value in told.items() if name.endswith("_bucket") and "other" in str(labels)
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == 3


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (PROMETHEUS_2, OPEN),
        (PROMETHEUS_3, "text/plain; version=0.0.4; charset=utf-8"),
        ("*/*", "text/plain; version=0.0.4; charset=utf-8"),
        ("image/png", "text/plain; version=0.0.4; charset=utf-8"),
        ("application/openmetrics-text", OPEN),
    ],
)
def test_the_format_is_negotiated(client: FlaskClient, accept: str, content_type: str) -> None:
    """The scraper's wish decides; who cannot be satisfied gets the oldest format, as it does elsewhere."""
    answer = client.get("/metrics", headers={"Accept": accept})
    assert answer.content_type == content_type
    assert answer.headers["Cache-Control"] == "no-store"


def test_openmetrics_is_well_formed(client: FlaskClient) -> None:
    """The strict parser of OpenMetrics 1.0 reads every line, to the end mark."""
    text = client.get("/metrics", headers={"Accept": "application/openmetrics-text"}).text
    families = {family.name: family for family in openmetrics.text_string_to_metric_families(text)}
    assert families["esslod_http_requests"].type == "counter"
    assert families["esslod_http_request_seconds"].type == "histogram"
    assert text.endswith("# EOF\n")


def test_labels_cannot_be_made_up(client: FlaskClient) -> None:
    """Whatever addresses are asked for, the kinds are those of the list."""
    for place in range(5):
        client.get(f"/made-up-{place}/x")
        client.open("/def", method=f"MADE{place}")
    told = samples(client.get("/metrics").text)
    kinds = {dict(labels).get("kind") for _, labels in told} - {None}
    assert kinds <= {*KINDS.values(), OTHER}


def test_it_can_be_turned_off(library: Path, site: Site, quads: list) -> None:
    """Without ``metrics`` there is nothing at the address, and the rest works."""
    engine = StandIn(in_memory(quads[:50]))
    made = create_app(
        library / "0123456789ab",
        library,
        replace(site, metrics=False),
        open_engine=lambda store, site: engine,
    )
    assert made.test_client().get("/metrics").status_code == 404
    assert made.test_client().get("/health").status_code == 200
    close(made)
