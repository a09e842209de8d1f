"""sickle, the OAI-PMH client that Python harvesters use, against our endpoint over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch
from tests import histories
from tests.web.conftest import StandIn
from werkzeug.serving import make_server

from esslod.config import Site
from esslod.web import oai
from esslod.web.app import close, create_app

X, Y, Z = (f"https://w3id.org/esslod/dataset/{name}" for name in "xyz")


@pytest.fixture(scope="module")
def harvester(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sickle]:
    """A client of a site with a history, on a free port of loopback; lists are one record long."""
    releases: Path = tmp_path_factory.mktemp("sickle") / "releases"
    library = histories.tell_a_story(releases, 100)
    site = Site(folder=releases.parent)
    app = create_app(
        library.current(), library.stores, site, open_engine=lambda store, site: StandIn(Store())
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(oai, "RECORDS", 1)
        yield Sickle(f"http://127.0.0.1:{server.server_port}/oai", timeout=20)
    server.shutdown()
    thread.join()
    server.server_close()
    close(app)


def test_it_learns_what_this_is(harvester: Sickle) -> None:
    """Identify and the formats."""
    told = harvester.Identify()
    assert told.deletedRecord == "persistent"
    assert told.protocolVersion == "2.0"
    assert {form.metadataPrefix for form in harvester.ListMetadataFormats()} == {"oai_dc", "dcat_ap"}


@pytest.mark.parametrize("prefix", ["oai_dc", "dcat_ap"])
def test_it_harvests_everything(harvester: Sickle, prefix: str) -> None:
    """Every record, token by token, the deleted one said to be so."""
    records = list(harvester.ListRecords(metadataPrefix=prefix))
    assert [(record.header.identifier, record.header.deleted) for record in records] == [
        (X, False), (Y, True), (Z, False),
    ]  # fmt: skip


def test_it_harvests_what_is_new(harvester: Sickle) -> None:
    """Since a day, deletions left out when it does not want them; since tomorrow, nothing."""
    since = {"metadataPrefix": "oai_dc", "from": "2026-01-03"}
    assert [header.identifier for header in harvester.ListIdentifiers(**since)] == [Y, Z]
    left = harvester.ListRecords(**since, ignore_deleted=True)
    assert [record.header.identifier for record in left] == [Z]
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(**{**since, "from": "2027-01-01"})


def test_it_reads_one_record(harvester: Sickle) -> None:
    """The title of a dataset, as Dublin Core."""
    record = harvester.GetRecord(identifier=X, metadataPrefix="oai_dc")
    assert record.metadata["title"] == ["X"]
    assert record.metadata["publisher"] == ["Nous"]
