"""What data.gouv.fr would keep of a catalogue: the real DCAT backend of udata, on a database in memory.

Run by the interpreter of an environment made from ``environments/udata.txt``:
``python udata_reads.py ADDRESS LICENCES``, where LICENCES is the list of licences of
data.gouv.fr. A whole job is run, twice when ``--again`` is given: it asks for the pages, makes
and validates udata's own documents and saves them (mongomock stands for MongoDB). Prints JSON:
the state of the job, its items, and what was kept.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")

import mongoengine  # noqa: E402
import mongomock  # noqa: E402
from udata.flask_mongoengine import connection  # noqa: E402


def in_memory(settings: dict[str, Any]) -> Any:
    """Connect to a database that lives in this process."""
    return mongoengine.connect(
        settings["name"], host="mongodb://localhost", mongo_client_class=mongomock.MongoClient
    )


connection._connect = in_memory

from udata.app import create_app  # noqa: E402
from udata.core.dataservices.models import Dataservice  # noqa: E402
from udata.core.dataset.models import Dataset, License  # noqa: E402
from udata.core.organization.models import Organization  # noqa: E402
from udata.harvest.backends.dcat import DcatBackend  # noqa: E402
from udata.harvest.models import HarvestSource  # noqa: E402
from udata.settings import Defaults, Testing  # noqa: E402


class Settings(Testing):  # type: ignore[misc]
    """Those of udata's own tests, which may also ask this machine."""

    MONGODB_HOST = MONGODB_HOST_TEST = "mongodb://localhost:27017/udata"
    URLS_ALLOW_LOCAL = True
    URLS_ALLOW_PRIVATE = True


def licences(file: str) -> None:
    """Fill the portal's list of licences."""
    for known in json.loads(Path(file).read_text(encoding="utf-8")):
        names = ("id", "title", "url", "alternate_urls", "alternate_titles", "maintainer", "flags")
        License(**{name: known[name] for name in names if name in known}).save()


def item(each: Any) -> dict[str, Any]:
    """One line of the job's report."""
    return {
        "id": each.remote_id,
        "status": each.status,
        "errors": [error.message for error in each.errors],
        "logs": [line.message for line in each.logs],
    }


def dataset(each: Any) -> dict[str, Any]:
    period = each.temporal_coverage
    return {
        "id": each.harvest.remote_id,
        "uri": each.harvest.uri,
        "page": each.harvest.remote_url,
        "title": each.title,
        "description": each.description,
        "licence": each.license and each.license.id,
        "frequency": each.frequency and each.frequency.value,
        "period": period and [period.start and str(period.start), period.end and str(period.end)],
        "spatial": each.spatial and each.spatial.geom and each.spatial.geom["type"],
        "keywords": each.tags,
        "contacts": [[one.role, one.name, one.email, one.contact_form] for one in each.contact_points],
        "issued": each.harvest.issued_at and str(each.harvest.issued_at),
        "modified": each.harvest.modified_at and str(each.harvest.modified_at),
        "resources": [resource(one) for one in each.resources],
    }


def resource(each: Any) -> dict[str, Any]:
    return {
        "title": each.title,
        "url": each.url,
        "format": each.format,
        "mime": each.mime,
        "size": each.filesize,
        "checksum": each.checksum and [each.checksum.type, each.checksum.value],
        "modified": each.harvest.modified_at and str(each.harvest.modified_at),
    }


def service(each: Any) -> dict[str, Any]:
    return {
        "id": each.harvest.remote_id,
        "title": each.title,
        "description": each.description,
        "licence": each.license and each.license.id,
        "address": each.base_api_url,
        "documentation": each.machine_documentation_url,
        "datasets": [one.harvest.remote_id for one in each.datasets],
    }


def main(address: str, known: str, jobs: int) -> None:
    app = create_app(Defaults, override=Settings)
    with app.app_context():
        licences(known)
        organisation = Organization(name="Portail", description="Portail").save()
        source = HarvestSource(name="esslod", url=address, backend="dcat", organization=organisation).save()
        for _ in range(jobs):
            job = DcatBackend(source).harvest()
        report = {
            "status": job.status,
            "errors": [error.message for error in job.errors],
            "items": [item(each) for each in job.items],
            "datasets": [dataset(each) for each in Dataset.objects.order_by("title")],
            "services": [service(each) for each in Dataservice.objects.order_by("title")],
        }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], 2 if "--again" in sys.argv[3:] else 1)
