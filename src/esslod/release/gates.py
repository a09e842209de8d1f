"""The two gates of a build: who judges, what a refusal says, and where the reports go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from esslod.addresses import SHAPES
from esslod.errors import InvalidSources
from esslod.rdf.formats import JSON, TURTLE
from esslod.release.inputs import Inputs
from esslod.release.quality import Finding
from esslod.release.staging import Staging

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from esslod.validation.report import Report

CATALOGUE_SHAPES: Final = SHAPES + "catalogue"


def first_gate(inputs: Inputs, today: date) -> Report:
    """Judge the sources. Raises InvalidSources."""
    from esslod.validation.gate import judge  # noqa: PLC0415 -- rdflib and pySHACL

    report = judge(inputs.sources, today, inputs.site.addresses)
    return _passed(report, "the sources", "esslod validate")


def second_gate(inputs: Inputs, flavours: Mapping[str, Iterable[Quad]], today: date) -> Report:
    """Judge what the release says of itself, in each of *flavours* (the first has no name).

    The report is that of the first. Raises InvalidSources.
    """
    from esslod.validation.gate import judge_quads  # noqa: PLC0415 -- as above

    graph = inputs.site.addresses.iri(CATALOGUE_SHAPES)
    shapes = [quad for source in inputs.sources.files if source.graph == graph for quad in source.quads]
    remedy, reports = "correct the settings or the titles it is made of", {}
    for name, quads in flavours.items():
        report = judge_quads(quads, shapes, today, inputs.site.base_iri)
        reports[name] = _passed(report, f"the catalogue for {name}" if name else "the catalogue", remedy)
    return reports[""]


def findings(report: Report) -> tuple[Finding, ...]:
    """What gate 1 warned of, as the catalogue measures it."""
    return tuple(
        Finding(fault.focus, fault.value, fault.place.file)
        for fault in report.faults
        if fault.severity == "warning"
    )


def write_reports(staging: Staging, **reports: Report) -> None:
    """Each report travels in the release, as Turtle and JSON."""
    from esslod.validation.render import json_text, turtle  # noqa: PLC0415 -- as above

    for name, report in reports.items():
        staging.write(f"reports/{name}.ttl", _bytes(turtle(report)), "report", TURTLE)
        staging.write(f"reports/{name}.json", _bytes(json_text(report)), "report", JSON)


def _passed(report: Report, what: str, remedy: str) -> Report:
    if not report.conforms:
        count = report.count("violation")
        raise InvalidSources(f"{what}: {count} violation{'s'[: count > 1]}", report, remedy=remedy)
    return report


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
