"""What CKAN would keep of a catalogue: the real ckanext-dcat harvester, without a CKAN server.

Run by the interpreter of an environment made from ``environments/ckan.txt``:
``python ckan_reads.py ADDRESS LICENCES CONFIGURATION``, where LICENCES is a file of licences that
the portal knows, and CONFIGURATION the JSON of the harvest source, which may be empty. The
harvester's own code asks for the pages (HEAD, then GET), follows them, parses them and makes
CKAN's records; only what would touch the database is caught. CKAN's own validators then judge
names and tags. Prints JSON: the faults, the pages, and what was kept.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

# CKAN looks at uploaded files with it; harvesting does not, and it needs a library of the system.
sys.modules["magic"] = mock.Mock()

from ckan.common import config  # noqa: E402
from ckan.lib.munge import munge_title_to_name  # noqa: E402
from ckan.lib.navl.dictization_functions import Invalid  # noqa: E402
from ckan.logic import validators  # noqa: E402
from ckanext.dcat.harvesters import rdf  # noqa: E402

KEPT: list[dict[str, Any]] = []
FAULTS: list[str] = []
PAGES: list[str] = []


class Caught:
    """Stands for a row of the database: what would be saved is remembered."""

    def __init__(self, guid: str, job: object, content: str = "", **rest: object) -> None:
        self.id, self.content = guid, content

    def save(self) -> None:
        KEPT.append(json.loads(self.content))


class Harvester(rdf.DCATRDFHarvester):  # type: ignore[misc]
    """The real one, with what needs the database replaced."""

    def _gen_new_name(self, title: str, existing_name: str | None = None) -> str:
        return str(munge_title_to_name(title))

    def _save_gather_error(self, message: str, job: object) -> None:
        FAULTS.append(message)

    def _mark_datasets_for_deletion(self, guids_in_source: list[str], harvest_job: object) -> list[str]:
        return []

    def _get_content_and_type(self, url: str, *rest: object, **named: object) -> Any:
        PAGES.append(url)
        return super()._get_content_and_type(url, *rest, **named)


def judged(dataset: dict[str, Any]) -> list[str]:
    """Why CKAN would refuse *dataset*: by its validators of names and tags."""
    values = [(validators.name_validator, dataset["name"])]
    for tag in dataset["tags"]:
        values += [
            (validators.tag_length_validator, tag["name"]),
            (validators.tag_name_validator, tag["name"]),
        ]
    return [why for validate, value in values if (why := refusal(validate, value))]


def refusal(validate: Any, value: str) -> str:
    try:
        validate(value, {})
    except Invalid as fault:
        return f"{value!r}: {fault.error}"
    return ""


def harvest(address: str, configuration: str) -> None:
    """Gather *address*, as a job of CKAN would."""
    source = SimpleNamespace(url=address, config=Harvester().validate_config(configuration), id="source")
    package = SimpleNamespace(owner_org="portal", url=address)
    with ExitStack() as patches:
        patches.enter_context(mock.patch.object(rdf, "HarvestObject", Caught))
        patches.enter_context(mock.patch.object(rdf.model.Package, "get", lambda _: package))
        Harvester().gather_stage(SimpleNamespace(source=source))


def main(address: str, licences: str, configuration: str) -> None:
    config["ckan.locale_default"] = "fr"
    config["licenses_group_url"] = Path(licences).resolve().as_uri()
    harvest(address, configuration)
    for dataset in KEPT:
        FAULTS.extend(judged(dataset))
    json.dump({"faults": FAULTS, "pages": PAGES, "datasets": KEPT}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:4])
